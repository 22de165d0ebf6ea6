// RUN: not %clang-plugin -fsyntax-only -fdiagnostics-parseable-fixits %s 2>&1 | FileCheck %s

// CHECK: fix-it:{{.*}}:{[[@LINE+1]]:14-[[@LINE+1]]:17}:"wrt"
#pragma grad wtr(x)
double f(double x) { return x; }

// CHECK: fix-it:{{.*}}:{[[@LINE+1]]:18-[[@LINE+1]]:23}:"weight"
#pragma grad wrt(wight)
double g(double weight) { return weight; }

// CHECK: fix-it:{{.*}}:{[[@LINE+1]]:19-[[@LINE+1]]:25}:"reverse"
#pragma grad mode(revers)
double h(double x) { return x; }
