// RUN: %clang-plugin -fsyntax-only -Xclang -verify %s

double malformed(double x) {
#pragma grad checkpoint // expected-error {{expected '(' after 'checkpoint' in '#pragma grad', found the end of the line}}
#pragma grad checkpoint 3 // expected-error {{expected '(' after 'checkpoint' in '#pragma grad', found '3'}}
#pragma grad checkpoint() // expected-error {{expected a positive number of snapshots in '#pragma grad', found ')'}}
#pragma grad checkpoint(0) // expected-error {{expected a positive number of snapshots in '#pragma grad', found '0'}}
#pragma grad checkpoint(-1) // expected-error {{expected a positive number of snapshots in '#pragma grad', found '-'}}
#pragma grad checkpoint(1.5) // expected-error {{expected a positive number of snapshots in '#pragma grad', found '1.5'}}
#pragma grad checkpoint(n) // expected-error {{expected a positive number of snapshots in '#pragma grad', found 'n'}}
#pragma grad checkpoint(99999999999) // expected-error {{expected a positive number of snapshots}}
#pragma grad checkpoint(3 // expected-error {{expected ')' in '#pragma grad', found the end of the line}}
#pragma grad checkpoint(3) wrt(x) // expected-error {{expected nothing behind 'checkpoint(n)' in '#pragma grad', found 'wrt'}}
  for (int i = 0; i < 3; ++i)
    x *= x;
  return x;
}

#pragma grad wrt(x) checkpoint(3) // expected-error {{'checkpoint' stands in a pragma of its own, in front of a loop: '#pragma grad checkpoint(n)'}}
double asClause(double x) { return x; }
