// RUN: %adgen %s -o %t.grad.h -- %flags -fsigned-char
// RUN: %gxx -funsigned-char -DADGEN_OUTPUT='"%t.grad.h"' %s -o %t && %t
// Whether char is signed is up to the machine that compiles the derivative; the function's numbers are not.

#pragma grad wrt(x)
double ownArray(double x, int n) {
  char a[3];
  for (int i = 0; i < 3; ++i)
    a[i] = static_cast<char>(i - n);
  return x * x * a[0] + x * a[1];
}

struct Weight {
  char sign;
  double value;
};

#pragma grad wrt(x)
double member(double x, const Weight *weights, int n) {
  double total = 0;
  for (int i = 0; i < n; ++i)
    total += x * x * weights[i].sign * weights[i].value;
  return total;
}

#ifdef ADGEN_OUTPUT
#include ADGEN_OUTPUT
#endif

int main() {
  const Weight weights[2] = {{static_cast<char>(-1), 0.5}, {3, 2}};
  const bool isRight = ownArray_grad(0.5, 2) == 2 * 0.5 * -2 - 1 && ownArray_grad(0.5, 1) == 2 * 0.5 * -1 &&
                       member_grad(0.5, weights, 2) == 2 * 0.5 * (-0.5 + 6);
  return isRight ? 0 : 1;
}
