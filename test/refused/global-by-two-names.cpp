// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// A write through a pointer from elsewhere to what is read as a global variable.

double data[3] = {1, 2, 3};
double *const fixed = data;

#pragma grad
double throughConstant(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot follow where the derivative of what this pointer points to is kept
  fixed[0] = x * x;
  return data[0] * x;
}

struct Table {
  double *numbers;
};
Table table = {data};

#pragma grad
double throughMember(double x) {
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot follow where the derivative of what this pointer points to is kept
  table.numbers[0] = x * x;
  return data[0] * x;
}
