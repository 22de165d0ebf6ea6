// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s
// A checkpoint pragma belongs to the loop that begins behind it, differentiated or not.

// expected-note@* 0+ {{directly in front of the 'for', 'while' or 'do' of the loop}}

#define SNAPSHOTS 4
#define CHECKPOINTED _Pragma("grad checkpoint(4)") for
#define REPEAT(n) for (int k = 0; k < (n); ++k)

const double table[] = {1, 2};

double accepted(double x, int n) {
#pragma grad checkpoint(3)
  for (int i = 0; i < n; ++i) {
#pragma grad checkpoint(SNAPSHOTS) // a macro

    /* a comment */
#pragma clang loop unroll(disable)
    while (x > 10)
      x /= 2;
  }
  _Pragma("grad checkpoint(0x10)") do { x += 1; }
  while (x < 0);
  CHECKPOINTED(int i = 0; i < n; ++i) x *= x;
#pragma grad checkpoint(2)
  REPEAT(3) x *= 2;
  if (x > 0)
#pragma grad checkpoint(2)
    for (double y : table)
      x += y;
  return x;
}

struct S {
  double member(double x) {
#pragma grad checkpoint(3)
    for (int i = 0; i < 3; ++i)
      x *= x;
    return x;
  }
};

double withoutLoop(double x) {
#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
  x *= x;
#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
  {
    for (int i = 0; i < 3; ++i)
      x *= x;
  }
  auto local = [&] {
#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
    return x;
  };
  return local();
#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
}

#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
double inFront(double x) { return x; }

double twice(double x) {
#pragma grad checkpoint(3) // expected-note {{it was given first here}}
#pragma grad checkpoint(4) // expected-error {{a second 'checkpoint' for one loop}}
  for (int i = 0; i < 3; ++i)
    x *= x;
  return x;
}

// The same in a function that is read ahead.
#pragma grad wrt(z) // expected-error {{'readAhead' has no parameter 'z'}}
double readAhead(double x) { // expected-note {{'readAhead' is defined here}}
#pragma grad checkpoint(3)
  for (int i = 0; i < 3; ++i)
    x *= x;
#pragma grad checkpoint(3) // expected-error {{no loop behind '#pragma grad checkpoint'}}
  return x;
}
