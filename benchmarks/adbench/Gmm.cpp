// The mixtures of Gaussians of ADBench.

#include "GmmByHand.h"

#ifndef __ADGEN__
#include "Gmm.grad.h"
#endif

#include "../Harness.h"

#include <memory>
#include <type_traits>

using namespace measured;

namespace {

struct Mixture {
  int d, k, n, m = 0;
  Numbers alphas, means, icf, x;
  Real gamma = 1;

  Mixture(const Options &options, const std::string &name, int dimension, int components, int points)
      : d(dimension), k(components), n(points) {
    std::ifstream file = options.file(name + ".txt");
    if (file.is_open())
      file >> d >> k >> n;
    alphas = numbers(k, -2, 2);
    means = numbers(k * d, 0, 1);
    icf = numbers(k * d * (d + 1) / 2, -1, 1);
    x = numbers(static_cast<size_t>(n) * d, -2, 2, 0.7);
    if (!file.is_open())
      return;
    for (Numbers *to : {&alphas, &means, &icf, &x})
      read(file, *to);
    file >> gamma >> m;
  }
};

template <class Gradient> std::function<void(Real *)> with(std::shared_ptr<Mixture> at, Gradient gradient) {
  return [=](Real *out) {
    gradient(at->d, at->k, at->n, at->alphas.data(), at->means.data(), at->icf.data(), at->x.data(),
             at->gamma, at->m, out, out + at->k, out + at->k + at->k * at->d);
  };
}

Problem problem(const Options &options, const std::string &name, int d, int k, int n) {
  auto at = std::make_shared<Mixture>(options, name, d, k, n);
  const Inputs inputs{&at->alphas, &at->means, &at->icf};
  return {name,
          1,
          [=](Real *out) {
            *out = gmm::logPosterior(at->d, at->k, at->n, at->alphas.data(), at->means.data(), at->icf.data(),
                                     at->x.data(), at->gamma, at->m);
          },
          inputs.size(),
          inputs,
          {{"adgen", with(at, [](auto... a) { gmm::logPosterior_grad(a...); })},
           {"by hand", with(at, gmm::logPosteriorByHand<int>)},
           {"fused", with(at, gmm::logPosteriorFused<int>)}}};
}

/// The same, with functions that know the dimension.
Problem problem10(const Options &options, const std::string &name, int k, int n) {
  auto at = std::make_shared<Mixture>(options, name, 10, k, n);
  Problem problem = ::problem(options, name, 10, k, n);
  problem.name += "_templated";
  problem.primal = [=](Real *out) {
    *out = gmm::logPosterior10(at->k, at->n, at->alphas.data(), at->means.data(), at->icf.data(),
                               at->x.data(), at->gamma, at->m);
  };
  const Inputs inputs{&at->alphas, &at->means, &at->icf};
  problem.entry = inputs;
  using Ten = std::integral_constant<int, 10>;
  problem.derivatives = {{"adgen", with(at, [](int, auto... a) { gmm::logPosterior10_grad(a...); })},
                         {"by hand", with(at, [](int, auto... a) { gmm::logPosteriorByHand(Ten(), a...); })},
                         {"fused", with(at, [](int, auto... a) { gmm::logPosteriorFused(Ten(), a...); })}};
  return problem;
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {problem(options, "gmm", 3, 4, 20), problem10(options, "gmm_d10", 4, 20)};
  return {problem(options, "gmm_1k_d2_K5", 2, 5, 1000), problem(options, "gmm_1k_d10_K25", 10, 25, 1000),
          problem10(options, "gmm_1k_d10_K25", 25, 1000), problem(options, "gmm_10k_d10_K25", 10, 25, 10'000),
          problem(options, "gmm_1k_d32_K50", 32, 50, 1000)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
