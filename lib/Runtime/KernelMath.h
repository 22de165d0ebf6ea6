//===- KernelMath.h - The elementary functions of the kernels ---*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_KERNELMATH_H
#define ADGEN_LIB_RUNTIME_KERNELMATH_H

#include "adgen/runtime/ScalarMath.h"

namespace adgen::kernelmath {
using adgen::sigmoid;
using adgen::softplus;
using std::cos;
using std::erf;
using std::exp;
using std::expm1;
using std::log;
using std::log1p;
using std::sin;
using std::tanh;
} // namespace adgen::kernelmath

#endif // ADGEN_LIB_RUNTIME_KERNELMATH_H
