#include "VertexCut.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <queue>

using namespace adgen;

static constexpr uint64_t unlimited = UINT64_C(1) << 60;

void VertexCut::addArc(unsigned from, unsigned to, uint64_t capacity) {
  arcs[from].push_back({to, capacity, static_cast<unsigned>(arcs[to].size())});
  arcs[to].push_back({from, 0, static_cast<unsigned>(arcs[from].size() - 1)});
}

unsigned VertexCut::addVertex(uint64_t price) {
  arcs.resize(arcs.size() + 2);
  addArc(in(vertices), out(vertices), price);
  return vertices++;
}

void VertexCut::addEdge(unsigned from, unsigned to) { addArc(out(from), in(to), unlimited); }
void VertexCut::markSource(unsigned vertex) { addArc(source, in(vertex), unlimited); }
void VertexCut::markSink(unsigned vertex) { addArc(out(vertex), sink, unlimited); }

/// Sends as much as fits along one shortest path (Edmonds and Karp 1972).
uint64_t VertexCut::augment() {
  std::vector<std::pair<unsigned, unsigned>> reachedBy(arcs.size(), {UINT32_MAX, 0}); // node, arc of it
  std::queue<unsigned> open;
  open.push(source);
  reachedBy[source].first = source;
  while (!open.empty() && reachedBy[sink].first == UINT32_MAX) {
    unsigned node = open.front();
    open.pop();
    for (auto [index, arc] : llvm::enumerate(arcs[node]))
      if (arc.capacity > 0 && reachedBy[arc.to].first == UINT32_MAX) {
        reachedBy[arc.to] = {node, static_cast<unsigned>(index)};
        open.push(arc.to);
      }
  }
  if (reachedBy[sink].first == UINT32_MAX)
    return 0;
  uint64_t amount = unlimited;
  for (unsigned node = sink; node != source; node = reachedBy[node].first)
    amount = std::min(amount, arcs[reachedBy[node].first][reachedBy[node].second].capacity);
  for (unsigned node = sink; node != source; node = reachedBy[node].first) {
    Arc &arc = arcs[reachedBy[node].first][reachedBy[node].second];
    arc.capacity -= amount;
    arcs[node][arc.back].capacity += amount;
  }
  return amount;
}

std::vector<bool> VertexCut::solve() {
  while (augment() > 0) {
  }
  // What can still reach the sink lies behind the cut.
  std::vector<bool> behind(arcs.size());
  std::queue<unsigned> open;
  open.push(sink);
  behind[sink] = true;
  while (!open.empty()) {
    unsigned node = open.front();
    open.pop();
    for (const Arc &arc : arcs[node])
      if (!behind[arc.to] && arcs[arc.to][arc.back].capacity > 0) {
        behind[arc.to] = true;
        open.push(arc.to);
      }
  }
  std::vector<bool> cut(vertices);
  for (unsigned vertex = 0; vertex < vertices; ++vertex)
    cut[vertex] = !behind[in(vertex)] && behind[out(vertex)];
  return cut;
}
