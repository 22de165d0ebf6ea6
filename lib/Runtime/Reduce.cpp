// The reductions themselves; their adjoints are in ReduceAdjoints.cpp.

#include "adgen/runtime/Reduce.h"
#include "Kernel.h"
#include "ReduceKernels.h"
#include "ReduceWalk.h"
#include "adgen/runtime/Creation.h"
#include "adgen/runtime/Elementwise.h"

using namespace adgen;

Shape detail::reducedShape(const char *op, const Shape &shape, const Axes &axes, bool keepdims) {
  unsigned mask = axisMask(op, axes, shape);
  Shape result;
  for (int i = 0; i < shape.size(); ++i)
    if (!(mask >> i & 1))
      result.push_back(shape[i]);
    else if (keepdims)
      result.push_back(1);
  return result;
}

namespace {

enum class Term { Value, Square };

/// The total of terms divided by \p divisor, all in double precision.
template <Term TermKind, class T>
BasicTensor<T> total(const char *op, const BasicTensor<T> &x, const Axes &axes, bool keepdims,
                     double divisor = 1) {
  ReduceWalk walk(x.shape(), detail::axisMask(op, axes, x.shape()));
  auto result = BasicTensor<T>::uninitialized(detail::reducedShape(op, x.shape(), axes, keepdims));
  T *out = result.mutable_data();
  auto rowTotal = [](const T *p, int64_t n) {
    if constexpr (TermKind == Term::Square)
      return kernels::sumSquares(p, n);
    else
      return detail::sumSpan(p, n);
  };
  // One run of elements per result: no accumulators needed.
  if (walk.lastReduced && walk.rank <= 2 && !walk.nothing) {
    walk.run(
        x.data(),
        [&](int64_t o, const T *p, int64_t n) { out[o] = static_cast<T>(rowTotal(p, n) / divisor); },
        [](int64_t, const T *, int64_t) {});
    return result;
  }
  auto sums = zeros<double>(result.shape());
  double *s = sums.mutable_data();
  if constexpr (std::is_same_v<T, float>) {
    walk.run(
        x.data(), [&](int64_t o, const T *p, int64_t n) { s[o] += rowTotal(p, n); },
        [&](int64_t o, const T *p, int64_t n) {
          if constexpr (TermKind == Term::Square)
            kernels::addSquareColumns(p, s + o, n);
          else
            kernels::addColumns(p, s + o, n);
        });
  } else {
    auto lost = zeros<double>(result.shape());
    double *l = lost.mutable_data();
    walk.run(
        x.data(),
        [&](int64_t o, const T *p, int64_t n) {
          double v = rowTotal(p, n);
          kernels::addColumns(&v, s + o, l + o, 1);
        },
        [&](int64_t o, const T *p, int64_t n) {
          if constexpr (TermKind == Term::Square)
            kernels::addSquareColumns(p, s + o, l + o, n);
          else
            kernels::addColumns(p, s + o, l + o, n);
        });
    // The corrections of an infinite total are NaN and mean nothing.
    for (int64_t i = 0; i < sums.size(); ++i)
      s[i] += std::isfinite(s[i]) ? l[i] : 0;
  }
  for (int64_t i = 0; i < result.size(); ++i)
    out[i] = static_cast<T>(s[i] / divisor);
  return result;
}

/// A reduction that folds elements into the result one by one.
template <class T, class Row, class Fold>
BasicTensor<T> fold(const char *op, const BasicTensor<T> &x, const Axes &axes, bool keepdims, T start,
                    const Row &row, const Fold &combine) {
  ReduceWalk walk(x.shape(), detail::axisMask(op, axes, x.shape()));
  auto result = full<T>(detail::reducedShape(op, x.shape(), axes, keepdims), start);
  T *out = result.mutable_data();
  walk.run(
      x.data(), [&](int64_t o, const T *p, int64_t n) { out[o] = row(p, n, out[o]); },
      [&](int64_t o, const T *p, int64_t n) {
        T *to = out + o;
        ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) to[i] = combine(to[i], p[i]);
      });
  return result;
}

