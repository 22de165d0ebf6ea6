// Operations that take a box out of a tensor, or put tensors together as boxes.

#include "Region.h"
#include "adgen/runtime/Creation.h"
#include "adgen/runtime/ShapeOps.h"

using namespace adgen;

namespace {

/// Python's slice.indices() for each axis.
Region sliceRegion(const char *op, const Shape &shape, const Shape &starts, const Shape &stops,
                   const Shape &steps) {
  if (starts.size() != stops.size() || (!steps.empty() && steps.size() != starts.size()) ||
      starts.size() > shape.size())
    detail::shapeInvalid(op, shape,
                         "starts " + starts.str() + ", stops " + stops.str() + " and steps " + steps.str() +
                             " do not name the same leading axes");
  Region region(shape);
  for (int i = 0; i < starts.size(); ++i) {
    const int64_t n = shape[i], step = steps.empty() ? 1 : steps[i];
    if (step == 0)
      detail::shapeInvalid(op, shape, "the step along axis " + std::to_string(i) + " is 0");
    const int64_t low = step > 0 ? 0 : -1, high = step > 0 ? n : n - 1;
    auto resolve = [=](int64_t k) { return std::min(std::max(k < 0 ? k + n : k, low), high); };
    const int64_t start = resolve(starts[i]), stop = resolve(stops[i]);
    // Written so that a step near the limits of int64_t does not overflow.
    int64_t extent = 0;
    if (step > 0 && stop > start)
      extent = (stop - start - 1) / step + 1;
    else if (step < 0 && stop < start)
      extent = (stop - start + 1) / step + 1;
    region.restrict(i, start, extent, extent > 1 ? step : 1);
  }
  return region;
}

Region sectionRegion(const char *op, const Shape &shape, int64_t sections, int64_t axis, int64_t i) {
  const int a = detail::normalizeAxis(op, axis, shape);
  if (sections <= 0 || shape[a] % sections != 0)
    detail::shapeInvalid(op, shape,
                         "axis " + std::to_string(axis) + " does not divide into " +
                             std::to_string(sections) + " equal sections");
  if (i < 0 || i >= sections)
    detail::shapeInvalid(op, shape, "there is no section " + std::to_string(i));
  Region region(shape);
  region.restrict(a, i * (shape[a] / sections), shape[a] / sections);
  return region;
}

/// The box of parts[i] in the concatenation, whose shape goes to \p whole.
template <class T>
Region partRegion(const char *op, const std::vector<BasicTensor<T>> &parts, int64_t axis, size_t i,
                  Shape &whole) {
  if (parts.empty())
    throw ShapeError(std::string(op) + ": no tensors given");
  whole = parts.front().shape();
  const int a = detail::normalizeAxis(op, axis, whole);
  whole[a] = 0;
  int64_t start = 0;
  for (size_t k = 0; k < parts.size(); ++k) {
    Shape other = parts[k].shape();
    bool fits = other.size() == whole.size();
    for (int d = 0; fits && d < whole.size(); ++d)
      fits = d == a || other[d] == whole[d];
    if (!fits)
      detail::shapeMismatch(op, parts.front().shape(), other,
                            "they may differ along axis " + std::to_string(axis) + " alone");
    start += k < i ? other[a] : 0;
    whole[a] += other[a];
  }
  Region region(whole);
  region.restrict(a, start, parts[i].shape()[a]);
  return region;
}

template <class T>
BasicTensor<T> placed(const char *op, const BasicTensor<T> &dy, const Shape &shape, const Region &region) {
  if (dy.shape() != region.extents)
    detail::shapeMismatch(op, dy.shape(), region.extents, "dy has not the shape of the part");
  auto result = zeros<T>(shape);
  write(dy, result, region);
  return result;
}

Region innerRegion(const char *op, const Shape &padded, const Shape &before, const Shape &after) {
  Region region(padded);
  for (int i = 0; i < padded.size(); ++i) {
    int64_t extent = padded[i] - before[i] - after[i];
    if (extent < 0 || before[i] < 0 || after[i] < 0)
      detail::shapeInvalid(op, padded, "no place for borders of " + before.str() + " and " + after.str());
    region.restrict(i, before[i], extent);
  }
  return region;
}

void requireBorders(const char *op, const Shape &shape, const Shape &before, const Shape &after) {
  if (before.size() != shape.size() || after.size() != shape.size())
    detail::shapeInvalid(op, shape, "borders " + before.str() + " and " + after.str() + " have other ranks");
}

} // namespace

template <class T>
BasicTensor<T> adgen::slice(const BasicTensor<T> &x, const Shape &starts, const Shape &stops,
                            const Shape &steps) {
  return read(x, sliceRegion("slice", x.shape(), starts, stops, steps));
}

template <class T>
BasicTensor<T> detail::sliceInto(const BasicTensor<T> &dy, const Shape &shape, const Shape &starts,
                                 const Shape &stops, const Shape &steps) {
  return placed("slice_grad", dy, shape, sliceRegion("slice_grad", shape, starts, stops, steps));
}

template <class T> BasicTensor<T> adgen::concat(const std::vector<BasicTensor<T>> &parts, int64_t axis) {
  Shape whole;
  partRegion("concat", parts, axis, 0, whole);
  auto result = BasicTensor<T>::uninitialized(whole);
  const int a = detail::normalizeAxis("concat", axis, whole);
  int64_t start = 0;
  for (const BasicTensor<T> &part : parts) {
    Region region(whole);
    region.restrict(a, start, part.shape()[a]);
    write(part, result, region);
    start += part.shape()[a];
  }
  return result;
}

