// What a program of tensors means, said a second time and as plainly as possible: a tensor is a list of dual
// numbers in long double. Every operation is a loop over its elements, every derivative that of arithmetic on
// numbers; none knows adgen's rules. It has the names of adgen's runtime, of which it includes nothing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <numeric>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace adgen {

/// A number and its derivative in one direction.
struct Dual {
  long double v = 0, d = 0;

  Dual() = default;
  template <class T, class = std::enable_if_t<std::is_arithmetic_v<T>>>
  Dual(T value) : v(static_cast<long double>(value)) {}
  Dual(long double value, long double derivative) : v(value), d(derivative) {}
};
inline Dual operator+(Dual x, Dual y) { return {x.v + y.v, x.d + y.d}; }
inline Dual operator-(Dual x, Dual y) { return {x.v - y.v, x.d - y.d}; }
inline Dual operator*(Dual x, Dual y) { return {x.v * y.v, x.d * y.v + x.v * y.d}; }
inline Dual operator/(Dual x, Dual y) { return {x.v / y.v, (x.d * y.v - x.v * y.d) / (y.v * y.v)}; }
inline Dual operator-(Dual x) { return {-x.v, -x.d}; }
inline Dual &operator+=(Dual &x, Dual y) { return x = x + y; }
inline Dual &operator-=(Dual &x, Dual y) { return x = x - y; }
inline Dual &operator*=(Dual &x, Dual y) { return x = x * y; }
inline Dual &operator/=(Dual &x, Dual y) { return x = x / y; }
inline bool operator<(Dual x, Dual y) { return x.v < y.v; }
inline bool operator>(Dual x, Dual y) { return x.v > y.v; }
inline bool operator<=(Dual x, Dual y) { return x.v <= y.v; }
inline bool operator>=(Dual x, Dual y) { return x.v >= y.v; }

inline Dual sin(Dual x) { return {std::sin(x.v), std::cos(x.v) * x.d}; }
inline Dual cos(Dual x) { return {std::cos(x.v), -std::sin(x.v) * x.d}; }
inline Dual exp(Dual x) { return {std::exp(x.v), std::exp(x.v) * x.d}; }
inline Dual expm1(Dual x) { return {std::expm1(x.v), std::exp(x.v) * x.d}; }
inline Dual log(Dual x) { return {std::log(x.v), x.d / x.v}; }
inline Dual log1p(Dual x) { return {std::log1p(x.v), x.d / (1 + x.v)}; }
inline Dual sqrt(Dual x) { return {std::sqrt(x.v), x.d / (2 * std::sqrt(x.v))}; }
inline Dual tanh(Dual x) { return {std::tanh(x.v), x.d / (std::cosh(x.v) * std::cosh(x.v))}; }
inline Dual erf(Dual x) {
  return {std::erf(x.v), x.d * 2 / std::sqrt(std::acos(-1.0L)) * std::exp(-x.v * x.v)};
}
inline Dual abs(Dual x) { return {std::fabs(x.v), x.v > 0 ? x.d : x.v < 0 ? -x.d : 0}; }
inline Dual square(Dual x) { return x * x; }
inline Dual reciprocal(Dual x) { return 1 / x; }
inline Dual rsqrt(Dual x) { return 1 / sqrt(x); }
inline Dual sigmoid(Dual x) { return 1 / (1 + exp(-x)); }
inline Dual softplus(Dual x) { return log(1 + exp(x)); }
inline Dual relu(Dual x) { return x.v > 0 ? x : Dual(0); }
inline Dual silu(Dual x) { return x * sigmoid(x); }
inline Dual gelu(Dual x) { return x * (1 + erf(x / std::sqrt(2.0L))) / 2; }
inline Dual elu(Dual x) { return x.v > 0 ? x : exp(x) - 1; }
inline Dual leaky_relu(Dual x, Dual slope = 0.01) { return x.v > 0 ? x : slope * x; }
inline Dual sign(Dual x) { return x.v > 0 ? 1 : x.v < 0 ? -1 : 0; }
inline Dual floor(Dual x) { return std::floor(x.v); }
inline Dual maximum(Dual x, Dual y) { return x.v >= y.v ? x : y; }
inline Dual minimum(Dual x, Dual y) { return x.v <= y.v ? x : y; }
inline Dual clamp(Dual x, Dual low, Dual high) { return x.v < low.v ? low : high.v < x.v ? high : x; }
inline Dual pow(Dual x, Dual y) { return exp(y * log(x)); }
inline Dual stop_gradient(Dual x) { return {x.v, 0}; }

