// Where a pragma may stand: the derivative lands in the namespace of its function, and is found by its address.
// RUN: %clang-plugin %s -o %t && %t
// RUN: %adgen %s -o %t.h -- %flags && %if gxx %{ %gxx -Wno-unused-function -DHEADER=\"%t.h\" %s -o %t && %t %}
#include <adgen/Grad.h>

namespace outer::inner {
namespace {
#pragma grad wrt(y)
#pragma grad wrt(0, y) name(both)
double product(const double &x, double y = 2) {
#if 1
  if (false) {
    return 0;
  }
  return x * y;
#else
#error "not read"
#endif
}
} // namespace
} // namespace outer::inner

inline namespace version {
namespace deep {
#pragma grad
constexpr double square(double x) { return x * x; }
} // namespace deep
} // namespace version

template <class T> T cube(T x) { return x * x * x; }
#pragma grad
template <> double cube<double>(double x) { return x * x * x; }

static double half(double x) { return x / 2; }
#pragma grad half
#pragma grad outer::inner::product wrt(x) name(by_name)

#pragma grad repeated wrt(x)
static double repeated(double x) { return 3 * x; }

#define DIFFERENTIABLE _Pragma("grad wrt(x)")
#define FUNCTION(name) DIFFERENTIABLE static double name(double x) { return 5 * x; }
FUNCTION(fivefold)

#pragma grad
static double overloaded(double x) { return 7 * x; }
#pragma grad
static float overloaded(float x) { return 9 * x; }

extern "C" {
#pragma grad
double with_c_linkage(double x) { return 11 * x; }
}

struct Network {
  double scale;
  struct Layer {
#pragma grad wrt(x)
    double loss(double x) const { return weight * x; }
    double weight;
  } layer;
  double unrelated() const { return scale; }
};

#ifdef HEADER
#include HEADER
#endif

int main() {
  using adgen::grad, adgen::wrt;
  bool right = std::get<0>(grad<outer::inner::product>(wrt<0, 1>)(2.0, 3.0)) == 3;
  right &= grad<outer::inner::product>(wrt<1>)(2.0, 3.0) == 2;
  right &= outer::inner::by_name(2.0, 3.0) == 3;
  right &= grad<deep::square>()(4) == 8 && deep::square_grad(4) == 8;
  right &= grad<cube<double>>()(2) == 12;
  right &= grad<half>()(1) == 0.5;
  right &= grad<repeated>(wrt<0>)(1) == 3;
  right &= grad<fivefold>(wrt<0>)(1) == 5;
  right &= grad<static_cast<double (*)(double)>(overloaded)>()(1) == 7;
  right &= grad<static_cast<float (*)(float)>(overloaded)>()(1) == 9;
  right &= grad<with_c_linkage>()(1) == 11;
  right &= grad<&Network::Layer::loss>(wrt<0>)(Network::Layer{6}, 1) == 6;
  return right ? 0 : 1;
}
