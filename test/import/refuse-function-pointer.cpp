// RUN: %clang-plugin -w -fsyntax-only -Xclang -verify %s

#pragma grad
double f(double x, double (*g)(double)) {
  // expected-error@+2 {{adgen cannot see which function this pointer points to}}
  // expected-note@+1 {{a pointer of this type comes in from outside of the function}}
  return g(x);
}
static double cube(double x) { return x * x * x; }
#pragma grad wrt(x)
double byDefault(double x, double (*g)(double)) {
  // expected-error@+4 {{adgen cannot see which function this pointer points to}}
  // expected-note@+3 {{a pointer of this type comes in from outside of the function}}
  // expected-error@+3 {{adgen cannot see which function this pointer points to}}
  // expected-note@+2 {{a pointer of this type comes in from outside of the function}}
  if (!g)
    g = cube;
  // expected-error@+2 {{adgen cannot see which function this pointer points to}}
  // expected-note@+1 {{a pointer of this type comes in from outside of the function}}
  return g(x);
}

// Addresses that come in from outside.
struct Operation {
  double weight;
  double (*apply)(double);
};
#pragma grad
double ofParameter(const Operation &operation, double x) {
  // expected-error@+2 {{adgen cannot see which function this pointer points to}}
  // expected-note@+1 {{a pointer of this type comes in from outside of the function}}
  return operation.apply(x);
}

#pragma grad wrt(x)
// expected-error@+2 {{adgen cannot see which functions the pointers behind this parameter point to}}
// expected-note@+1 {{call the functions by their names, or make the pointers constants of the file}}
double ofArray(double (*const *all)(double), double x) { return all[0](x); }

static double square(double x) { return x * x; }
double (*hook)(double) = square;
#pragma grad
double ofVariable(double x) {
  // expected-error@+2 {{adgen cannot see which function this pointer points to}}
  // expected-note@+1 {{make it a constant}}
  return hook(x);
}

Operation global = {2, square};
#pragma grad
double ofGlobal(double x) {
  // expected-error@+2 {{adgen cannot see which function this pointer points to}}
  // expected-note@+1 {{a pointer of this type comes in from outside of the function}}
  return global.apply(x);
}

// Nothing of this leaves the derivative.
#pragma grad
// expected-error@+1 {{adgen does not differentiate a function that returns a pointer to a function}}
Operation made(double x) { return {x, square}; }

#pragma grad
double ofNothing(double x) {
  double (*const none)(double) = nullptr;
  // expected-error@+1 {{adgen sees a call through a null pointer here}}
  return none(x);
}

static float single(float x) { return x; }
#pragma grad
double converted(double x) {
  // expected-error@+2 {{adgen cannot see what memory holds behind this conversion to 'double (*)(double)'}}
  // expected-note@+1 {{use memory as the type that it was made with}}
  auto other = reinterpret_cast<double (*)(double)>(single);
  return other(x);
}

struct Functor {
  double factor;
  double times(double x) const { return factor * x; }
};
#pragma grad
double ofMembers(double x) {
  // expected-error@+1 {{adgen does not differentiate through a pointer of type 'double (Functor::*)(double) const'}}
  double (Functor::*member)(double) const = &Functor::times;
  Functor functor{x};
  // expected-note@-2 {{which member it points to is not known: name the member}}
  return (functor.*member)(x);
}