using Shape = std::vector<int64_t>;
using Axes = Shape;

inline int64_t counted(const Shape &shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
}
/// All positions of a shape in row-major order.
template <class F> void eachIndex(const Shape &shape, const F &f) {
  for (int64_t i = 0, n = counted(shape); i < n; ++i) {
    Shape index(shape.size());
    int64_t rest = i;
    for (std::size_t axis = shape.size(); axis-- > 0; rest /= shape[axis])
      index[axis] = rest % shape[axis];
    f(index);
  }
}
inline std::size_t axisOf(int64_t axis, const Shape &shape) {
  return static_cast<std::size_t>(axis < 0 ? axis + static_cast<int64_t>(shape.size()) : axis);
}

template <class T> struct Array {
  Shape extents;
  std::vector<T> elements;

  Array() : elements(1) {}
  explicit Array(Shape shape, T value = T())
      : extents(std::move(shape)), elements(static_cast<std::size_t>(counted(extents)), value) {}

  const Shape &shape() const { return extents; }
  int64_t dim(int64_t axis) const { return extents[axisOf(axis, extents)]; }
  int64_t size() const { return static_cast<int64_t>(elements.size()); }
  int rank() const { return static_cast<int>(extents.size()); }
  T item() const {
    if (elements.size() != 1)
      throw std::logic_error("item");
    return elements[0];
  }
  /// The element at a position that may have more axes, or others where this has extent 1.
  const T &at(const Shape &index) const { return const_cast<Array *>(this)->at(index); }
  T &at(const Shape &index) {
    std::size_t offset = 0;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
      const int64_t i = extents[axis] == 1 ? 0 : index[axis + index.size() - extents.size()];
      offset = offset * static_cast<std::size_t>(extents[axis]) + static_cast<std::size_t>(i);
    }
    return elements.at(offset);
  }
  template <class... I> T operator()(I... index) const { return at(Shape{static_cast<int64_t>(index)...}); }
  template <class... I> T &operator()(I... index) { return at(Shape{static_cast<int64_t>(index)...}); }
};
using TensorD = Array<Dual>;
using TensorB = Array<char>;

// Element by element

template <class T> const Array<T> &asArray(const Array<T> &x) { return x; }
inline TensorD asArray(Dual x) { return TensorD(Shape{}, x); }

inline Shape broadcast(const Shape &a, const Shape &b) {
  Shape shape(std::max(a.size(), b.size()), 1);
  for (const Shape *each : {&a, &b})
    for (std::size_t i = 0; i < each->size(); ++i)
      if ((*each)[each->size() - 1 - i] != 1)
        shape[shape.size() - 1 - i] = (*each)[each->size() - 1 - i];
  return shape;
}
template <class R, class F, class... T> Array<R> mapped(const F &f, const Array<T> &...x) {
  Shape shape;
  ((shape = broadcast(shape, x.shape())), ...);
  Array<R> result(shape);
  eachIndex(shape, [&](const Shape &index) { result.at(index) = f(x.at(index)...); });
  return result;
}
template <class T> struct IsArray : std::false_type {};
template <class T> struct IsArray<Array<T>> : std::true_type {};
/// Some are tensors.
template <class... T> using IfTensors = std::enable_if_t<(IsArray<T>::value || ...), int>;

#define TINY_UNARY(name)                                                                                     \
  inline TensorD name(const TensorD &x) {                                                                    \
    return mapped<Dual>([](Dual a) { return name(a); }, x);                                                  \
  }
#define TINY_BINARY(result, name, expression)                                                                \
  template <class A, class B, IfTensors<A, B> = 0> Array<result> name(const A &x, const B &y) {              \
    return mapped<result>([](Dual a, Dual b) { return expression; }, asArray(x), asArray(y));                \
  }
