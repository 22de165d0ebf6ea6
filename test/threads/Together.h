// Calls functions from 8 threads at once, and compares with what they give one thread alone.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdio>
#include <thread>
#include <vector>

namespace together {

using Numbers = std::vector<double>;
struct Function {
  const char *name;
  Numbers (*call)(int input);
};
inline std::vector<Function> &functions() {
  static std::vector<Function> all;
  return all;
}
inline bool add(const char *name, Numbers (*call)(int)) {
  functions().push_back({name, call});
  return true;
}

constexpr int Threads = 8, Inputs = 8, Rounds = 40;

/// Calls all functions on all inputs, each thread in an order of its own, but beginning at the same time.
template <class Call> void inThreads(const Call &call) {
  std::atomic<int> waiting{Threads};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < Threads; ++thread)
    threads.emplace_back([&, thread] {
      --waiting;
      while (waiting)
        std::this_thread::yield();
      call(thread);
    });
  for (std::thread &thread : threads)
    thread.join();
}

/// What each thread gets of each function on each input; first, so that the first calls of all meet as well.
inline int run() {
  const std::vector<Function> &all = functions();
  using Table = std::vector<std::vector<Numbers>>; // by function, then by input
  std::atomic<int> changed{0};
  std::vector<Table> found(Threads, Table(all.size(), std::vector<Numbers>(Inputs)));
  inThreads([&](int thread) {
    for (int round = 0; round < Rounds; ++round)
      for (std::size_t i = 0; i < all.size(); ++i) {
        // In every other round all call the same function at the same time, or nearly so.
        const std::size_t which = round % 2 ? i : (i * 5 + static_cast<std::size_t>(thread)) % all.size();
        const int input = (thread + round) % Inputs;
        Numbers &first = found[static_cast<std::size_t>(thread)][which][static_cast<std::size_t>(input)];
        Numbers numbers = all[which].call(input);
        if (first.empty())
          first = numbers;
        if (first != numbers && changed++ < 10)
          std::printf("%s: thread %d gets something else the next time\n", all[which].name, thread);
      }
  });
  int wrong = changed;
  for (std::size_t which = 0; which < all.size(); ++which) {
    std::vector<Numbers> alone;
    for (std::size_t input = 0; input < Inputs; ++input) {
      alone.push_back(all[which].call(static_cast<int>(input)));
      for (const Table &table : found)
        if (table[which][input] != alone[input] && wrong++ < 10)
          std::printf("%s: a thread gets something else than one thread alone\n", all[which].name);
    }
    // Inputs that all give the same would not show that one thread has got another's result.
    for (std::size_t input = 1; input < Inputs; ++input)
      if (alone[0].empty() || alone[input] == alone[0])
        return std::printf("%s: the inputs are not different\n", all[which].name), 1;
  }
  return wrong != 0;
}

/// What ThreadSanitizer must not miss.
inline int shared() {
  static double last[4];
  std::vector<double> sums(Threads);
  inThreads([&](int thread) {
    for (int i = 0; i < 1000; ++i) {
      last[i % 4] = std::sin(last[(i + 1) % 4] + thread);
      sums[static_cast<std::size_t>(thread)] += last[i % 4];
    }
  });
  return sums[0] == 0.5;
}

} // namespace together