template <class T> void refuseNothing(const char *op, const BasicTensor<T> &x, const Axes &axes) {
  if (reduced_count(x, axes) == 0 && detail::reducedShape(op, x.shape(), axes, false).numel() > 0)
    detail::shapeInvalid(op, x.shape(), "a reduction over no elements has no value");
}

template <class T> constexpr T lowest() {
  return std::numeric_limits<T>::has_infinity ? -std::numeric_limits<T>::infinity()
                                              : std::numeric_limits<T>::lowest();
}
template <class T> constexpr T highest() {
  return std::numeric_limits<T>::has_infinity ? std::numeric_limits<T>::infinity()
                                              : std::numeric_limits<T>::max();
}

} // namespace

template <class T> T adgen::reduced_count(const BasicTensor<T> &x, const Axes &axes) {
  return static_cast<T>(ReduceWalk(x.shape(), detail::axisMask("reduced_count", axes, x.shape())).count);
}

template <class T> BasicTensor<T> adgen::sum(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  if constexpr (std::is_floating_point_v<T>) {
    return total<Term::Value>("sum", x, axes, keepdims);
  } else {
    auto add = [](T a, T b) { return static_cast<T>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b)); };
    return fold<T>(
        "sum", x, axes, keepdims, T(0),
        [&](const T *p, int64_t n, T s) { return add(s, static_cast<T>(detail::sumSpan(p, n))); }, add);
  }
}

TensorI adgen::sum(const TensorB &x, const Axes &axes, bool keepdims) {
  return sum(cast<int64_t>(x), axes, keepdims);
}

template <class T, class>
BasicTensor<T> adgen::mean(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  ReduceWalk walk(x.shape(), detail::axisMask("mean", axes, x.shape()));
  return total<Term::Value>("mean", x, axes, keepdims, static_cast<double>(walk.count));
}

template <class T, class>
BasicTensor<T> adgen::var(const BasicTensor<T> &x, const Axes &axes, bool keepdims, int64_t ddof) {
  BasicTensor<T> deviation = x - mean(x, axes, true);
  ReduceWalk walk(x.shape(), detail::axisMask("var", axes, x.shape()));
  return total<Term::Square>("var", deviation, axes, keepdims, static_cast<double>(walk.count - ddof));
}

template <class T, class>
BasicTensor<T> adgen::norm(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  return sqrt(total<Term::Square>("norm", x, axes, keepdims));
}

template <class T> BasicTensor<T> adgen::max(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  refuseNothing("max", x, axes);
  return fold<T>(
      "max", x, axes, keepdims, lowest<T>(),
      [](const T *p, int64_t n, T m) { return detail::isNaN(m) ? m : kernels::rowMax(p, n, m); },
      [](T m, T v) { return ((v > m) | detail::isNaN(v)) ? v : m; });
}

template <class T> BasicTensor<T> adgen::min(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  refuseNothing("min", x, axes);
  return fold<T>(
      "min", x, axes, keepdims, highest<T>(),
      [](const T *p, int64_t n, T m) { return detail::isNaN(m) ? m : kernels::rowMin(p, n, m); },
      [](T m, T v) { return ((v < m) | detail::isNaN(v)) ? v : m; });
}

template <class T> BasicTensor<T> adgen::prod(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  auto times = [](T a, T b) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<T>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
    else
      return a * b;
  };
  if constexpr (std::is_same_v<T, float>) {
    // In double precision throughout, so that partial products neither round
    // nor overflow before the result does.
    ReduceWalk walk(x.shape(), detail::axisMask("prod", axes, x.shape()));
    auto products = ones<double>(detail::reducedShape("prod", x.shape(), axes, keepdims));
    double *out = products.mutable_data();
    walk.run(
        x.data(), [&](int64_t o, const T *p, int64_t n) { out[o] *= kernels::product(p, n); },
        [&](int64_t o, const T *p, int64_t n) {
          for (int64_t i = 0; i < n; ++i)
            out[o + i] *= p[i];
        });
    return cast<float>(products);
  } else {
    return fold<T>(
        "prod", x, axes, keepdims, T(1),
        [&](const T *p, int64_t n, T m) {
          if constexpr (std::is_same_v<T, double>)
            return m * kernels::product(p, n);
          for (int64_t i = 0; i < n; ++i)
            m = times(m, p[i]);
          return m;
        },
        times);
  }
}