TINY_UNARY(sin)
TINY_UNARY(cos)
TINY_UNARY(exp)
TINY_UNARY(expm1)
TINY_UNARY(log)
TINY_UNARY(log1p)
TINY_UNARY(sqrt)
TINY_UNARY(tanh)
TINY_UNARY(erf)
TINY_UNARY(abs)
TINY_UNARY(square)
TINY_UNARY(reciprocal)
TINY_UNARY(rsqrt)
TINY_UNARY(sigmoid)
TINY_UNARY(softplus)
TINY_UNARY(relu)
TINY_UNARY(silu)
TINY_UNARY(gelu)
TINY_UNARY(elu)
TINY_UNARY(leaky_relu)
TINY_UNARY(sign)
TINY_UNARY(floor)
TINY_UNARY(stop_gradient)
TINY_UNARY(operator-)
TINY_BINARY(Dual, operator+, a + b)
TINY_BINARY(Dual, operator-, a - b)
TINY_BINARY(Dual, operator*, a *b)
TINY_BINARY(Dual, operator/, a / b)
TINY_BINARY(Dual, maximum, maximum(a, b))
TINY_BINARY(Dual, minimum, minimum(a, b))
TINY_BINARY(Dual, pow, pow(a, b))
TINY_BINARY(char, operator<, a < b)
TINY_BINARY(char, operator>, a > b)
TINY_BINARY(char, operator<=, a <= b)
TINY_BINARY(char, operator>=, a >= b)
#define TINY_ASSIGN(op)                                                                                      \
  template <class B> TensorD &operator op##=(TensorD & x, const B & y) { return x = x op y; }
TINY_ASSIGN(+)
TINY_ASSIGN(-)
TINY_ASSIGN(*)
TINY_ASSIGN(/)

template <class A, class B, class C> TensorD clamp(const A &x, const B &low, const C &high) {
  return mapped<Dual>([](Dual a, Dual b, Dual c) { return clamp(a, b, c); }, asArray(x), asArray(low),
                      asArray(high));
}
template <class A, class B> TensorD where(const TensorB &condition, const A &x, const B &y) {
  return mapped<Dual>([](char c, Dual a, Dual b) { return c ? a : b; }, condition, asArray(x), asArray(y));
}

template <class T = float> TensorD full(const Shape &shape, Dual value) { return TensorD(shape, value); }
inline TensorD full_like(const TensorD &x, Dual value) { return TensorD(x.shape(), value); }
inline TensorD ones_like(const TensorD &x) { return TensorD(x.shape(), 1); }
inline TensorD zeros_like(const TensorD &x) { return TensorD(x.shape(), 0); }

// Reductions

using Group = std::vector<Dual>;
template <class F> TensorD reduced(const TensorD &x, const Axes &axes, bool keepdims, const F &combine) {
  std::vector<bool> goes(x.shape().size(), axes.empty());
  for (int64_t axis : axes)
    goes[axisOf(axis, x.shape())] = true;
  Shape kept = x.shape(), shape;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (goes[i])
      kept[i] = 1;
    if (!goes[i] || keepdims)
      shape.push_back(kept[i]);
  }
  Array<Group> groups(kept);
  eachIndex(x.shape(), [&](const Shape &index) { groups.at(index).push_back(x.at(index)); });
  TensorD result(shape);
  for (std::size_t i = 0; i < groups.elements.size(); ++i)
    result.elements[i] = combine(groups.elements[i]);
  return result;
}
inline Dual sumOf(const Group &group) { return std::accumulate(group.begin(), group.end(), Dual(0)); }
inline Dual meanOf(const Group &group) { return sumOf(group) / group.size(); }
/// Of several largest, the derivative is the mean of theirs: docs/operations.md.
inline Dual extremumOf(const Group &group, long double sign) {
  long double best = sign * group[0].v;
  for (Dual x : group)
    best = std::max(best, sign * x.v);
  Group all;
  for (Dual x : group)
    if (sign * x.v == best)
      all.push_back(x);
  return meanOf(all);
}
#define TINY_REDUCTION(name, expression)                                                                     \
  inline TensorD name(const TensorD &x, const Axes &axes = {}, bool keepdims = false) {                      \
    return reduced(x, axes, keepdims, [](const Group &group) -> Dual { return expression; });                \
  }
