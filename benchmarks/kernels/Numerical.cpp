// Small numerical kernels.

#include "NumericalByHand.h"

#ifndef __ADGEN__
#include "Numerical.grad.h"
#endif

#include "../Harness.h"

#include <memory>

using namespace measured;
using namespace measured::numerical;

namespace {

template <class... Arrays> auto share(Arrays... arrays) {
  return std::make_tuple(std::make_shared<Numbers>(std::move(arrays))...);
}

Problem dotProducts(int n) {
  auto [x, y] = share(numbers(n, -1, 1), numbers(n, 0, 1));
  const Inputs inputs{&*x, &*y};
  auto with = [x = x, y = y, n](auto gradient) {
    return [=](Real *out) { gradient(x->data(), y->data(), n, out, out + n); };
  };
  return {"dot_" + std::to_string(n),
          1,
          [x = x, y = y, n](Real *out) { *out = dotProduct(x->data(), y->data(), n); },
          inputs.size(),
          inputs,
          {{"adgen", with([](auto... a) { dotProduct_grad(a...); })}, {"by hand", with(dotProductByHand)}}};
}

Problem horners(int n) {
  auto [c, x] = share(numbers(n, -1, 1), Numbers{Real(0.999)});
  const Inputs inputs{&*c, &*x};
  auto with = [c = c, x = x, n](auto gradient) {
    return [=](Real *out) { out[n] += gradient(c->data(), n, x->front(), out); };
  };
  return {"horner_" + std::to_string(n - 1),
          1,
          [c = c, x = x, n](Real *out) { *out = horner(c->data(), n, x->front()); },
          inputs.size(),
          inputs,
          {{"adgen", with([](auto... a) { return horner_grad(a...); })}, {"by hand", with(hornerByHand)}}};
}

/// Functions that overwrite their array get a fresh copy of it, and their buffers are seeds: they start at
/// zero.
template <class Function>
std::function<void(Real *)> onCopy(std::shared_ptr<Numbers> start, const Function &function) {
  auto copy = std::make_shared<Numbers>(*start);
  return [=](Real *out) {
    std::copy(start->begin(), start->end(), copy->begin());
    function(copy->data(), out);
  };
}
template <class Function>
std::function<void(Real *)> seededOnCopy(std::shared_ptr<Numbers> start, const Function &function) {
  return onCopy(start, [=](Real *array, Real *out) {
    std::fill(out, out + start->size(), Real(0));
    function(array, out);
  });
}

/// The derivatives by a, x and y of one element in the middle: what that is takes the same time for every
/// cotangent.
Problem axpys(int n) {
  auto [a, x, y] = share(Numbers{Real(0.7)}, numbers(n, -1, 1), numbers(n, 0, 1));
  const Inputs inputs{&*a, &*x, &*y};
  auto with = [a = a, x = x, y = y, n](auto gradient) {
    return onCopy(y, [=](Real *array, Real *out) {
      std::fill(out + 1 + n, out + 1 + 2 * n, Real(0));
      out[1 + n + n / 2] = 1;
      out[0] += gradient(a->front(), x->data(), array, n, out + 1, out + 1 + n);
    });
  };
  return {"axpy_" + std::to_string(n),
          1,
          onCopy(y,
                 [a = a, x = x, n](Real *array, Real *out) {
                   axpy(a->front(), x->data(), array, n);
                   *out = array[n / 2];
                 }),
          inputs.size(),
          inputs,
          {{"adgen", with([](auto... v) { return axpy_grad(v...); })}, {"by hand", with(axpyByHand)}}};
}

/// \param byCoefficient whether the gradient is also by k: then every state is needed.
Problem stencils(int n, int steps, bool byCoefficient) {
  auto [u, k] = share(numbers(n, -1, 1), Numbers{Real(0.2)});
  const auto at = k;
  const Inputs inputs = byCoefficient ? Inputs{&*u, &*k} : Inputs{&*u};
  auto byState = [=](auto gradient) {
    return [=](Real *array, Real *out) { gradient(array, n, steps, at->front(), out); };
  };
  auto byBoth = [=](auto gradient) {
    return [=](Real *array, Real *out) { out[n] = gradient(array, n, steps, at->front(), out); };
  };
  std::vector<Derivative> derivatives;
  if (byCoefficient)
    derivatives = {{"adgen", seededOnCopy(u, byBoth([](auto... a) { return stencil_grad_uk(a...); }))},
                   {"by hand", seededOnCopy(u, byBoth(stencilByHandWithCoefficient))}};
  else
    derivatives = {{"adgen", seededOnCopy(u, byState([](auto... a) { stencil_grad(a...); }))},
                   {"by hand", seededOnCopy(u, byState(stencilByHand))}};
  return {byCoefficient ? "stencil_by_coefficient" : "stencil",
          1,
          onCopy(u, [=](Real *array, Real *out) { *out = stencil(array, n, steps, at->front()); }),
          inputs.size(),
          inputs,
          derivatives};
}

/// Before the chaos: differences have to work too.
constexpr Real TimeStep = Real(1e-5);

template <class Primal, class Gradient>
Problem lorenzes(const std::string &name, int steps, Primal primal, Gradient gradient) {
  auto [start, parameters] = share(Numbers{1, Real(0.5), 20}, Numbers{10, 28, Real(8) / 3});
  const Inputs inputs{&*start, &*parameters};
  auto with = [start = start, parameters = parameters, steps](auto call) {
    return [=](Real *out) {
      const Real *p = parameters->data();
      auto [d_sigma, d_rho, d_beta] = call(start->data(), p[0], p[1], p[2], TimeStep, steps, out);
      out[3] += d_sigma;
      out[4] += d_rho;
      out[5] += d_beta;
    };
  };
  return {name,
          1,
          [start = start, parameters = parameters, steps, primal](Real *out) {
            const Real *p = parameters->data();
            *out = primal(start->data(), p[0], p[1], p[2], TimeStep, steps);
          },
          inputs.size(),
          inputs,
          {{"adgen", with(gradient)}, {"by hand", with(lorenzByHand)}}};
}

Problem choleskies(int n) {
  auto [matrix] = share(numbers(n * n, -1, 1));
  for (int i = 0; i < n; ++i)
    (*matrix)[i * n + i] = Real(n);
  const Inputs inputs{&*matrix};
  auto with = [n](auto gradient) { return [=](Real *array, Real *out) { gradient(array, n, out); }; };
  return {"cholesky_" + std::to_string(n),
          1,
          onCopy(matrix, [=](Real *array, Real *out) { *out = choleskyLogDeterminant(array, n); }),
          inputs.size(),
          inputs,
          {{"adgen", seededOnCopy(matrix, with([](auto... a) { choleskyLogDeterminant_grad(a...); }))},
           {"by hand", seededOnCopy(matrix, with(choleskyLogDeterminantByHand))}}};
}

Problem bodies(int n) {
  auto [position, mass] = share(numbers(3 * n, -1, 1), numbers(n, 1, 2));
  const Inputs inputs{&*position, &*mass};
  auto with = [position = position, mass = mass, n](auto gradient) {
    return [=](Real *out) { gradient(position->data(), mass->data(), n, out, out + 3 * n); };
  };
  return {"bodies_" + std::to_string(n),
          1,
          [position = position, mass = mass, n](Real *out) {
            *out = bodyEnergy(position->data(), mass->data(), n);
          },
          inputs.size(),
          inputs,
          {{"adgen", with([](auto... a) { bodyEnergy_grad(a...); })}, {"by hand", with(bodyEnergyByHand)}}};
}

std::vector<Problem> problems(const Options &options) {
  const bool small = options.check;
  const int steps = small ? 1001 : 100'000;
  return {dotProducts(small ? 10 : 4096),
          axpys(small ? 10 : 4096),
          horners(small ? 10 : 1001),
          stencils(small ? 20 : 512, small ? 7 : 1000, false),
          stencils(small ? 20 : 512, small ? 7 : 1000, true),
          lorenzes(
              "lorenz", steps, [](auto... a) { return lorenz(a...); },
              [](auto... a) { return lorenz_grad(a...); }),
          lorenzes(
              "lorenz_checkpoint100", steps, [](auto... a) { return lorenzCheckpointed(a...); },
              [](auto... a) { return lorenzCheckpointed_grad(a...); }),
          choleskies(small ? 10 : 200),
          bodies(small ? 8 : 100)};
}

} // namespace

int main(int argc, char **argv) { return run(argc, argv, problems); }
