// The header to be written may be included already, be missing, be stale, or be up to date.
// RUN: rm -rf %t && mkdir %t && cp %s %t/model.cpp
// RUN: %adgen %t/model.cpp -o %t/model.grad.h -- %flags
// RUN: cp %t/model.grad.h %t/first.h
// RUN: %adgen %t/model.cpp -o %t/model.grad.h -- %flags && diff %t/first.h %t/model.grad.h
// RUN: echo "not C++" > %t/model.grad.h
// RUN: %adgen %t/model.cpp -o %t/model.grad.h -- %flags && diff %t/first.h %t/model.grad.h
// RUN: %adgen %t/model.cpp -- %flags | FileCheck %s
// RUN: %clang-plugin %t/model.cpp -o %t/model && %t/model
// RUN: %if gxx %{ %gxx %t/model.cpp -o %t/model && %t/model %}
// RUN: %clang-plugin %t/model.cpp -DTWICE -fsyntax-only
#include <adgen/Grad.h>

#pragma grad wrt(x)
double f(double x, double y) { return x * y; }
#include "model.grad.h"
#ifdef TWICE
#include "first.h"
#endif

int main() { return adgen::grad<f>(adgen::wrt<0>)(1, 2) != 0 ? 0 : 1; }

// CHECK: // Derivatives of functions in model.cpp, written by adgen
// CHECK: #pragma once
// CHECK: inline {{.*}}f_grad(double x, double y)
