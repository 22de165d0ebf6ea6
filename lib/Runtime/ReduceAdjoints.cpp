// What flows back through reductions and through broadcasting.

#include "adgen/runtime/Creation.h"
#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Reduce.h"
#include "adgen/runtime/ShapeOps.h"

#include <vector>

using namespace adgen;

template <class T>
BasicTensor<T> detail::broadcastTo(const char *op, const BasicTensor<T> &x, const Shape &shape) {
  if (x.shape() == shape)
    return x;
  if (broadcastShapes(x.shape(), shape, op) != shape)
    shapeMismatch(op, x.shape(), shape, "the first does not broadcast to the second");
  if (x.size() == 1)
    return full<T>(shape, x.item());
  auto result = BasicTensor<T>::uninitialized(shape);
  T *out = result.mutable_data();
  BroadcastOperand layout;
  layout.shape = &x.shape();
  BroadcastPlan plan(shape, &layout, 1);
  SpanReader<T> reader(x.data(), layout, plan);
  forEachSpan(
      plan,
      [=](int64_t at, int64_t n, const T *p) {
        std::memcpy(out + at, p, static_cast<size_t>(n) * sizeof(T));
      },
      reader);
  return result;
}

template <class T>
BasicTensor<T> detail::expandTo(const BasicTensor<T> &dy, const Shape &shape, const Axes &axes,
                                bool keepdims) {
  Shape expected = reducedShape("expand_as", shape, axes, keepdims);
  if (dy.shape() != expected)
    shapeMismatch("expand_as", dy.shape(), shape, "reduced, the second is " + expected.str());
  return broadcastTo("expand_as", dy.reshaped(reducedShape("expand_as", shape, axes, true)), shape);
}

template <class T> BasicTensor<T> detail::sumTo(BasicTensor<T> dy, const Shape &shape) {
  if (broadcastShapes(dy.shape(), shape, "sum_to") != dy.shape())
    shapeMismatch("sum_to", dy.shape(), shape, "the second does not broadcast to the first");
  Axes axes;
  const int missing = dy.rank() - shape.size();
  for (int i = 0; i < dy.rank(); ++i)
    if (dy.shape()[i] != 1 && (i < missing || shape[i - missing] == 1))
      axes.push_back(i);
  if (axes.empty()) // all axes, to sum()
    return std::move(dy).reshaped(shape);
  return sum(dy, axes, true).reshaped(shape);
}

template <class T>
BasicTensor<T> adgen::select_extremum(const BasicTensor<T> &dy, const BasicTensor<T> &x,
                                      const BasicTensor<T> &y, const Axes &axes, bool keepdims) {
  auto chosen = [](T element, T extremum) {
    return element == extremum || (std::isnan(element) && std::isnan(extremum)) ? T(1) : T(0);
  };
  const Shape group = detail::reducedShape("select_extremum", x.shape(), axes, true);
  const Shape outer = detail::reducedShape("select_extremum", x.shape(), axes, keepdims);
  if (dy.shape() != outer || y.shape() != outer)
    detail::shapeMismatch("select_extremum", dy.shape(), y.shape(), "reduced, x is " + outer.str());
  BasicTensor<T> mask = map(chosen, x, y.reshaped(group));
  BasicTensor<T> share = map([](T d, T ties) { return d / ties; }, dy.reshaped(group), sum(mask, axes, true));
  return map([](T m, T s) { return m != 0 ? s : T(0); }, std::move(mask), share);
}

template <class T>
BasicTensor<T> adgen::prod_grad(const BasicTensor<T> &dy, const BasicTensor<T> &x, const Axes &axes,
                                bool keepdims) {
  const Shape outer = detail::reducedShape("prod_grad", x.shape(), axes, keepdims);
  if (dy.shape() != outer)
    detail::shapeMismatch("prod_grad", dy.shape(), x.shape(), "reduced, the second is " + outer.str());
  // The reduced axes last, so that a group is contiguous.
  const unsigned mask = detail::axisMask("prod_grad", axes, x.shape());
  Axes order;
  int64_t n = 1;
  for (bool reduced : {false, true})
    for (int i = 0; i < x.rank(); ++i)
      if ((mask >> i & 1) == reduced) {
        order.push_back(i);
        n *= reduced ? x.shape()[i] : 1;
      }
  BasicTensor<T> groups = permute(x, order);
  T *p = groups.mutable_data();
  const T *seed = dy.data();
  for (int64_t g = 0; n > 0 && g < groups.size() / n; ++g, p += n) {
    if (seed[g] == 0) {
      std::fill_n(p, n, T(0));
      continue;
    }
    // Product of what stands before, times product of what stands behind. A
    // first sweep leaves the latter in place; the former runs along.
    std::vector<double> behind(static_cast<size_t>(n));
    double running = 1;
    for (int64_t i = n; i-- > 0; running *= p[i])
      behind[static_cast<size_t>(i)] = running;
    running = static_cast<double>(seed[g]);
    for (int64_t i = 0; i < n; ++i) {
      double element = p[i];
      p[i] = static_cast<T>(running * behind[static_cast<size_t>(i)]);
      running *= element;
    }
  }
  return permute_inverse(groups, order);
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> detail::broadcastTo(const char *, const BasicTensor<T> &, const Shape &);          \
  template BasicTensor<T> detail::expandTo(const BasicTensor<T> &, const Shape &, const Axes &, bool);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
ADGEN_INSTANTIATE(bool)
#define ADGEN_INSTANTIATE_REALS(T)                                                                           \
  template BasicTensor<T> detail::sumTo(BasicTensor<T>, const Shape &);                                      \
  template BasicTensor<T> adgen::select_extremum(const BasicTensor<T> &, const BasicTensor<T> &,             \
                                                 const BasicTensor<T> &, const Axes &, bool);                \
  template BasicTensor<T> adgen::prod_grad(const BasicTensor<T> &, const BasicTensor<T> &, const Axes &,     \
                                           bool);
ADGEN_INSTANTIATE_REALS(float)
ADGEN_INSTANTIATE_REALS(double)
