// RUN: %corpus-test %s %t
// Classes as parameters and results, by what their constructors do.
#include "CorpusCheck.h"

/// Default values, but no constructor.
struct Settings {
  Real rate = 0.5;
  Real limit = 2;
};
EXEC_FIELDS(Settings, rate, limit)

/// A constructor that takes the members.
struct Vec3 {
  Real x, y, z;
  Vec3() : x(0), y(0), z(1) {}
  Vec3(Real x, Real y, Real z) : x(x), y(y), z(z) {}
};
EXEC_FIELDS(Vec3, x, y, z)

/// The same, without a default constructor, in the body.
struct Line {
  Real slope, offset;
  Line(Real a, Real b) {
    slope = a;
    offset = b;
  }
};

/// A constructor that takes something else.
struct Interval {
  Real low, high;
  Interval() : low(0), high(1) {}
  Interval(Real low, Real width) : low(low), high(low + width) {}
  Real length() const { return high - low; }
};
EXEC_FIELDS(Interval, low, high)

struct Shape {
  Real scale = 1;
};
struct Box : Shape {
  Real width = 1, height = 1;
  Box() = default;
  explicit Box(Real size) : width(size), height(2 * size) {}
};

/// Arrays, and a constructor.
struct Model {
  Real weights[3];
  Interval range;
  Model() {
    for (Real &w : weights)
      w = 1;
  }
};
EXEC_FIELDS(Model, weights, range)

#pragma grad
#pragma grad mode(jvp)
Real withSettings(Settings s, Real x) { return s.rate * x * x / s.limit; }

#pragma grad
#pragma grad mode(jvp)
Vec3 withVectors(const Vec3 &a, Vec3 b) {
  Vec3 c(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
  if (c.x > 0)
    b = c;
  return Vec3(b.x * c.x, b.y, c.z);
}

#pragma grad
#pragma grad mode(jvp)
Real linesInLoop(Real x, int n) {
  Line line(x, 1);
  Line lines[2] = {Line(1, x), line};
  for (int i = 0; i < n; ++i) {
    if (i % 2)
      line = Line(line.offset * x, line.slope);
    lines[i % 2].slope += line.slope;
  }
  return line.slope * lines[0].slope + lines[1].offset * lines[1].slope;
}

#pragma grad
#pragma grad mode(jvp)
Real intervalByValue(Interval a, Real x) {
  Interval b(a.low, x);
  b.high *= a.high;
  return a.length() * b.length();
}

#pragma grad
#pragma grad mode(jvp)
Interval intervalReturned(const Interval &a, Real x) {
  Interval b = a;
  if (b.low < x)
    b = Interval(a.high, x);
  b.low *= x;
  return b;
}

#pragma grad
#pragma grad mode(jvp)
Real boxesByMembers(Real x) {
  Box box(x), other;
  box.scale = x * x;
  other.width = x;
  Box both[2];
  both[1] = box;
  return box.scale * box.width * box.height + other.width * other.height * both[0].scale * both[1].width;
}

#pragma grad
#pragma grad mode(jvp)
Real modelByReference(const Model &model, Real x) {
  Model own;
  own.weights[1] = x;
  Real sum = model.range.length() * own.weights[0] * own.weights[1];
  for (int i = 0; i < 3; ++i)
    sum += model.weights[i] * model.weights[i] * x + own.weights[i] * model.range.low;
  return sum;
}

// Two objects of one lambda's type.
static auto scaling(Real factor) {
  return [factor](Real x) { return factor * x * x; };
}

#pragma grad
#pragma grad mode(jvp)
Real twoOfOneLambda(Real x, Real y) {
  auto f = scaling(x), g = scaling(y * y);
  const auto &h = f;
  return f(y) * g(x) + h(2);
}

// Calls of virtual members while an object is made or destroyed go to the class that is.
struct Doubling {
  Real v, *out;
  Doubling(Real x, Real *out) : v(value(x)), out(out) {}
  ~Doubling() { *out *= value(v); }
  virtual Real value(Real x) const { return 2 * x; }
};
struct Squaring : Doubling {
  Squaring(Real x, Real *out) : Doubling(x, out) { v += value(x); }
  ~Squaring() { *out += value(v); }
  Real value(Real x) const override { return x * x; }
};

#pragma grad
#pragma grad mode(jvp)
Real virtualWhileMade(Real x) {
  Real result = x;
  {
    Squaring s(x, &result);
    Doubling plain(x, &result);
    plain = s; // a part of it, of its own class
    result += s.value(x) * plain.value(x);
  }
  return result;
}

// A base made by its own copy, or by nothing at all.
struct Pair {
  Real slope, offset;
};
struct Tail : Pair {
  Real c;
  Tail(const Pair &pair, Real c) : Pair(pair), c(c) {}
  explicit Tail(Real c) : Pair(), c(c) {}
};

#pragma grad
#pragma grad mode(jvp)
Real basesByCopy(Real x, Real y) {
  const Pair pair{x * x, y};
  const Tail copied(pair, x), empty(y);
  Tail again(copied);
  again.slope *= again.c;
  return again.slope * copied.offset + empty.c * (1 + empty.slope) * x;
}

// A base without members may do something all the same.
struct Tripling {
  explicit Tripling(Real *p) { *p *= 3; }
};
struct Thrice : Tripling {
  Real v;
  Thrice(Real *p, Real x) : Tripling(p), v(x) {}
};

#pragma grad
#pragma grad mode(jvp)
Real emptyBase(Real x) {
  Real result = x * x;
  Thrice thrice(&result, x);
  return result * thrice.v;
}

#include "../exec/Generated.h"

CORPUS(withSettings, point(array({0.3, 1.7}), 1.2))
CORPUS(withVectors, point(array({0.3, 1.7, -0.4}), array({1.2, 0.4, 0.9})),
       point(array({0.3, 1.7, -0.4}), array({-1.2, -0.4, -0.9})))
CORPUS(linesInLoop, point(0.7, 4))
CORPUS(intervalByValue, point(array({0.3, 1.7}), 1.2))
CORPUS(intervalReturned, point(array({0.3, 1.7}), 1.2), point(array({1.3, 1.7}), 0.2))
CORPUS(boxesByMembers, point(0.7))
CORPUS(modelByReference, point(array({0.3, 1.7, -0.4, 0.2, 1.5}), 1.2))
CORPUS(twoOfOneLambda, point(0.7, 1.2))
CORPUS(virtualWhileMade, point(0.7))
CORPUS(emptyBase, point(0.7))
CORPUS(basesByCopy, point(0.7, 1.3))
