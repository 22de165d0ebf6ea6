// Kernels of statistics, finance and machine learning.

#include "LearningByHand.h"

#ifndef __ADGEN__
#include "Learning.grad.h"
#endif

#include "../Harness.h"
#include "Arrays.h"

using namespace measured;
using namespace measured::learning;

namespace {

Problem logSumExps(int n) {
  return problem(
      "log_sum_exp", share(numbers(n, -3, 3)), 1, [=](In &a) { return logSumExp(a[0].data(), n); },
      [=](In &a, Real *out) { logSumExp_grad(a[0].data(), n, out); },
      [=](In &a, Real *out) { logSumExpByHand(a[0].data(), n, out); });
}

Problem portfolios(int n) {
  auto with = [n](auto gradient) {
    return [=](In &a, Real *out) {
      out[4 * n] += gradient(a[0].data(), a[1].data(), a[2].data(), a[3].data(), a[4][0], n, out, out + n,
                             out + 2 * n, out + 3 * n);
    };
  };
  return problem(
      "black_scholes",
      share(numbers(n, 80, 120), numbers(n, 80, 120, 0.6), numbers(n, Real(0.1), Real(0.4)),
            numbers(n, Real(0.2), 2, 0.1), Numbers{Real(0.03)}),
      5, [=](In &a) { return portfolio(a[0].data(), a[1].data(), a[2].data(), a[3].data(), a[4][0], n); },
      with([](auto... a) { return portfolio_grad(a...); }), with(portfolioByHand));
}

Problem attentions(int n, int d) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *out) {
      gradient(a[0].data(), a[1].data(), a[2].data(), n, d, out, out + n * d, out + 2 * n * d);
    };
  };
  return problem(
      "attention", share(numbers(n * d, -1, 1), numbers(n * d, -1, 1, 0.6), numbers(n * d, -1, 1, 0.1)), 3,
      [=](In &a) { return attention(a[0].data(), a[1].data(), a[2].data(), n, d); },
      with([](auto... a) { attention_grad(a...); }), with(attentionByHand));
}

Problem networks(int count, int in, int hidden, int out) {
  auto with = [=](auto gradient) {
    return [=](In &a, Real *to) {
      Real *d_b1 = to + hidden * in, *d_w2 = d_b1 + hidden, *d_b2 = d_w2 + out * hidden;
      gradient(a[4].data(), a[5].data(), a[0].data(), a[1].data(), a[2].data(), a[3].data(), count, in,
               hidden, out, to, d_b1, d_w2, d_b2);
    };
  };
  const Real small = Real(0.3);
  return problem(
      "network",
      share(numbers(hidden * in, -small, small), numbers(hidden, -small, small),
            numbers(out * hidden, -small, small), numbers(out, -small, small), numbers(count * in, -1, 1),
            numbers(count * out, -1, 1)),
      4,
      [=](In &a) {
        return network(a[4].data(), a[5].data(), a[0].data(), a[1].data(), a[2].data(), a[3].data(), count,
                       in, hidden, out);
      },
      with([](auto... a) { network_grad(a...); }), with(networkByHand));
}

std::vector<Problem> problems(const Options &options) {
  if (options.check)
    return {logSumExps(10), portfolios(10), attentions(6, 4), networks(3, 5, 4, 2)};
  return {logSumExps(10'000), portfolios(10'000), attentions(64, 32), networks(32, 64, 64, 10)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
