// RUN: %clang-plugin -w -ferror-limit=0 -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Pragmas that ask for what there cannot be.

#include <adgen/adgen.h>

// expected-error@+1 {{expected a mode in '#pragma grad', found ')'}}
#pragma grad mode()
double a(double x) { return x; }

struct Point {
  double x, y;
};
// expected-error@+1 {{expected the name of a member in '#pragma grad', found ')'}}
#pragma grad wrt(p.)
double b(Point p) { return p.x; }

struct Vector {
  double length;
};
// expected-error@+1 {{the derivative of an operator needs a name; add name(...)}}
#pragma grad
double operator+(Vector v, double by) { return v.length + by; }

struct Shared {
  adgen::Parameter w;
};
struct Network : virtual Shared, adgen::Cell {};
static Network network;
// expected-error@+1 {{weights in virtual base classes are not supported yet}}
#pragma grad wrt() weights(network)
double c(double x) { return x; }

inline double taken(double x) { return x; }
// expected-error@+1 {{the derivative of 'd' would define 'taken' a second time; give it another name}}
#pragma grad name(taken)
double d(double x) { return x; }

#pragma grad wrt(x)
int e(double &x) { return 1; }
// expected-error@+1 {{'e2' returns 'int', which has no derivative: name the output parameter in 'wrt' too}}
#pragma grad wrt(n)
// expected-note@+1 {{'x' is one that the function may write to}}
int e2(double &x, double n) { return 1; }

class Hidden {
  // expected-error@+1 {{'square' is not public: generated code cannot name it; make it public, or differentiate a function that calls it}}
#pragma grad
  static double square(double x) { return x * x; }
};
class Nesting {
  struct Inner {
    // expected-error@+1 {{'cube' is not public: generated code cannot name it; make it public, or differentiate a function that calls it}}
#pragma grad
    double cube(double x) const { return x * x * x; }
  };

public:
#pragma grad
  double used(double x) const { return Inner().cube(x); }
};

enum Colour {
// expected-error@+2 {{'#pragma grad' is not supported here}}
// expected-note@+1 {{'#pragma grad' stands in front of the definition of a function, or names one that is defined: '#pragma grad f'}}
#pragma grad b
  red
};
