// Several tangents or cotangents at once: what `#pragma grad mode(jvp) lanes(n)`
// and `mode(vjp) lanes(n)` compute with.
#pragma once

#include <cstring>

namespace adgen {

namespace detail {
/// Vectors that do not cross the lines of a cache: 64, or what an array of `size` bytes each can keep to.
constexpr unsigned laneAlignment(unsigned size, unsigned least) {
  unsigned alignment = 64;
  while (alignment > least && size % alignment != 0)
    alignment /= 2;
  return alignment > least ? alignment : least;
}
} // namespace detail

/// N numbers of type T that are computed with together, each in its own lane: the derivatives of one number
/// in N directions, or its adjoints for N cotangents. N * sizeof(T) bytes, the lanes in order, so that an
/// array of them is a row-major matrix with N columns. It is aligned to cache lines where N * sizeof(T)
/// allows it.
template <class T, int N> struct alignas(detail::laneAlignment(N * sizeof(T), alignof(T))) Lanes {
  T lane[N];

  /// The lanes have no value yet, as those of any number; `Lanes x{}` is zero.
  Lanes() = default;
  /// The same value in every lane.
  Lanes(T value) {
    for (T &one : lane)
      one = value;
  }
  /// One in the lane, zero in all others: the seed of a column or of a row of a Jacobian.
  static Lanes unit(int index) {
    Lanes result(T(0));
    result.lane[index] = T(1);
    return result;
  }

  T &operator[](int index) { return lane[index]; }
  const T &operator[](int index) const { return lane[index]; }

  friend Lanes operator-(const Lanes &x) {
    return each(x, x, [](auto &to, const auto &a, const auto &) { to = -a; });
  }
  friend Lanes operator+(const Lanes &x, const Lanes &y) {
    return each(x, y, [](auto &to, const auto &a, const auto &b) { to = a + b; });
  }
  friend Lanes operator-(const Lanes &x, const Lanes &y) {
    return each(x, y, [](auto &to, const auto &a, const auto &b) { to = a - b; });
  }
  friend Lanes operator*(const Lanes &x, T factor) {
    return each(x, x, [factor](auto &to, const auto &a, const auto &) { to = a * factor; });
  }
  friend Lanes operator*(T factor, const Lanes &x) { return x * factor; }
  friend Lanes operator/(const Lanes &x, T divisor) {
    return each(x, x, [divisor](auto &to, const auto &a, const auto &) { to = a / divisor; });
  }
  Lanes &operator+=(const Lanes &x) { return *this = *this + x; }
  Lanes &operator-=(const Lanes &x) { return *this = *this - x; }
  Lanes &operator*=(T factor) { return *this = *this * factor; }
  Lanes &operator/=(T divisor) { return *this = *this / divisor; }

  /// The lanes of `product` where x has not zero, else zero.
  static Lanes guard(const Lanes &x, const Lanes &product) {
    return each(x, product, [](auto &to, const auto &a, const auto &b) { to = a == 0 ? a - a : b; });
  }

private:
  // Compilers make one instruction of a vector, but seldom of a loop over a few elements.
#if defined(__GNUC__)
  // Wider vectors than the machine's registers are taken apart in memory, element by element.
#if defined(__AVX512F__)
  static constexpr int bytes = 64;
#elif defined(__AVX__)
  static constexpr int bytes = 32;
#else
  static constexpr int bytes = 16;
#endif
  static constexpr int widest = bytes / sizeof(T) > 1 ? bytes / sizeof(T) : 1;
  static constexpr int widthOf(int count) {
    int width = 1;
    while (width * 2 <= count && width * 2 <= widest)
      width *= 2;
    return width;
  }
  template <int Width, class = void> struct Piece {
    typedef T Type __attribute__((vector_size(Width * sizeof(T))));
  };
  template <class Unused> struct Piece<1, Unused> {
    using Type = T;
  };
  template <int Width> using PieceType = typename Piece<Width>::Type;
#else
  static constexpr int widthOf(int) { return 1; }
  template <int> using PieceType = T;
#endif

  template <int First, class Function>
  static void eachFrom(Lanes &to, const Lanes &x, const Lanes &y, const Function &function) {
    if constexpr (First < N) {
      constexpr int width = widthOf(N - First);
      PieceType<width> a, b, result;
      std::memcpy(&a, x.lane + First, sizeof a);
      std::memcpy(&b, y.lane + First, sizeof b);
      function(result, a, b);
      std::memcpy(to.lane + First, &result, sizeof result);
      eachFrom<First + width>(to, x, y, function);
    }
  }
  template <class Function> static Lanes each(const Lanes &x, const Lanes &y, const Function &function) {
    Lanes result;
    eachFrom<0>(result, x, y, function);
    return result;
  }
};

/// `product`, but zero in each lane where `x` is: what is exactly zero contributes nothing, even where a
/// partial derivative is infinite.
template <class T, int N> Lanes<T, N> guarded(const Lanes<T, N> &x, const Lanes<T, N> &product) {
  return Lanes<T, N>::guard(x, product);
}

} // namespace adgen
