// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:

// Loops whose iterations cannot be repeated from a snapshot.

#pragma grad
double walks(const double *x, int n) {
  double a[6];
  double *p = a, sum = 0;
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop moves a pointer from one iteration to the next; use an index instead
  for (int i = 0; i < n; ++i)
    *p++ = x[i] * x[0];
  for (int i = 0; i < n; ++i)
    sum += a[i] * (i + 1);
  return sum;
}

#pragma grad
double ends(const double *x, int n) {
  double sum = 0;
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop moves a pointer from one iteration to the next; use an index instead
  for (const double *p = x; p != x + n; ++p)
    sum += *p * *p;
  return sum;
}

#pragma grad
double released(const double *x, int n) {
  double *a = new double[n], sum = 1;
  for (int i = 0; i < n; ++i)
    a[i] = x[i];
  if (n > 2) {
    double *b = new double[n];
    for (int i = 0; i < n; ++i)
      b[i] = x[i] * x[i];
    delete[] a;
    a = b;
  }
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop uses memory that ends before the function does, in a way that adgen cannot put off; allocate it once, outside of branches, or let the caller do so
  for (int i = 0; i < n; ++i)
    sum += sum * a[i];
  delete[] a;
  return sum;
}

#pragma grad wrt(x)
double inBranch(double x, int n) {
  double r = x;
  if (n > 2) {
    double a[n];
    for (int i = 0; i < n; ++i)
      a[i] = x * i;
#pragma grad checkpoint(2)
    // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop uses memory that ends before the function does
    for (int i = 0; i < n; ++i)
      a[i % 3] += a[(i + 1) % 3] * a[0];
    r = a[0] + a[1] * a[2];
  }
  return r * r;
}

struct Line {
  double slope, offset;
  Line(double a, double b) : slope(a), offset(b) {}
};
#pragma grad
double objects(double x, int n) {
  Line lines[2] = {Line(1, x), Line(x, 2)};
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n): the loop changes an array of objects whose class has constructors; keep their numbers in arrays
  for (int i = 0; i < n; ++i)
    lines[i % 2].slope += lines[0].slope * lines[1].offset;
  return lines[0].slope * lines[1].slope;
}

#pragma grad
double nested(double x) {
#pragma grad checkpoint(2)
  // CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: checkpoint(n) stands in front of a loop inside this one, too; put it in front of one of them
  for (int i = 1; i < 3; ++i) {
#pragma grad checkpoint(2)
    for (int j = 1; j < 3; ++j)
      x *= x;
  }
  return x;
}
