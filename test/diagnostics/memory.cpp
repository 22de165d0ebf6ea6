// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Memory whose adjoints adgen cannot keep.

struct Ends {
  double values[2];
  double scale;
};
#pragma grad wrt(ends.values) mode(jvp)
// expected-error@+1 {{'ends.values' is an array inside an object: adgen has no tangent for it alone; name 'ends' in wrt(...)}}
double tangentOfArrayMember(const Ends &ends) { return ends.values[0] * ends.scale; }

#pragma grad wrt(x) mode(jvp)
// expected-error@+1 {{the derivative passes through 'work', and there is no parameter for its tangent; name 'work' in wrt(...)}}
double notNamed(double x, double *work) {
  work[0] = x;
  return work[0];
}

#pragma grad
double checkpointReleases(double x, int n) {
  double *p = new double(x);
  double s = x;
#pragma grad checkpoint(3)
  for (int i = 0; i < n; ++i) {
    s *= x + *p;
    if (i == n - 1)
      // expected-error@+1 {{checkpoint(n): the loop releases memory that it does not itself allocate, as far as adgen can tell; release it behind the loop}}
      delete p;
  }
  return s;
}

struct Node {
  double value;
  Node *next;
};
#pragma grad
double checkpointPointers(double x, int n) {
  Node a{x, nullptr}, b{x * x, nullptr};
  double s = x;
#pragma grad checkpoint(3)
  // expected-error@+1 {{checkpoint(n): the loop changes pointers in memory; keep indices instead}}
  for (int i = 0; i < n; ++i) {
    a.next = i % 2 ? &a : &b;
    s *= a.next->value;
  }
  return s;
}

#pragma grad
double checkpointEnds(double x, int n) {
  double s = x;
  if (n > 3) {
    int m = 0;
    while (s > m && m < 100)
      ++m;
    double *p = new double[m + 1]{};
#pragma grad checkpoint(3)
    // expected-error@+1 {{checkpoint(n): the loop uses memory that ends before the function does, in a way that adgen cannot put off; allocate it once, outside of branches, or let the caller do so}}
    for (int i = 0; i < n; ++i) {
      p[i % (m + 1)] += s;
      s *= x + p[0];
    }
    delete[] p;
  }
  return s;
}
