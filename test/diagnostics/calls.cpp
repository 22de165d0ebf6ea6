// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Calls that adgen cannot follow.

#include <string>

struct Declared {
  double a;
  Declared(double a);
};
#pragma grad
double constructorWithoutBody(double x) {
  // expected-error@+2 {{no definition of this constructor is visible here}}
  // expected-note@+1 {{include its definition}}
  Declared d(x);
  return x;
}

struct Shape {
  virtual double area(double r) const = 0;
  // expected-error@+2 {{adgen cannot see which override of 'Shape::area' this calls}}
  // expected-note@+1 {{call it on an object whose class is known here}}
  double twice(double r) const { return 2 * area(r); }
};
#pragma grad wrt(r)
double pureVirtual(double r, const Shape &shape) { return shape.twice(r); }

struct Power {
  // expected-error@+2 {{adgen does not differentiate this recursive call of 'Power::of'}}
  // expected-note@+1 {{a recursive function is not virtual: call one that is not from the virtual one}}
  virtual double of(double x, int n) const { return n == 0 ? x : of(x * x, n - 1); }
};
#pragma grad
double recursiveVirtual(double x, int n) {
  Power p;
  return p.of(x, n);
}

static double forever(double x) {
  for (;;)
    x *= x;
}
#pragma grad
// expected-error@+2 {{adgen sees no value that 'forever' returns}}
// expected-note@+1 {{return one at the end of every way through the function}}
double calleeWithoutResult(double x) { return forever(x); }

#pragma grad
// expected-error@+2 {{adgen sees no value that 'withoutResult' returns}}
// expected-note@+1 {{return one at the end of every way through the function}}
double withoutResult(double x) { x *= x; }

static auto times(double a) {
  return [a](double y) { return a * y; };
}
#pragma grad
double oneOfTwoLambdas(double x, bool first) {
  auto one = times(x);
  auto two = times(2 * x);
  auto &either = first ? one : two;
  // expected-error@+2 {{adgen cannot see which object of this lambda's type is called}}
  // expected-note@+1 {{choose between calls, not between lambdas}}
  return either(x);
}

template <class F> double repeat(F f, double x, int n) { return n == 0 ? x : repeat(f, f(x), n - 1); }
#pragma grad wrt(x)
double oneOfTwoRepeated(double x, int n, bool first) {
  auto one = times(x);
  auto two = times(2 * x);
  auto &either = first ? one : two;
  // expected-error@+2 {{adgen cannot see which lambda this recursive function gets}}
  // expected-note@+1 {{pass a variable that is initialised with the lambda}}
  return repeat(either, x, n);
}

// expected-error@+2 {{adgen does not differentiate a recursive function of a lambda that has captured something other than numbers, arrays and objects of them}}
// expected-note@+1 {{capture the numbers that it needs}}
template <class F> double repeatAgain(F f, double x, int n) {
  return n == 0 ? x : repeatAgain(f, f(x), n - 1);
}
#pragma grad wrt(x)
double captureOfText(double x, int n, std::string s) {
  return repeatAgain([&s](double y) { return s.empty() ? y : -y; }, x, n);
}

double &deepest(double &x, int n) { return n == 0 ? x : deepest(x, n - 1); }
#pragma grad
double recursiveReference(double x, int n) {
  double y = x;
  // expected-error@+2 {{adgen does not differentiate a recursive function that returns a reference}}
  // expected-note@+1 {{return a value}}
  return deepest(y, n);
}

#pragma grad
double recursiveLocalClass(double x, int n) {
  struct Local {
    double a;
    // expected-error@+2 {{adgen does not differentiate a recursive function of objects whose class is declared inside of a function or has members that are not public}}
    // expected-note@+1 {{move the class to namespace scope, and make its members public}}
    static Local power(Local s, int n) { return n == 0 ? s : power(Local{s.a * s.a}, n - 1); }
  };
  return Local::power(Local{x}, n).a;
}

struct Base {
  double a;
};
struct Derived : Base {
  double b;
};
double power(const Base &b, int n) { return n == 0 ? b.a : power(Base{b.a * b.a}, n - 1); }
#pragma grad
double derivedForBase(double x, int n) {
  Derived d{{x}, x};
  // expected-error@+2 {{adgen cannot pass an argument of this call: it is of another class than its parameter}}
  // expected-note@+1 {{pass a variable of the parameter's class}}
  return power(d, n);
}

#pragma grad
double square(const Base &b) { return b.a * b.a; }
#pragma grad
// expected-error@+2 {{adgen cannot pass an argument of this call: it is of another class than its parameter}}
// expected-note@+1 {{pass a variable of the parameter's class}}
double derivedForBaseOfGenerated(const Derived &d) { return square_grad(d).a * d.b; }

typedef double (*Function)(double);
#pragma grad wrt(x)
double nullFunctions(double x, int n) {
  Function functions[2] = {nullptr, nullptr};
  // expected-error@+2 {{adgen cannot see which function this calls}}
  // expected-note@+1 {{call it by its name, or through a pointer that is set where adgen sees it}}
  return functions[n](x);
}

static double sum(int n, ...) { return n; }
#pragma grad
// expected-error@+2 {{adgen does not differentiate calls with a variable number of arguments}}
// expected-note@+1 {{use a template with a parameter pack}}
double variadic(double x) { return sum(1, x); }
