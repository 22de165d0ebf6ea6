//===- ReduceKernels.h - Inner loops of the reductions ----------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
// `row` kernels combine n consecutive elements into one accumulator, `column`
// kernels combine n elements into n accumulators.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_REDUCEKERNELS_H
#define ADGEN_LIB_RUNTIME_REDUCEKERNELS_H

#include "adgen/runtime/MapSum.h"

namespace adgen::kernels {

double sumSquares(const float *x, int64_t n);
double sumSquares(const double *x, int64_t n);

void addColumns(const float *x, double *total, int64_t n);
void addSquareColumns(const float *x, double *total, int64_t n);
/// The rounding error of each addition goes to \p low.
void addColumns(const double *x, double *total, double *low, int64_t n);
void addSquareColumns(const double *x, double *total, double *low, int64_t n);

double product(const float *x, int64_t n);
double product(const double *x, int64_t n);

// The extremum of the elements and of \p start; NaN if there is one.
float rowMax(const float *x, int64_t n, float start);
double rowMax(const double *x, int64_t n, double start);
int64_t rowMax(const int64_t *x, int64_t n, int64_t start);
int32_t rowMax(const int32_t *x, int64_t n, int32_t start);
float rowMin(const float *x, int64_t n, float start);
double rowMin(const double *x, int64_t n, double start);
int64_t rowMin(const int64_t *x, int64_t n, int64_t start);
int32_t rowMin(const int32_t *x, int64_t n, int32_t start);

} // namespace adgen::kernels

#endif // ADGEN_LIB_RUNTIME_REDUCEKERNELS_H
