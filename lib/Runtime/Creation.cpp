#include "adgen/runtime/Creation.h"

#include <cmath>

using namespace adgen;

template <class T>
BasicTensor<T> adgen::arange(std::common_type_t<T> start, std::common_type_t<T> stop,
                             std::common_type_t<T> step) {
  if (!(step > 0 || step < 0))
    throw ShapeError("arange: the step is " + std::to_string(step));
  double exact =
      std::ceil((static_cast<double>(stop) - static_cast<double>(start)) / static_cast<double>(step));
  if (!(exact < 9e15))
    throw ShapeError("arange: the number of elements is not finite");
  auto result = BasicTensor<T>::uninitialized(static_cast<int64_t>(std::max(exact, 0.0)));
  T *out = result.mutable_data();
  for (int64_t i = 0; i < result.size(); ++i)
    out[i] = static_cast<T>(start + static_cast<T>(i) * step);
  return result;
}

template <class T> BasicTensor<T> adgen::eye(int64_t n, int64_t m, int64_t k) {
  auto result = zeros<T>({n, m < 0 ? n : m});
  T *out = result.mutable_data();
  const int64_t columns = result.shape()[1];
  for (int64_t i = std::max<int64_t>(0, -k); i < n && i + k < columns; ++i)
    out[i * columns + i + k] = T(1);
  return result;
}

#define ADGEN_INSTANTIATE(T)                                                                                 \
  template BasicTensor<T> adgen::arange<T>(T, T, T);                                                         \
  template BasicTensor<T> adgen::eye<T>(int64_t, int64_t, int64_t);
ADGEN_INSTANTIATE(float)
ADGEN_INSTANTIATE(double)
ADGEN_INSTANTIATE(int64_t)
ADGEN_INSTANTIATE(int32_t)
