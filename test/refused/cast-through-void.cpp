// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Other types behind a pointer to void.

#pragma grad
double f(double x) {
  void *memory = &x;
  // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what memory a 'void *' points to that is converted here
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: note: use memory as the type that it was made with
  return *static_cast<float *>(memory);
}
