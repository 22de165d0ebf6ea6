// RUN: %adgen %s --emit=report -o - -- %flags | FileCheck %s --implicit-check-not=remark --match-full-lines

// What a derivative records, and why. One line a decision, in the order of the source.

#include <cmath>

// An iteration that only adds to a sum.
#pragma grad
double sum(const double *x, int n) {
  double s = 0;
  // CHECK: {{.*}}report.cpp:[[@LINE+1]]:3: this loop runs where its adjoint does, and each iteration with its own adjoint: nothing is recorded from one iteration to another
  for (int i = 0; i < n; ++i)
    s += std::exp(x[i]);
  return s;
}

#pragma grad
double nonlinear(const double *x, int n) {
  double s = 0;
  // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:3: the adjoint of this loop is a loop of its own, behind it: the sum 's' is not used linearly in line [[@LINE+5]], so its adjoint is known behind the loop only
  for (int i = 0; i < n; ++i)
    // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+2]]:10: a value that is computed here (double) is recorded in each iteration of the loop in line [[@LINE-1]]: it is costly to compute again
    // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:{{[0-9]+}}: what is read from memory here is read again in the reverse sweep
    s += std::exp(x[i] * x[i]);
  return s * s;
}

#pragma grad
double orbit(double x, int n) {
  // CHECK-NEXT: {{.*}}report.cpp:[[@LINE-1]]:{{[0-9]+}}: 'x' (double) is recorded in each iteration of the loop in line [[@LINE+2]]: it is what an iteration passes on to the next one
  // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:3: the adjoint of this loop is a loop of its own, behind it: an iteration does more with 'x' than to add to it
  for (int i = 0; i < n; ++i)
    x = x * (1 - x);
  return x;
}

#pragma grad
double kept(double x, int n) {
#pragma grad checkpoint(4)
  // CHECK: {{.*}}report.cpp:[[@LINE+1]]:3: of this loop 4 states are kept; the reverse sweep computes the others again from the nearest one
  for (int i = 0; i < n; ++i)
    x = x * (1 - x);
  return x;
}

// What a loop chooses, what is read in front of it, and where a workspace lies.
#pragma grad
double workspace(const double *x, const double *w, int n) {
  // CHECK: {{.*}}report.cpp:[[@LINE+1]]:{{[0-9]+}}: 'row' is filled anew in each iteration of the loop in line [[@LINE+8]], and lies where it is recorded
  double *row = new double[n];
  double largest = x[0];
  // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:3: this loop only chooses 'largest': the iteration that it comes from is remembered, and the loop has no derivative
  for (int i = 1; i < n; ++i)
    largest = std::fmax(largest, x[i]);
  double sum = 0;
  // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:3: the adjoint of this loop is a loop of its own{{.*}}
  for (int k = 0; k < n; ++k) {
    for (int i = 0; i < n; ++i)
      row[i] = x[i] * w[k];
    for (int i = 0; i < n; ++i)
      for (int j = i + 1; j < n; ++j)
        row[j] += w[j] * row[i];
    for (int i = 0; i < n; ++i)
      // CHECK: {{.*}}report.cpp:[[@LINE+1]]:{{[0-9]+}}: what is read from memory here (double) is recorded in each iteration {{.*}}
      sum += row[i] * row[i] * row[i];
    // CHECK-NEXT: {{.*}}report.cpp:[[@LINE+1]]:{{[0-9]+}}: {{.*}}
    sum = std::sin(sum - largest);
  }
  delete[] row;
  return sum;
}
