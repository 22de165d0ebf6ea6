// The cheapest set of vertices that separates sources from sinks.
#pragma once

#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <vector>

namespace adgen {

/// A directed graph whose vertices have a price.
class VertexCut {
public:
  unsigned addVertex(uint64_t price);
  void addEdge(unsigned from, unsigned to);
  void markSource(unsigned vertex);
  void markSink(unsigned vertex);

  /// Of all sets of the least total price that meet every path from a source to
  /// a sink (both ends included), the one nearest to the sinks: by the theorem of
  /// max-flow and min-cut (Ford and Fulkerson 1956).
  std::vector<bool> solve();

private:
  struct Arc {
    unsigned to;
    uint64_t capacity;
    unsigned back; ///< The arc the other way, among those of `to`.
  };
  void addArc(unsigned from, unsigned to, uint64_t capacity);
  uint64_t augment();

  // Vertex v is two nodes, 2 + 2v (in) and 3 + 2v (out), with an arc of its price between.
  static constexpr unsigned source = 0, sink = 1;
  static unsigned in(unsigned vertex) { return 2 + 2 * vertex; }
  static unsigned out(unsigned vertex) { return 3 + 2 * vertex; }
  std::vector<llvm::SmallVector<Arc, 4>> arcs = std::vector<llvm::SmallVector<Arc, 4>>(2);
  unsigned vertices = 0;
};

} // namespace adgen
