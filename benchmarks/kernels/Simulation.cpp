// Kernels of simulation and signal processing.

#include "SimulationByHand.h"

#ifndef __ADGEN__
#include "Simulation.grad.h"
#endif

#include "../Harness.h"
#include "Arrays.h"

using namespace measured;
using namespace measured::simulation;

namespace {

Problem diffusions(int n, int steps) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *out) { gradient(a[0].data(), n, steps, Real(0.2), Real(0.01), out); };
  };
  return problem(
      "diffusion", share(numbers(n * n, 0, 1)), 1,
      [=](In &a) { return diffusion(a[0].data(), n, steps, Real(0.2), Real(0.01)); },
      with([](auto... a) { diffusion_grad(a...); }), with(diffusionByHand));
}

template <class Primal, class Gradient, class ByHand>
Problem brusselators(const std::string &name, int steps, Primal primal, Gradient generated, ByHand byHand) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *out) {
      auto [d_a, d_b] = gradient(a[0][0], a[0][1], Real(0.01), steps);
      out[0] += d_a;
      out[1] += d_b;
    };
  };
  return problem(
      name, share(Numbers{1, Real(1.7)}), 1,
      [=](In &a) { return primal(a[0][0], a[0][1], Real(0.01), steps); }, with(generated), with(byHand));
}
Problem implicitBrusselators(int steps) {
  return brusselators(
      "brusselator_implicit", steps, [](auto... a) { return brusselator(a...); },
      [](auto... a) { return brusselator_grad(a...); }, brusselatorByHand);
}
Problem explicitBrusselators(int steps) {
  return brusselators(
      "brusselator_explicit", steps, [](auto... a) { return brusselatorExplicit(a...); },
      [](auto... a) { return brusselatorExplicit_grad(a...); }, brusselatorExplicitByHand);
}

Problem transforms(int n) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *out) { gradient(a[0].data(), a[1].data(), a[2].data(), n, out, out + n); };
  };
  return problem(
      "fft_" + std::to_string(n), share(numbers(n, -1, 1), numbers(n, -1, 1, 0.6), numbers(n, 0, 1)), 2,
      [=](In &a) { return spectralEnergy(a[0].data(), a[1].data(), a[2].data(), n); },
      with([](auto... a) { spectralEnergy_grad(a...); }), with(spectralEnergyByHand));
}

Problem filters(int n) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *out) {
      auto [d_process, d_noise] = gradient(a[0].data(), a[1][0], a[1][1], n, out);
      out[n] += d_process;
      out[n + 1] += d_noise;
    };
  };
  return problem(
      "kalman", share(numbers(n, -1, 1), Numbers{Real(0.1), Real(0.5)}), 2,
      [=](In &a) { return kalman(a[0].data(), a[1][0], a[1][1], n); },
      with([](auto... a) { return kalman_grad(a...); }), with(kalmanByHand));
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {diffusions(8, 5), implicitBrusselators(50), explicitBrusselators(50), transforms(16),
            filters(20)};
  return {diffusions(64, 100), implicitBrusselators(1000), explicitBrusselators(1000), transforms(4096),
          filters(10'000)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
