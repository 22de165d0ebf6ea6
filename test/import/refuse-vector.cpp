// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify %s
// Vectors that are not followed, and what vectors have that is not.

#include <memory>
#include <utility>
#include <vector>

#pragma grad wrt(x)
double whatElse(double x) {
  std::vector<double> v{x};
  // expected-error@+2 {{adgen cannot differentiate through 'std::vector<double>::max_size': it has no derivative rule}}
  // expected-note@+1 {{write it with functions that have one}}
  return x * v.max_size();
}

#pragma grad wrt(x)
double ofBits(double x) {
  std::vector<bool> v(3);
  // expected-error@+2 {{adgen cannot differentiate through 'std::vector<bool>::operator[]'}}
  // expected-note@+1 {{std::vector<bool> has no objects as its elements: use a vector of char}}
  return v[0] ? x : 2 * x;
}

struct WithoutDefault {
  double value;
  explicit WithoutDefault(double v) : value(v) {}
};
#pragma grad
double ofClass(double x) {
  std::vector<WithoutDefault> v;
  // expected-error@+2 {{adgen cannot differentiate through 'std::vector<WithoutDefault>::push_back'}}
  // expected-note@+1 {{adgen follows std::vector of numbers, of pointers, and of classes whose objects can be made without values and are copied member by member}}
  v.push_back(WithoutDefault(x));
  return x;
}

template <class T> struct Own : std::allocator<T> {
  template <class U> struct rebind {
    using other = Own<U>;
  };
};
#pragma grad
double ofAllocator(double x) {
  std::vector<double, Own<double>> v;
  // expected-error@+2 {{adgen cannot differentiate through 'std::vector<double, Own<double>>::push_back'}}
  // expected-note@+1 {{this std::vector has an allocator of its own: use the library's}}
  v.push_back(x);
  return x;
}

static double sumOf(const std::vector<double> &x, int n) { return n ? x[n - 1] + sumOf(x, n - 1) : 0; }
// expected-error@-1 {{adgen does not differentiate a recursive function that gets or returns vectors}}
// expected-note@-2 {{pass what data() and size() return}}
#pragma grad wrt(x)
double ofRecursion(const std::vector<double> &x) { return sumOf(x, 3); }

// expected-error@+1 {{adgen does not differentiate a recursive function that keeps pointers to vectors, or to objects whose class has copies or a destructor of its own}}
static double nested(double x, int n) {
  std::vector<std::vector<double>> a(2, std::vector<double>(2, x));
  for (int i = 0; i < n; ++i)
    a[i % 2].push_back(a[0][0] * x);
  a.resize(3, a[1]);
  return n ? nested(a[2].back() * a[0][1], n - 1) : a[0].back();
}
#pragma grad
double ofNested(double x) { return nested(x, 3); }

// From outside.
#pragma grad
// expected-error@+2 {{adgen does not differentiate functions that get or return iterators}}
// expected-note@+1 {{pass the vector, or pointers}}
double iterator(std::vector<double>::const_iterator x) { return *x; }
#pragma grad
// expected-error@+2 {{adgen does not differentiate functions that get or return vectors inside of 'std::pair<std::vector<double>, double>'}}
// expected-note@+1 {{pass each vector as a parameter of its own}}
double inside(const std::pair<std::vector<double>, double> &x) { return x.first[0]; }
#pragma grad
double resized(std::vector<double> &x) {
  // expected-error@+2 {{adgen does not differentiate a function that changes the size of a vector of its caller's}}
  // expected-note@+1 {{take the vector by value}}
  x.push_back(2);
  return x[0];
}
#pragma grad
// expected-error@+2 {{adgen does not differentiate a function that returns a reference to a vector}}
// expected-note@+1 {{return the vector, or a number}}
const std::vector<double> &reference(const std::vector<double> &x) { return x; }

struct Model {
  std::vector<double> w;
  std::vector<std::vector<double>> rows;
  double bias;
};
#pragma grad
double member(const Model &m) {
  // expected-error@+2 {{adgen does not differentiate through a vector that is a member of an object from outside}}
  // expected-note@+1 {{pass the vector as a parameter of its own}}
  return m.rows[0][0] * m.bias;
}
#pragma grad
double loop(const Model &m) {
  double sum = 0;
  // expected-error@+2 {{adgen does not differentiate through a vector that is a member of an object from outside}}
  // expected-note@+1 {{pass the vector as a parameter of its own}}
  for (const auto &row : m.rows)
    sum += m.bias;
  return sum;
}
#pragma grad
double resizedMember(Model m) {
  // expected-error@+2 {{adgen does not differentiate a function that changes the size of a vector of its caller's}}
  // expected-note@+1 {{take the vector by value}}
  m.w.push_back(2);
  return m.w[0];
}
#pragma grad
double copied(const Model &m) {
  // expected-error@+2 {{adgen does not differentiate through this object of class 'Model'}}
  // expected-note@+1 {{make it a variable}}
  Model copy = m;
  return copy.w[0];
}
#pragma grad
double made(const Model &m, double x) {
  // expected-error@+2 {{adgen does not differentiate through this object of class 'std::vector<Model>'}}
  // expected-note@+1 {{make it a variable}}
  std::vector<Model> all(2);
  return m.w[0];
}
static double first(const Model &m) { return m.w[0]; }
#pragma grad
double unnamed(const Model &m, double x) {
  // expected-error@+2 {{adgen does not differentiate through this object of class 'Model'}}
  // expected-note@+1 {{make it a variable}}
  return first(Model{{x}, {}, x});
}
static double firstOf(Model m) { return m.w[0]; }
#pragma grad
double passed(const Model &m, double x) {
  // expected-error@+2 {{adgen does not differentiate through this object of class 'Model'}}
  // expected-note@+1 {{make it a variable}}
  return firstOf(m);
}
#pragma grad
// expected-error@+2 {{adgen does not differentiate functions that get or return vectors inside of 'Model'}}
// expected-note@+1 {{pass each vector as a parameter of its own}}
Model returned(double x) { return {{x}, {}, x}; }
#pragma grad wrt(x)
double besides(const Model &m, double x) { return m.bias * x; }

Model global;
#pragma grad
double ofGlobal(double x) {
  // expected-error@+2 {{adgen does not differentiate through global variables that hold vectors}}
  // expected-note@+1 {{make each vector a variable of its own}}
  return x * global.w[0];
}
std::vector<double> changed;
#pragma grad
double writesGlobal(double x) {
  // expected-error@+2 {{adgen does not differentiate a function that writes to a global variable}}
  // expected-note@+1 {{return the value instead, or assign to a local variable}}
  changed[0] = x;
  return x;
}

// Derivatives that are called.
#pragma grad wrt(x)
double one(const std::vector<double> &x, double s) { return x[0] * x[0] * s; }
#pragma grad
double ofOne(const std::vector<double> &x, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    // expected-error@+2 {{adgen does not differentiate calls of derivatives with vectors inside of loops and branches}}
    // expected-note@+1 {{call it once, outside of them}}
    sum += one_grad(x, i)[0];
  return sum;
}
#pragma grad
double two(const std::vector<double> &x, double s) { return x[0] * s; }
#pragma grad
double ofTwo(const std::vector<double> &x) {
  // expected-error@+2 {{adgen does not differentiate through derivatives that return vectors beside other values}}
  // expected-note@+1 {{ask for the gradient with respect to the vector alone}}
  auto [g, s] = two_grad(x, 2);
  return s;
}
