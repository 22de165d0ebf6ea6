// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Exceptions where nothing unwinds: objects with destructors are alive.

#include <stdexcept>
#include <string>
#include <vector>

#pragma grad wrt(x)
double vector(double x, int n) {
  std::vector<double> v(3, x);
  if (n > 3)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate through exceptions that end the life of an object of class 'std::vector<double>'
    // CHECK: note: throw before the object is made, or return a value that says what went wrong
    throw n;
  return v[0];
}

static double checked(double v, int n) {
  if (n > 3)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through exceptions that end the life of an object of class 'std::vector<double>'
    throw std::domain_error("negative");
  return v;
}
#pragma grad wrt(x)
double inCallee(double x, int n) {
  std::vector<double> v(3, x);
  return checked(v[0], n);
}

static double depth(double x, int n) {
  if (n > 5)
    throw n;
  return n <= 0 ? x : x * depth(x, n - 1);
}
#pragma grad wrt(x)
double inRecursion(double x, int n) {
  std::vector<double> v(3, x);
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through exceptions that end the life of an object of class 'std::vector<double>'
  return depth(v[0], n);
}

#pragma grad wrt(x)
double local(double x) {
  struct Error {
    double at;
  };
  if (x < 0)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot name the class of this exception in another function
    // CHECK: note: declare the class outside of functions
    throw Error{x};
  return x;
}

#pragma grad wrt(x)
double again(double x) {
  if (x < 0)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot see what this throws again
    // CHECK: note: a derivative does not handle exceptions: return a value that says what went wrong
    throw;
  return x;
}

#pragma grad wrt(x)
double member(double x, const std::string &name) {
  if (x < 0)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen cannot repeat this part of a throw expression
    // CHECK: note: make the exception of numbers, strings and calls of functions
    throw std::runtime_error(name.substr(1));
  return x;
}

// The memory is gone, but not that of its adjoint.
#pragma grad wrt(x)
double memory(double x, int n) {
  double *a = new double[2];
  a[0] = x * x;
  const double y = a[0] * x;
  delete[] a;
  if (n > 3)
    // CHECK: :[[@LINE+2]]:{{[0-9]+}}: error: adgen does not differentiate through exceptions behind an allocation of memory, which a derivative keeps until its end
    // CHECK: note: throw before anything is allocated, or return a value that says what went wrong
    throw n;
  return y;
}

// The callee's memory is gone, but not that of its adjoint.
static double recursive(double x, int n) {
  if (n <= 0)
    return 1;
  double *a = new double[1];
  a[0] = x * x;
  const double y = a[0] * recursive(x, n - 1);
  delete[] a;
  return y;
}
#pragma grad wrt(x)
double memoryOfACallee(double x, int n) {
  const double y = recursive(x, n);
  if (n > 3)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen does not differentiate through exceptions behind an allocation of memory, which a derivative keeps until its end
    throw n;
  return y;
}
