// Calls functions from 8 threads at once, and compares with what they give one thread alone.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
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

constexpr int Threads = 8, Inputs = 8, Rounds = 12;

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

inline int run() {
  const std::vector<Function> &all = functions();
  std::vector<std::vector<Numbers>> expected;
  for (const Function &function : all) {
    expected.emplace_back();
    for (int input = 0; input < Inputs; ++input)
      expected.back().push_back(function.call(input));
    // Inputs that all give the same would not show that one thread has got another's result.
    for (int input = 1; input < Inputs; ++input)
      if (expected.back()[0].empty() || expected.back()[static_cast<std::size_t>(input)] == expected.back()[0])
        return std::printf("%s: the inputs are not different\n", function.name), 1;
  }
  std::atomic<int> wrong{0};
  inThreads([&](int thread) {
    for (int round = 0; round < Rounds; ++round)
      for (std::size_t i = 0; i < all.size(); ++i) {
        // In every other round all call the same function at the same time, or nearly so.
        const std::size_t which = round % 2 ? i : (i * 5 + static_cast<std::size_t>(thread)) % all.size();
        const auto input = static_cast<std::size_t>((thread + round) % Inputs);
        const Numbers found = all[which].call(static_cast<int>(input));
        const Numbers &alone = expected[which][input];
        if (found.size() != alone.size() || std::memcmp(found.data(), alone.data(), found.size() * sizeof(double)) != 0)
          if (wrong++ < 10)
            std::printf("%s: thread %d gets something else\n", all[which].name, thread);
      }
  });
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
