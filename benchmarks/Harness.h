// The frame of all benchmarks. Each program describes its problems; the frame checks the derivatives,
// measures the memory that they need, and gives every variant to Google Benchmark under the name
// problem/variant.
//   --data=DIR   ADBench's files instead of the same shapes from a seed
//   --check      small sizes, and nothing but the checks
#pragma once

#include "PeakMemory.h"
#include "Real.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace measured {

using Numbers = std::vector<Real>;

/// The same numbers on every machine.
inline Numbers numbers(size_t count, Real low, Real high, double turn = 0.3) {
  Numbers result(count);
  double step = 0.4;
  for (Real &number : result) {
    step += 0.618034;
    turn += step;
    turn -= std::floor(turn);
    number = low + (high - low) * static_cast<Real>(turn);
  }
  return result;
}

/// Which input and which output of the primal an entry of the derivative belongs to.
struct Entry {
  Real *input;
  size_t output;
};

struct Derivative {
  std::string name;
  std::function<void(Real *)> call; ///< Writes the entries, or adds to them.
};

struct Problem {
  std::string name;
  size_t outputs;
  std::function<void(Real *)> primal;
  size_t entries;
  std::function<Entry(size_t)> entry;
  std::vector<Derivative> derivatives; ///< The first is adgen's, the second the reference.
};

/// The entries of a gradient by arrays, one after the other.
class Inputs {
  std::vector<Real *> each;

public:
  Inputs(std::initializer_list<Numbers *> arrays) {
    for (Numbers *array : arrays)
      for (Real &number : *array)
        each.push_back(&number);
  }
  size_t size() const { return each.size(); }
  Entry operator()(size_t i) const { return {each[i], 0}; }
};

struct Options {
  std::string data;
  bool check = false;

  /// A file of ADBench's; without --data it is not there.
  std::ifstream file(const std::string &name) const {
    std::ifstream file;
    if (!data.empty()) {
      file.open(data + "/" + name);
      if (!file)
        std::fprintf(stderr, "%s/%s is missing: its shape is filled from a seed\n", data.c_str(),
                     name.c_str());
    }
    return file;
  }
};

inline void read(std::istream &from, Numbers &to) {
  for (Real &number : to)
    from >> number;
}

inline Real largestOf(const Numbers &numbers) {
  Real largest = 0;
  for (Real number : numbers)
    largest = std::max(largest, std::fabs(number));
  return largest;
}

/// Whether all derivatives are the reference, and the reference is what differences of the primal say.
inline bool isRight(const Problem &problem, std::vector<long> &extraBytes) {
  const bool isDouble = sizeof(Real) == sizeof(double);
  const Real relative = isDouble ? Real(1e-10) : Real(2e-3);
  std::vector<Numbers> found;
  for (const Derivative &derivative : problem.derivatives) {
    Numbers result(problem.entries);
    derivative.call(result.data()); // code and tables are in memory from here on
    std::fill(result.begin(), result.end(), Real(0));
    extraBytes.push_back(peakMemoryOf([&] { derivative.call(result.data()); }));
    found.push_back(std::move(result));
  }
  const Numbers &reference = found[1];
  const Real largest = largestOf(reference);
  bool isRight = largest > 0;
  for (size_t i = 0; i < found.size(); ++i) {
    for (size_t entry = 0; entry < problem.entries; ++entry) {
      if (std::fabs(found[i][entry] - reference[entry]) <= relative * largest)
        continue;
      std::fprintf(stderr, "%s: entry %zu is %.12g, by %s %.12g\n", problem.name.c_str(), entry,
                   static_cast<double>(reference[entry]), problem.derivatives[i].name.c_str(),
                   static_cast<double>(found[i][entry]));
      isRight = false;
      break;
    }
  }
  Numbers before(problem.outputs), after(problem.outputs);
  const size_t step = isDouble ? problem.entries / 64 + 1 : problem.entries;
  for (size_t entry = 0; entry < problem.entries && isDouble; entry += step) {
    const Entry at = problem.entry(entry);
    const Real input = *at.input, by = Real(1e-5) * std::max(std::fabs(input), Real(0.1));
    *at.input = input - by;
    problem.primal(before.data());
    *at.input = input + by;
    problem.primal(after.data());
    *at.input = input;
    const Real difference = (after[at.output] - before[at.output]) / (2 * by);
    // What the subtraction loses, and the second derivative's share.
    const Real tolerance = Real(1e-15) * std::fabs(after[at.output]) / by * 10 + Real(1e-6) * largest;
    if (std::fabs(difference - reference[entry]) <= tolerance)
      continue;
    std::fprintf(stderr, "%s: entry %zu is %.12g, by differences %.12g\n", problem.name.c_str(), entry,
                 static_cast<double>(reference[entry]), static_cast<double>(difference));
    isRight = false;
  }
  return isRight;
}

inline void measure(const std::string &name, const std::function<void(Real *)> &call, size_t entries,
                    long extraBytes) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State &state) {
    Numbers result(entries);
    for (auto _ : state) {
      call(result.data());
      benchmark::ClobberMemory();
    }
    state.counters["extra"] = static_cast<double>(extraBytes);
  });
}

/// A program's main function. \param problems what the options ask for.
inline int run(int argc, char **argv, std::vector<Problem> (*problems)(const Options &)) {
  Options options;
  char **end = std::remove_if(argv + 1, argv + argc, [&](const char *argument) {
    if (std::strncmp(argument, "--data=", 7) == 0)
      return options.data = argument + 7, true;
    return std::strcmp(argument, "--check") == 0 && (options.check = true);
  });
  *end = nullptr;
  argc = static_cast<int>(end - argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;

  bool areRight = true;
  const std::vector<Problem> all = problems(options);
  for (const Problem &problem : all) {
    std::vector<long> extraBytes;
    areRight = isRight(problem, extraBytes) && areRight;
    measure(problem.name + "/primal", problem.primal, problem.outputs, 0);
    for (size_t i = 0; i < problem.derivatives.size(); ++i) {
      const Derivative &derivative = problem.derivatives[i];
      measure(problem.name + "/" + derivative.name, derivative.call, problem.entries, extraBytes[i]);
    }
  }
  if (!areRight)
    return 1;
  if (!options.check)
    benchmark::RunSpecifiedBenchmarks();
  return 0;
}

} // namespace measured
