// RUN: %clang-plugin -fsyntax-only %s
// RUN: %adgen %s -o %t.h -- %flags && %gxx -fsyntax-only -include %s -include %t.h -x c++ /dev/null
// The body of a member instantiates a class template, in front of the class's own end.

#include <cmath>
#include <vector>

template <class T> struct Doubled {
  T value;
  T get() const { return value + value; }
};

struct Outer {
  struct Net {
    std::vector<double> w;
#pragma grad wrt(x, this->w)
    double loss(const std::vector<double> &x) const {
      double sum = 0;
      for (std::size_t i = 0; i < w.size(); ++i)
        sum += w[i] * x[i];
      return std::tanh(Doubled<double>{sum}.get());
    }
  };
};
#ifdef __ADGEN__
[[maybe_unused]] static auto loss(const Outer::Net &net) { return std::get<1>(loss_grad(net, {1, 2})); }
#endif
