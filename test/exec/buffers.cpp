// RUN: %exec-test %s %t
// Parameters taken by non-const reference: their adjoints go through a buffer.
#include "Check.h"

#ifndef ADGEN_REFERENCE

#pragma grad wrt(x)
double readThrough(double &x, double y) { return x * x * y; }

#pragma grad wrt(x, y)
double updates(double &x, double y) {
  x = x * y;
  return x * x;
}

#pragma grad wrt(y)
double writesOutput(double &out, double y) {
  out = 2 * y;
  return y * y;
}

#pragma grad wrt(x, out)
double seeded(double x, double &out) {
  out = out * x * x;
  return 3 * x;
}

#pragma grad wrt(z, y, x)
void threeOutputs(double &x, double y, double &z) {
  x *= 2;
  z *= y;
}

enum class Kind { Flat, Steep };
struct Inner {
  double z;
};
struct Tagged {
  Kind kind;
  double x;
  Inner inner;
};

#pragma grad
void changesStruct(Tagged &t, bool steep) {
  t.kind = steep ? Kind::Steep : Kind::Flat;
  if (t.kind == Kind::Steep)
    t.x *= t.x;
  t.inner.z *= t.x;
}

#include "Generated.h"

CHECK(aBufferAccumulates) {
  double x = 3, d_x = 0;
  readThrough_grad(x, 5, &d_x);
  EXPECT(d_x == 30);
  EXPECT(x == 3);
}

CHECK(aBufferHoldsTheGradientByTheInitialContent) {
  double x = 3, d_x = 0;
  double d_y = updates_grad(x, 5, &d_x);
  EXPECT(x == 15);
  EXPECT(d_x == 2 * 15 * 5);
  EXPECT(d_y == 2 * 15 * 3);
  x = 3;
  d_x = 0;
  auto both = updates_value_and_grad(x, 5, &d_x);
  EXPECT(std::get<0>(both) == 225);
  EXPECT(std::get<1>(both) == d_y);
  EXPECT(x == 15);
}

CHECK(outputsNotAskedForAreWritten) {
  double out = 0;
  EXPECT(writesOutput_grad(out, 4) == 8);
  EXPECT(out == 8);
}

CHECK(buffersComeInTheOrderOfWrt) {
  double x = 1, z = 5, d_x = 10, d_z = 100;
  EXPECT(threeOutputs_grad(x, 3, z, &d_z, &d_x) == 500);
  EXPECT(x == 2);
  EXPECT(z == 15);
  EXPECT(d_x == 20);
  EXPECT(d_z == 300);
}

CHECK(aSeedInTheBufferIsTheCotangentOfTheOutput) {
  double out = 2, d_out = 10;
  double d_x = seeded_grad(3, out, &d_out);
  EXPECT(out == 18);
  EXPECT(d_out == 90);
  EXPECT(d_x == 3 + 10 * 2 * 2 * 3);
}

CHECK(aSeedInAStructIsTheCotangentOfItsMembers) {
  Tagged t{Kind::Flat, 3, {5}}, d_t{Kind::Flat, 10, {100}};
  changesStruct_grad(t, true, &d_t);
  EXPECT(t.kind == Kind::Steep && t.x == 9 && t.inner.z == 45);
  EXPECT(d_t.x == (10 + 100 * 5) * 2 * 3);
  EXPECT(d_t.inner.z == 900);
}
#endif
