// A function of one translation unit and one of the same name in another have derivatives of their own.
// RUN: %clang-plugin -DPART=first -DFACTOR=2 -c %s -o %t.first.o
// RUN: %clang-plugin -DPART=second -DFACTOR=3 -DMAIN -c %s -o %t.second.o
// RUN: %clang-plugin %t.first.o %t.second.o -o %t
// RUN: %t | FileCheck %s
#include <cstdio>

#pragma grad
static double f(double x) { return FACTOR * x; }

void PART() { std::printf("%g %g\n", f(1), f_grad(1)); }

#ifdef MAIN
void first();
int main() {
  first();
  second();
}
#endif
// CHECK: 2 2
// CHECK: 3 3
