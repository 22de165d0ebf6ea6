// The elementwise functions of one operand.

#include "Kernel.h"

#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/VectorMath.h"

using namespace adgen;

namespace {

template <class T, class... Extra>
BasicTensor<T> run(void (*span)(const T *, T *, int64_t, Extra...), BasicTensor<T> x, Extra... extra) {
  if (x.unique()) {
    T *data = x.mutable_data();
    span(data, data, x.size(), extra...);
    return x;
  }
  auto result = BasicTensor<T>::uninitialized(x.shape());
  span(std::as_const(x).data(), result.mutable_data(), x.size(), extra...);
  return result;
}

} // namespace

#define ADGEN_UNARY_KERNEL(NAME, T, EXPRESSION)                                                              \
  ADGEN_CLONES static void NAME##Span(const T *in, T *out, int64_t n) {                                      \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      T x = in[i];                                                                                           \
      out[i] = static_cast<T>(EXPRESSION);                                                                   \
    }                                                                                                        \
  }                                                                                                          \
  template <> BasicTensor<T> adgen::NAME(BasicTensor<T> x) { return run<T>(NAME##Span, std::move(x)); }

#define ADGEN_UNARY(NAME, EXPRESSION)                                                                        \
  ADGEN_UNARY_KERNEL(NAME, float, EXPRESSION)                                                                \
  ADGEN_UNARY_KERNEL(NAME, double, EXPRESSION)

#define ADGEN_UNARY_ANY(NAME, EXPRESSION)                                                                    \
  ADGEN_UNARY(NAME, EXPRESSION)                                                                              \
  ADGEN_UNARY_KERNEL(NAME, int64_t, EXPRESSION)                                                              \
  ADGEN_UNARY_KERNEL(NAME, int32_t, EXPRESSION)

#define ADGEN_UNARY_PARAMETER_KERNEL(NAME, T, PARAMETER, EXPRESSION)                                         \
  ADGEN_CLONES static void NAME##Span(const T *in, T *out, int64_t n, T PARAMETER) {                         \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      T x = in[i];                                                                                           \
      out[i] = static_cast<T>(EXPRESSION);                                                                   \
    }                                                                                                        \
  }                                                                                                          \
  template <> BasicTensor<T> adgen::NAME(BasicTensor<T> x, T PARAMETER) {                                    \
    return run<T, T>(NAME##Span, std::move(x), PARAMETER);                                                   \
  }

#define ADGEN_UNARY_PARAMETER(NAME, PARAMETER, EXPRESSION)                                                   \
  ADGEN_UNARY_PARAMETER_KERNEL(NAME, float, PARAMETER, EXPRESSION)                                           \
  ADGEN_UNARY_PARAMETER_KERNEL(NAME, double, PARAMETER, EXPRESSION)

ADGEN_UNARY(exp, vmath::exp(x))
ADGEN_UNARY(expm1, vmath::expm1(x))
ADGEN_UNARY(log, vmath::log(x))
ADGEN_UNARY(log1p, vmath::log1p(x))
ADGEN_UNARY(sqrt, std::sqrt(x))
ADGEN_UNARY(rsqrt, 1 / std::sqrt(x))
ADGEN_UNARY(reciprocal, 1 / x)
ADGEN_UNARY(tanh, vmath::tanh(x))
ADGEN_UNARY(sigmoid, vmath::sigmoid(x))
ADGEN_UNARY(softplus, vmath::softplus(x))
ADGEN_UNARY(silu, x *vmath::sigmoid(x))
ADGEN_UNARY(sin, vmath::sin(x))
ADGEN_UNARY(cos, vmath::cos(x))
ADGEN_UNARY(erf, vmath::erf(x))
ADGEN_UNARY(floor, std::floor(x))
ADGEN_UNARY_PARAMETER(elu, alpha, x > 0 ? x : alpha * vmath::expm1(x))
ADGEN_UNARY_PARAMETER(leaky_relu, slope, x > 0 ? x : slope * x)

ADGEN_UNARY_ANY(neg, -x)
ADGEN_UNARY_ANY(abs, x < 0 ? -x : x + 0) // + 0 turns -0 into 0
ADGEN_UNARY_ANY(square, x *x)
ADGEN_UNARY_ANY(sign, adgen::sign(x))
ADGEN_UNARY_ANY(relu, adgen::relu(x))

namespace {

// erfc keeps the digits that 1 + erf loses for negative x.
#define ADGEN_GELU_KERNEL(T)                                                                                 \
  ADGEN_CLONES void geluErf(const T *in, T *out, int64_t n) {                                                \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) out[i] =                                          \
        in[i] / 2 * vmath::erfc(in[i] * T(-0.70710678118654752440));                                         \
  }                                                                                                          \
  ADGEN_CLONES void geluTanh(const T *in, T *out, int64_t n) {                                               \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      T x = in[i];                                                                                           \
      out[i] = x / 2 * (1 + vmath::tanh(T(0.79788456080286535588) * (x + T(0.044715) * x * x * x)));         \
    }                                                                                                        \
  }
ADGEN_GELU_KERNEL(float)
ADGEN_GELU_KERNEL(double)

} // namespace

template <class T, class> BasicTensor<T> adgen::gelu(BasicTensor<T> x, bool approximate) {
  return approximate ? run<T>(geluTanh, std::move(x)) : run<T>(geluErf, std::move(x));
}
template BasicTensor<float> adgen::gelu(BasicTensor<float>, bool);
template BasicTensor<double> adgen::gelu(BasicTensor<double>, bool);

TensorB adgen::logical_not(TensorB x) {
  return map([](bool b) { return !b; }, std::move(x));
}