TINY_REDUCTION(sum, sumOf(group))
TINY_REDUCTION(mean, meanOf(group))
TINY_REDUCTION(max, extremumOf(group, 1))
TINY_REDUCTION(min, extremumOf(group, -1))
TINY_REDUCTION(prod, std::accumulate(group.begin(), group.end(), Dual(1), std::multiplies<>()))
inline Dual varianceOf(const Group &group) {
  Group squares;
  for (Dual x : group)
    squares.push_back(square(x - meanOf(group)));
  return meanOf(squares);
}
TINY_REDUCTION(var, varianceOf(group))
inline Dual logOfSum(const Group &group) {
  Group powers;
  for (Dual x : group)
    powers.push_back(exp(x));
  return log(sumOf(powers));
}
TINY_REDUCTION(logsumexp, logOfSum(group))
inline Dual length(const Group &group) {
  Group squares;
  for (Dual x : group)
    squares.push_back(square(x));
  const Dual all = sumOf(squares);
  return all.v == 0 ? Dual(0) : sqrt(all);
}
TINY_REDUCTION(norm, length(group))
inline TensorD softmax(const TensorD &x, int64_t axis = -1) { return exp(x) / sum(exp(x), {axis}, true); }
inline TensorD log_softmax(const TensorD &x, int64_t axis = -1) { return x - logsumexp(x, {axis}, true); }
inline TensorD layer_norm(const TensorD &x, const TensorD &gamma, const TensorD &beta, Dual eps = 1e-5) {
  return (x - mean(x, {-1}, true)) / sqrt(var(x, {-1}, true) + eps) * gamma + beta;
}
inline TensorD mse_loss(const TensorD &x, const TensorD &y) { return mean(square(x - y)); }
inline TensorD huber_loss(const TensorD &x, const TensorD &y) {
  return mean(mapped<Dual>(
      [](Dual a, Dual b) { return abs(a - b) <= 1 ? square(a - b) / 2 : abs(a - b) - 0.5; }, x, y));
}

// Shapes

