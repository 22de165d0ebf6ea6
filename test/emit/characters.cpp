// RUN: %adgen %s -o - -- %flags | FileCheck %s

// Whether char is signed is up to the machine that compiles the derivative; the function's numbers are.

#pragma grad wrt(x)
double small(double x, int n) {
  // CHECK: char a[2]
  char a[2] = {-1, 2};
  a[n] = static_cast<char>(-n);
  // CHECK: static_cast<std::int8_t>(a[
  return x * a[0] + x * x * a[1];
}

#pragma grad wrt(x)
double withSign(double x, int n) {
  // CHECK: signed char a[2]
  signed char a[2] = {-1, 2};
  a[n] = static_cast<signed char>(-n);
  // CHECK: static_cast<int>(a[
  return x * a[0] + x * x * a[1];
}
