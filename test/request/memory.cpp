// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s
// Members of what is or holds a pointer are no parameters of their own.

struct View {
  double *data;
  double scale;
};
struct List {
  List *next;
  int value;
};

// expected-error@+1 {{'p.scale' in 'wrt' is a part of something that is a pointer; name the whole parameter: 'wrt(p)'}}
#pragma grad wrt(p->scale)
double a(const View *p) { return p->scale; } // expected-note {{'a' is defined here}}

// expected-error@+1 {{'v.data' in 'wrt' is a part of something that holds a pointer; name the whole parameter: 'wrt(v)'}}
#pragma grad wrt(v.data)
double b(const View &v) { return v.scale; } // expected-note {{'b' is defined here}}

// expected-error@+1 {{'v.scale' in 'wrt' is a part of something that holds a pointer; name the whole parameter: 'wrt(v)'}}
#pragma grad wrt(v.scale)
double c(View v) { return v.scale; } // expected-note {{'c' is defined here}}

// A type that reaches itself.
// expected-error@+1 {{'list' of type 'List *' has no derivative: it is a pointer to, or an array of, something without a derivative}}
#pragma grad wrt(list)
double d(double x, List *list) { return list ? x : 0; } // expected-note {{'d' is defined here}}

// expected-error@+1 {{'callback' of type 'double (*)(double)' has no derivative}}
#pragma grad wrt(callback)
double e(double x, double (*callback)(double)) { return callback(x); } // expected-note {{'e' is defined here}}

// expected-error@+1 {{'p' of type 'void *' has no derivative}}
#pragma grad wrt(p)
double f(double x, void *p) { return p ? x : 0; } // expected-note {{'f' is defined here}}
