// Gradients of numerical loops against the functions themselves, in one run:
// every line is one problem, its counters
//   primal, by_hand, generated   best time of one call, in seconds
//   ratio, median                generated / primal: of the best times; the median over rounds
//   limit                        what the ratio is not to exceed
//   extra, extra_limit           the most memory that the gradient needed, in bytes
// The three take turns, because the machine's speed drifts. A gradient that is
// not the hand-written one is an error.

#include "NumericalByHand.h"

#ifndef __ADGEN__
#include "Numerical.grad.h"
#endif

#include "PeakMemory.h"

#include <benchmark/benchmark.h>
#include <chrono>
#include <functional>

using namespace measured;

namespace {

using Numbers = std::vector<double>;

Numbers numbers(int count, double low, double high) {
  Numbers result(count);
  double turn = 0.3, step = 0.4;
  for (double &number : result) {
    step += 0.618034;
    turn += step;
    turn -= std::floor(turn);
    number = low + (high - low) * turn;
  }
  return result;
}

/// One problem; the two gradients append what they found.
struct Problem {
  std::function<void()> primal;
  std::function<void(Numbers *)> generated, byHand;
  double limit;
  double extraLimit = 0; ///< Bytes; 0: not measured.
};

double seconds(const std::function<void()> &call, int calls) {
  auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i)
    call();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / calls;
}

bool isSame(const Numbers &found, const Numbers &expected) {
  double largest = 0;
  for (double number : expected)
    largest = std::max(largest, std::fabs(number));
  for (size_t i = 0; i < expected.size(); ++i)
    if (!(std::fabs(found[i] - expected[i]) <= 1e-10 * largest))
      return false;
  return found.size() == expected.size();
}

void compare(benchmark::State &state, const Problem &problem) {
  Numbers found, expected;
  if (problem.extraLimit > 0) {
    state.counters["extra"] = static_cast<double>(peakMemoryOf([&] { problem.generated(&found); }));
    state.counters["extra_limit"] = problem.extraLimit;
  } else
    problem.generated(&found);
  problem.byHand(&expected);
  if (!isSame(found, expected))
    return state.SkipWithError("the gradient is not the hand-written one");

  const int calls = std::max(1, static_cast<int>(2e-3 / seconds(problem.primal, 1)));
  Numbers primal, generated, byHand, ratios;
  for (auto _ : state)
    for (int round = 0; round < 21; ++round) {
      primal.push_back(seconds(problem.primal, calls));
      generated.push_back(seconds([&] { problem.generated(nullptr); }, calls));
      byHand.push_back(seconds([&] { problem.byHand(nullptr); }, calls));
      ratios.push_back(generated.back() / primal.back());
    }
  auto best = [](const Numbers &times) { return *std::min_element(times.begin(), times.end()); };
  std::nth_element(ratios.begin(), ratios.begin() + ratios.size() / 2, ratios.end());
  state.counters["primal"] = best(primal);
  state.counters["by_hand"] = best(byHand);
  state.counters["generated"] = best(generated);
  state.counters["ratio"] = best(generated) / best(primal);
  state.counters["median"] = ratios[ratios.size() / 2];
  state.counters["limit"] = problem.limit;
}

/// Calls a gradient with buffers that are at zero when its result is wanted. Otherwise it adds to what is
/// there: clearing is no part of it.
template <class Call> void into(Numbers *result, std::initializer_list<Numbers *> buffers, const Call &call) {
  if (result)
    for (Numbers *buffer : buffers)
      std::fill(buffer->begin(), buffer->end(), 0);
  call(result);
  if (result)
    for (Numbers *buffer : buffers)
      result->insert(result->end(), buffer->begin(), buffer->end());
}

void dotProduct4096(benchmark::State &state) {
  const int n = 4096;
  Numbers x = numbers(n, -1, 1), y = numbers(n, 0, 1), d_x(n), d_y(n);
  compare(state, {[&] { benchmark::DoNotOptimize(dotProduct(x.data(), y.data(), n)); },
                  [&](Numbers *out) {
                    into(out, {&d_x, &d_y},
                         [&](Numbers *) { dotProduct_grad(x.data(), y.data(), n, d_x.data(), d_y.data()); });
                    benchmark::ClobberMemory();
                  },
                  [&](Numbers *out) {
                    into(out, {&d_x, &d_y},
                         [&](Numbers *) { dotProductByHand(x.data(), y.data(), n, d_x.data(), d_y.data()); });
                    benchmark::ClobberMemory();
                  },
                  2.5});
}

void hornerDegree1000(benchmark::State &state) {
  const int n = 1001;
  Numbers c = numbers(n, -1, 1), d_c(n);
  auto with = [&](auto gradient) {
    return [&, gradient](Numbers *out) {
      into(out, {&d_c}, [&](Numbers *to) {
        double d_x = gradient(c.data(), n, 0.999, d_c.data());
        benchmark::DoNotOptimize(d_x);
        if (to)
          to->push_back(d_x);
      });
      benchmark::ClobberMemory();
    };
  };
  compare(state, {[&] { benchmark::DoNotOptimize(horner(c.data(), n, 0.999)); },
                  with([](auto... a) { return horner_grad(a...); }), with(hornerByHand), 3});
}