inline TensorD reshape(TensorD x, Shape shape) {
  for (int64_t &extent : shape)
    if (extent == -1)
      extent = -x.size() / counted(shape);
  x.extents = shape;
  return x;
}
inline TensorD expand_dims(TensorD x, int64_t axis) {
  x.extents.insert(x.extents.begin() + (axis < 0 ? axis + x.rank() + 1 : axis), 1);
  return x;
}
inline TensorD squeeze(TensorD x, const Axes &axes) {
  Shape shape;
  for (std::size_t i = 0; i < x.extents.size(); ++i)
    if (std::none_of(axes.begin(), axes.end(), [&](int64_t axis) { return axisOf(axis, x.extents) == i; }))
      shape.push_back(x.extents[i]);
  x.extents = shape;
  return x;
}
inline TensorD permute(const TensorD &x, const Axes &axes) {
  Shape shape;
  for (int64_t axis : axes)
    shape.push_back(x.dim(axis));
  TensorD result(shape);
  eachIndex(shape, [&](const Shape &index) {
    Shape from(index.size());
    for (std::size_t i = 0; i < axes.size(); ++i)
      from[axisOf(axes[i], shape)] = index[i];
    result.at(index) = x.at(from);
  });
  return result;
}
inline TensorD transpose(const TensorD &x) {
  Axes axes(x.shape().size());
  std::iota(axes.rbegin(), axes.rend(), 0);
  return permute(x, axes);
}
inline TensorD broadcast_to(const TensorD &x, const Shape &shape) {
  TensorD result(shape);
  eachIndex(shape, [&](const Shape &index) { result.at(index) = x.at(index); });
  return result;
}
inline TensorD slice(const TensorD &x, const Shape &starts, const Shape &stops, const Shape &steps = {}) {
  // The positions that stay, axis by axis.
  std::vector<std::vector<int64_t>> stay;
  Shape shape;
  for (std::size_t axis = 0; axis < x.shape().size(); ++axis) {
    const int64_t n = x.shape()[axis];
    stay.emplace_back();
    int64_t start = axis < starts.size() ? starts[axis] : 0, stop = axis < stops.size() ? stops[axis] : n;
    const int64_t step = axis < steps.size() ? steps[axis] : 1;
    start = start < 0 ? start + n : start;
    stop = stop < 0 ? stop + n : stop;
    for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step)
      if (i >= 0 && i < n)
        stay.back().push_back(i);
    shape.push_back(static_cast<int64_t>(stay.back().size()));
  }
  TensorD result(shape);
  eachIndex(shape, [&](const Shape &index) {
    Shape from(index.size());
    for (std::size_t axis = 0; axis < index.size(); ++axis)
      from[axis] = stay[axis][static_cast<std::size_t>(index[axis])];
    result.at(index) = x.at(from);
  });
  return result;
}
inline TensorD concat(const std::vector<TensorD> &parts, int64_t along = 0) {
  const std::size_t axis = axisOf(along, parts[0].shape());
  Shape shape = parts[0].shape();
  shape[axis] = 0;
  for (const TensorD &part : parts)
    shape[axis] += part.shape()[axis];
  TensorD result(shape);
  int64_t begin = 0;
  for (const TensorD &part : parts) {
    eachIndex(part.shape(), [&](const Shape &index) {
      Shape to = index;
      to[axis] += begin;
      result.at(to) = part.at(index);
    });
    begin += part.shape()[axis];
  }
  return result;
}
inline TensorD stack(const std::vector<TensorD> &parts, int64_t axis = 0) {
  std::vector<TensorD> all;
  for (const TensorD &part : parts)
    all.push_back(expand_dims(part, axis));
  return concat(all, axis);
}
inline TensorD pad(const TensorD &x, const Shape &before, const Shape &after, Dual value = 0) {
  Shape shape = x.shape();
  for (std::size_t i = 0; i < shape.size(); ++i)
    shape[i] += before[i] + after[i];
  TensorD result(shape, value);
  eachIndex(x.shape(), [&](Shape index) {
    const Dual element = x.at(index);
    for (std::size_t i = 0; i < shape.size(); ++i)
      index[i] += before[i];
    result.at(index) = element;
  });
  return result;
}
inline TensorD flip(const TensorD &x, const Axes &axes = {}) {
  TensorD result(x.shape());
  eachIndex(x.shape(), [&](const Shape &index) {
    Shape from = index;
    for (std::size_t i = 0; i < from.size(); ++i)
      for (std::size_t k = 0; k < std::max<std::size_t>(axes.size(), 1); ++k)
        if (axes.empty() || axisOf(axes[k], from) == i)
          from[i] = x.shape()[i] - 1 - index[i];
    result.at(index) = x.at(from);
  });
  return result;
}
inline TensorD index_select(const TensorD &x, int64_t along, const Shape &indices) {
  std::vector<TensorD> parts;
  const std::size_t axis = axisOf(along, x.shape());
  for (int64_t i : indices) {
    Shape starts(x.shape().size()), stops = x.shape();
    starts[axis] = i < 0 ? i + x.shape()[axis] : i;
    stops[axis] = starts[axis] + 1;
    parts.push_back(slice(x, starts, stops));
  }
  return concat(parts, along);
}

// Products

inline TensorD matmul(const TensorD &a, const TensorD &b) {
  const bool row = a.rank() == 1, column = b.rank() == 1;
  const TensorD x = row ? expand_dims(a, 0) : a, y = column ? expand_dims(b, 1) : b;
  const TensorD left = expand_dims(x, -1), right = expand_dims(y, -3); // [..., m, k, 1] and [..., 1, k, n]
  TensorD product = sum(left * right, {-2});
  if (row)
    product = squeeze(product, {-2});
  return column ? squeeze(product, {-1}) : product;
}
inline TensorD dot(const TensorD &a, const TensorD &b) { return sum(a * b); }
inline TensorD outer(const TensorD &a, const TensorD &b) { return expand_dims(a, 1) * expand_dims(b, 0); }

} // namespace adgen

// As the programs write them.
namespace std {
using adgen::cos;
using adgen::erf;
using adgen::exp;
using adgen::log;
using adgen::log1p;
using adgen::sin;
using adgen::sqrt;
using adgen::tanh;
inline adgen::Dual fabs(adgen::Dual x) { return adgen::abs(x); }
inline adgen::Dual fmax(adgen::Dual x, adgen::Dual y) { return adgen::maximum(x, y); }
inline adgen::Dual fmin(adgen::Dual x, adgen::Dual y) { return adgen::minimum(x, y); }
} // namespace std
