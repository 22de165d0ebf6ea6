//===- Print.h - Tensors as text --------------------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_PRINT_H
#define ADGEN_RUNTIME_PRINT_H

#include "adgen/runtime/Tensor.h"

#include <iosfwd>
#include <string>

namespace adgen {

/// As MindSpore prints it: "Tensor(shape=[2], dtype=Float32, value= [
/// 1.00000000e+00, -2.50000000e-01])", a line per row from rank 2 on. Of more
/// than 1000 elements only the first and last three along each axis are shown.
template <class T> std::string to_string(const BasicTensor<T> &x);

template <class T> std::ostream &operator<<(std::ostream &os, const BasicTensor<T> &x);

} // namespace adgen

#endif // ADGEN_RUNTIME_PRINT_H