template <class T, class>
BasicTensor<T> adgen::logsumexp(const BasicTensor<T> &x, const Axes &axes, bool keepdims) {
  refuseNothing("logsumexp", x, axes);
  BasicTensor<T> top = max(x, axes, true);
  // An infinite maximum is the result; subtracted from itself it would be NaN.
  BasicTensor<T> shift = map([](T m) { return std::isinf(m) ? T(0) : m; }, top);
  BasicTensor<T> s = log(sum(exp(x - shift), axes, true)) + shift;
  return std::move(s).reshaped(detail::reducedShape("logsumexp", x.shape(), axes, keepdims));
}

TensorB adgen::any(const TensorB &x, const Axes &axes, bool keepdims) {
  return fold<bool>(
      "any", x, axes, keepdims, false,
      [](const bool *p, int64_t n, bool m) { return m || std::find(p, p + n, true) != p + n; },
      [](bool m, bool v) { return m | v; });
}

TensorB adgen::all(const TensorB &x, const Axes &axes, bool keepdims) {
  return fold<bool>(
      "all", x, axes, keepdims, true,
      [](const bool *p, int64_t n, bool m) { return m && std::find(p, p + n, false) == p + n; },
      [](bool m, bool v) { return m & v; });
}

template <class T> TensorI adgen::argmax(const BasicTensor<T> &x, int64_t axis, bool keepdims) {
  int a = detail::normalizeAxis("argmax", axis, x.shape());
  refuseNothing("argmax", x, a);
  auto result = TensorI::uninitialized(detail::reducedShape("argmax", x.shape(), a, keepdims));
  const int64_t n = x.shape()[a];
  const int64_t inner = Shape(x.shape().begin() + a + 1, x.shape().end()).numel();
  const T *p = x.data();
  int64_t *out = result.mutable_data();
  for (int64_t k = 0; k < result.size(); ++k) {
    const T *group = p + k / inner * n * inner + k % inner;
    int64_t best = 0;
    for (int64_t i = 1; i < n; ++i) {
      T m = group[best * inner], v = group[i * inner];
      if (v > m || (detail::isNaN(v) && !detail::isNaN(m)))
        best = i;
    }
    out[k] = best;
  }
  return result;
}

template <class T> TensorI adgen::argmax(const BasicTensor<T> &x) { return argmax(x.reshaped(x.size()), 0); }

#define ADGEN_INSTANTIATE_NUMBERS(T)                                                                         \
  template T adgen::reduced_count(const BasicTensor<T> &, const Axes &);                                     \
  template BasicTensor<T> adgen::sum(const BasicTensor<T> &, const Axes &, bool);                            \
  template BasicTensor<T> adgen::max(const BasicTensor<T> &, const Axes &, bool);                            \
  template BasicTensor<T> adgen::min(const BasicTensor<T> &, const Axes &, bool);                            \
  template BasicTensor<T> adgen::prod(const BasicTensor<T> &, const Axes &, bool);                           \
  template TensorI adgen::argmax(const BasicTensor<T> &, int64_t, bool);                                     \
  template TensorI adgen::argmax(const BasicTensor<T> &);
ADGEN_INSTANTIATE_NUMBERS(float)
ADGEN_INSTANTIATE_NUMBERS(double)
ADGEN_INSTANTIATE_NUMBERS(int64_t)
ADGEN_INSTANTIATE_NUMBERS(int32_t)
#define ADGEN_INSTANTIATE_REALS(T)                                                                           \
  template BasicTensor<T> adgen::mean(const BasicTensor<T> &, const Axes &, bool);                           \
  template BasicTensor<T> adgen::var(const BasicTensor<T> &, const Axes &, bool, int64_t);                   \
  template BasicTensor<T> adgen::norm(const BasicTensor<T> &, const Axes &, bool);                           \
  template BasicTensor<T> adgen::logsumexp(const BasicTensor<T> &, const Axes &, bool);
ADGEN_INSTANTIATE_REALS(float)
ADGEN_INSTANTIATE_REALS(double)
