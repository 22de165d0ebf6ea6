// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// What writes single elements of a tensor: the graph has values.

#include <adgen/adgen.h>

#pragma grad
double written(adgen::TensorD x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate a function that writes an element of a tensor
  x(0) *= 2;
  return x(0) * x(1);
}

#pragma grad
double referred(adgen::TensorD x) {
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate through a reference to an element of a tensor
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: copy the element
  const double &first = x(0);
  x *= 2;
  return first;
}

#pragma grad
double chained(adgen::TensorD x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate assignments to the result of a call
  (x += 1) *= 2;
  return sum(x).item();
}

#pragma grad
adgen::TensorD nested(const adgen::TensorD &x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate this construction of a tensor
  return x * adgen::TensorD{{1, 2}, {3, 4}};
}