template <class T>
BasicTensor<T> adgen::concat_grad(const BasicTensor<T> &dy, const std::vector<BasicTensor<T>> &parts,
                                  int64_t axis, int64_t i) {
  if (i < 0 || i >= static_cast<int64_t>(parts.size()))
    throw ShapeError("concat_grad: there is no part " + std::to_string(i));
  Shape whole;
  Region region = partRegion("concat_grad", parts, axis, static_cast<size_t>(i), whole);
  if (dy.shape() != whole)
    detail::shapeMismatch("concat_grad", dy.shape(), whole, "dy has not the shape of the concatenation");
  return read(dy, region);
}

template <class T> BasicTensor<T> adgen::stack(const std::vector<BasicTensor<T>> &parts, int64_t axis) {
  std::vector<BasicTensor<T>> layers;
  layers.reserve(parts.size());
  for (const BasicTensor<T> &part : parts) {
    if (part.shape() != parts.front().shape())
      detail::shapeMismatch("stack", parts.front().shape(), part.shape(), "the tensors differ in shape");
    layers.push_back(expand_dims(part, axis));
  }
  if (layers.empty())
    throw ShapeError("stack: no tensors given");
  return concat(layers, axis);
}

template <class T> BasicTensor<T> adgen::stack_grad(const BasicTensor<T> &dy, int64_t axis, int64_t i) {
  const int a = detail::normalizeAxis("stack_grad", axis, dy.shape());
  if (i < 0 || i >= dy.shape()[a])
    detail::shapeInvalid("stack_grad", dy.shape(), "there is no part " + std::to_string(i));
  Region region(dy.shape());
  region.restrict(a, i, 1);
  Shape shape = dy.shape();
  shape.erase(a);
  return read(dy, region).reshaped(shape);
}

template <class T>
std::vector<BasicTensor<T>> adgen::split(const BasicTensor<T> &x, int64_t sections, int64_t axis) {
  std::vector<BasicTensor<T>> parts;
  sectionRegion("split", x.shape(), sections, axis, 0);
  parts.reserve(static_cast<size_t>(sections));
  for (int64_t i = 0; i < sections; ++i)
    parts.push_back(split_part(x, sections, axis, i));
  return parts;
}

template <class T>
BasicTensor<T> adgen::split_part(const BasicTensor<T> &x, int64_t sections, int64_t axis, int64_t i) {
  return read(x, sectionRegion("split_part", x.shape(), sections, axis, i));
}

template <class T>
BasicTensor<T> detail::sectionInto(const BasicTensor<T> &dy, const Shape &shape, int64_t sections,
                                   int64_t axis, int64_t i) {
  return placed("split_part_grad", dy, shape, sectionRegion("split_part_grad", shape, sections, axis, i));
}

template <class T>
BasicTensor<T> adgen::pad(const BasicTensor<T> &x, const Shape &before, const Shape &after,
                          std::common_type_t<T> value) {
  requireBorders("pad", x.shape(), before, after);
  Shape padded = x.shape();
  for (int i = 0; i < x.rank(); ++i)
    padded[i] += before[i] + after[i];
  Region inner = innerRegion("pad", padded, before, after);
  auto result = full<T>(padded, value);
  write(x, result, inner);
  return result;
}

template <class T>
BasicTensor<T> adgen::pad_grad(const BasicTensor<T> &dy, const Shape &before, const Shape &after) {
  requireBorders("pad_grad", dy.shape(), before, after);
  return read(dy, innerRegion("pad_grad", dy.shape(), before, after));
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> adgen::slice(const BasicTensor<T> &, const Shape &, const Shape &, const Shape &); \
  template BasicTensor<T> detail::sliceInto(const BasicTensor<T> &, const Shape &, const Shape &,            \
                                            const Shape &, const Shape &);                                   \
  template BasicTensor<T> adgen::concat(const std::vector<BasicTensor<T>> &, int64_t);                       \
  template BasicTensor<T> adgen::concat_grad(const BasicTensor<T> &, const std::vector<BasicTensor<T>> &,    \
                                             int64_t, int64_t);                                              \
  template BasicTensor<T> adgen::stack(const std::vector<BasicTensor<T>> &, int64_t);                        \
  template BasicTensor<T> adgen::stack_grad(const BasicTensor<T> &, int64_t, int64_t);                       \
  template std::vector<BasicTensor<T>> adgen::split(const BasicTensor<T> &, int64_t, int64_t);               \
  template BasicTensor<T> adgen::split_part(const BasicTensor<T> &, int64_t, int64_t, int64_t);              \
  template BasicTensor<T> detail::sectionInto(const BasicTensor<T> &, const Shape &, int64_t, int64_t,       \
                                              int64_t);                                                      \
  template BasicTensor<T> adgen::pad(const BasicTensor<T> &, const Shape &, const Shape &,                   \
                                     std::common_type_t<T>);                                                 \
  template BasicTensor<T> adgen::pad_grad(const BasicTensor<T> &, const Shape &, const Shape &);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
ADGEN_INSTANTIATE(bool)
