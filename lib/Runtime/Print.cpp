#include "adgen/runtime/Print.h"

#include <cmath>
#include <cstdio>
#include <ostream>

using namespace adgen;

namespace {

constexpr int64_t ShownWhole = 1000; // elements
constexpr int64_t Edge = 3;          // entries shown at each end otherwise

template <class T> const char *typeName() {
  if constexpr (std::is_same_v<T, float>)
    return "Float32";
  else if constexpr (std::is_same_v<T, double>)
    return "Float64";
  else if constexpr (std::is_same_v<T, int64_t>)
    return "Int64";
  else if constexpr (std::is_same_v<T, int32_t>)
    return "Int32";
  else
    return "Bool";
}

template <class T> std::string format(T value, int width) {
  if constexpr (std::is_same_v<T, bool>)
    return value ? " True" : "False";
  char text[40];
  if constexpr (std::is_integral_v<T>)
    std::snprintf(text, sizeof(text), "%*lld", width, static_cast<long long>(value));
  else if (std::isfinite(value))
    std::snprintf(text, sizeof(text), "% .8e", static_cast<double>(value));
  else
    std::snprintf(text, sizeof(text), "%15s", std::isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
  return text;
}

template <class T>
void print(std::string &out, const Shape &shape, const T *data, int64_t stride, int axis, int width) {
  if (axis == shape.size()) {
    out += format(*data, width);
    return;
  }
  const int64_t n = shape[axis];
  stride = n ? stride / n : 0;
  const bool cut = shape.numel() > ShownWhole && n > 2 * Edge;
  // As NumPy: rows stand below each other, matrices apart by a blank line.
  const int nested = shape.size() - 1 - axis;
  const std::string next =
      nested == 0 ? ", " : "," + std::string(static_cast<size_t>(nested), '\n') + std::string(axis + 1, ' ');
  out += '[';
  for (int64_t i = 0; i < n; ++i) {
    if (i)
      out += next;
    if (cut && i == Edge) {
      out += "..." + next;
      i = n - Edge;
    }
    print(out, shape, data + i * stride, stride, axis + 1, width);
  }
  out += ']';
}

} // namespace

template <class T> std::string adgen::to_string(const BasicTensor<T> &x) {
  std::string out = "Tensor(shape=" + x.shape().str() + ", dtype=" + typeName<T>() + ", value= ";
  if (x.rank() == 0 && std::is_floating_point_v<T>) {
    char text[40];
    std::snprintf(text, sizeof(text), "%g", static_cast<double>(x.item()));
    return out + text + ")";
  }
  int width = 0;
  if constexpr (std::is_integral_v<T>)
    if (x.size() <= ShownWhole)
      for (T v : x)
        width = std::max(width, static_cast<int>(std::to_string(v).size()));
  print(out, x.shape(), x.data(), x.size(), 0, width);
  return out + ")";
}

template <class T> std::ostream &adgen::operator<<(std::ostream &os, const BasicTensor<T> &x) {
  return os << to_string(x);
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template std::string adgen::to_string(const BasicTensor<T> &);                                             \
  template std::ostream &adgen::operator<<(std::ostream &, const BasicTensor<T> &);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
ADGEN_INSTANTIATE(bool)