/// \tparam withCoefficient whether the gradient is also by k, and returned.
template <bool withCoefficient, class Generated, class ByHand>
void stencilWith(benchmark::State &state, Generated generated, ByHand byHand, double limit) {
  const int n = 512, steps = 1000;
  const Numbers start = numbers(n, -1, 1);
  Numbers u(n), d_u(n);
  auto with = [&](auto gradient) {
    return [&, gradient](Numbers *out) {
      u = start;
      into(out, {&d_u}, [&](Numbers *to) {
        if constexpr (withCoefficient) {
          double d_k = gradient(u.data(), n, steps, 0.2, d_u.data());
          benchmark::DoNotOptimize(d_k);
          if (to)
            to->push_back(d_k);
        } else
          gradient(u.data(), n, steps, 0.2, d_u.data());
      });
      std::fill(d_u.begin(), d_u.end(), 0); // they are seeds too, and would grow
    };
  };
  compare(state, {[&] {
                    u = start;
                    benchmark::DoNotOptimize(stencil(u.data(), n, steps, 0.2));
                  },
                  with(generated), with(byHand), limit});
}
void stencil512(benchmark::State &state) {
  stencilWith<false>(state, [](auto... a) { stencil_grad(a...); }, stencilByHand, 4);
}
void stencil512WithCoefficient(benchmark::State &state) {
  stencilWith<true>(state, [](auto... a) { return stencil_grad_uk(a...); }, stencilByHandWithCoefficient, 5);
}

template <class Primal, class Gradient>
void lorenzWith(benchmark::State &state, Primal primal, Gradient gradient, double limit, double extraLimit) {
  const int steps = 100'000;
  const double dt = 1e-4;
  const Numbers start = {1, 0.5, 20};
  Numbers d_start(3);
  auto with = [&](auto call) {
    return [&, call](Numbers *out) {
      into(out, {&d_start}, [&](Numbers *to) {
        auto [d_sigma, d_rho, d_beta] = call(start.data(), 10.0, 28.0, 8.0 / 3, dt, steps, d_start.data());
        benchmark::DoNotOptimize(d_sigma);
        if (to)
          *to = {d_sigma, d_rho, d_beta};
      });
    };
  };
  compare(state, {[&] { benchmark::DoNotOptimize(primal(start.data(), 10.0, 28.0, 8.0 / 3, dt, steps)); },
                  with(gradient), with(lorenzByHand), limit, extraLimit});
}
// Three times the states; with 100 snapshots, one percent of that.
constexpr double StateBytes = 3.0 * 3 * sizeof(double) * 100'000;
void lorenz100000(benchmark::State &state) {
  lorenzWith(
      state, [](auto... a) { return lorenz(a...); }, [](auto... a) { return lorenz_grad(a...); }, 4,
      StateBytes);
}
void lorenzCheckpoint100(benchmark::State &state) {
  lorenzWith(
      state, [](auto... a) { return lorenzCheckpointed(a...); },
      [](auto... a) { return lorenzCheckpointed_grad(a...); }, 12, StateBytes / 100);
}

void cholesky200(benchmark::State &state) {
  const int n = 200;
  Numbers matrix = numbers(n * n, -1, 1), a(n * n), d_a(n * n);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j)
      matrix[j * n + i] = matrix[i * n + j];
    matrix[i * n + i] = n;
  }
  auto with = [&](auto gradient) {
    return [&, gradient](Numbers *out) {
      a = matrix;
      into(out, {&d_a}, [&](Numbers *) { gradient(a.data(), n, d_a.data()); });
      std::fill(d_a.begin(), d_a.end(), 0); // they are seeds too, and would grow
    };
  };
  compare(state, {[&] {
                    a = matrix;
                    benchmark::DoNotOptimize(choleskyLogDeterminant(a.data(), n));
                  },
                  with([](auto... a) { choleskyLogDeterminant_grad(a...); }),
                  with(choleskyLogDeterminantByHand), 5});
}

void bodies100(benchmark::State &state) {
  const int n = 100;
  Numbers position = numbers(3 * n, -1, 1), mass = numbers(n, 1, 2), d_position(3 * n), d_mass(n);
  auto with = [&](auto gradient) {
    return [&, gradient](Numbers *out) {
      into(out, {&d_position, &d_mass},
           [&](Numbers *) { gradient(position.data(), mass.data(), n, d_position.data(), d_mass.data()); });
      benchmark::ClobberMemory();
    };
  };
  compare(state, {[&] { benchmark::DoNotOptimize(bodyEnergy(position.data(), mass.data(), n)); },
                  with([](auto... a) { bodyEnergy_grad(a...); }), with(bodyEnergyByHand), 3});
}

BENCHMARK(dotProduct4096)->Iterations(1);
BENCHMARK(hornerDegree1000)->Iterations(1);
BENCHMARK(stencil512)->Iterations(1);
BENCHMARK(stencil512WithCoefficient)->Iterations(1);
BENCHMARK(lorenz100000)->Iterations(1);
BENCHMARK(lorenzCheckpoint100)->Iterations(1);
BENCHMARK(cholesky200)->Iterations(1);
BENCHMARK(bodies100)->Iterations(1);

} // namespace
