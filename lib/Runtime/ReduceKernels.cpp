// Compilers must not reorder a floating-point reduction, so the lanes are
// spelled out with vector types (of GCC and Clang alike), which each clone
// lowers to the registers that it has.

#include "ReduceKernels.h"
#include "Kernel.h"

using namespace adgen;

namespace {

typedef double Doubles __attribute__((vector_size(64)));
typedef float Floats __attribute__((vector_size(64)));
typedef float HalfFloats __attribute__((vector_size(32)));
typedef int64_t Longs __attribute__((vector_size(64)));
typedef int32_t Ints __attribute__((vector_size(64)));

constexpr int64_t Lanes = 8;
constexpr int64_t Stride = 4 * Lanes;

// Macros, as a vector that crosses a function boundary has an ABI that depends
// on the target, of which there are three here.
#define ADGEN_LOAD_AS_DOUBLES(TO, P, V)                                                                      \
  V TO##Raw;                                                                                                 \
  std::memcpy(&TO##Raw, P, sizeof(V));                                                                       \
  Doubles TO = __builtin_convertvector(TO##Raw, Doubles)

// Four independent vectors of partial results hide the latency of the adder.
#define ADGEN_ROW_KERNEL(NAME, T, V, START, STEP, COMBINE)                                                   \
  ADGEN_CLONES static double NAME(const T *x, int64_t n) {                                                   \
    Doubles r0 = Doubles{} + (START), r1 = r0, r2 = r0, r3 = r0;                                             \
    int64_t i = 0;                                                                                           \
    for (; i + Stride <= n; i += Stride) {                                                                   \
      ADGEN_LOAD_AS_DOUBLES(v0, x + i, V);                                                                   \
      ADGEN_LOAD_AS_DOUBLES(v1, x + i + Lanes, V);                                                           \
      ADGEN_LOAD_AS_DOUBLES(v2, x + i + 2 * Lanes, V);                                                       \
      ADGEN_LOAD_AS_DOUBLES(v3, x + i + 3 * Lanes, V);                                                       \
      r0 = STEP(r0, v0);                                                                                     \
      r1 = STEP(r1, v1);                                                                                     \
      r2 = STEP(r2, v2);                                                                                     \
      r3 = STEP(r3, v3);                                                                                     \
    }                                                                                                        \
    Doubles r = COMBINE(COMBINE(r0, r1), COMBINE(r2, r3));                                                   \
    double tail = (START);                                                                                   \
    for (; i < n; ++i)                                                                                       \
      tail = STEP(tail, static_cast<double>(x[i]));                                                          \
    return COMBINE(COMBINE(COMBINE(COMBINE(r[0], r[1]), COMBINE(r[2], r[3])),                                \
                           COMBINE(COMBINE(r[4], r[5]), COMBINE(r[6], r[7]))),                               \
                   tail);                                                                                    \
  }

#define ADGEN_ADD(R, V) ((R) + (V))
#define ADGEN_ADD_SQUARE(R, V) ((R) + (V) * (V))
#define ADGEN_TIMES(R, V) ((R) * (V))

ADGEN_ROW_KERNEL(sumRow, float, HalfFloats, 0.0, ADGEN_ADD, ADGEN_ADD)
ADGEN_ROW_KERNEL(sumRow, double, Doubles, 0.0, ADGEN_ADD, ADGEN_ADD)
ADGEN_ROW_KERNEL(sumSquaresRow, float, HalfFloats, 0.0, ADGEN_ADD_SQUARE, ADGEN_ADD)
ADGEN_ROW_KERNEL(sumSquaresRow, double, Doubles, 0.0, ADGEN_ADD_SQUARE, ADGEN_ADD)
ADGEN_ROW_KERNEL(productRow, float, HalfFloats, 1.0, ADGEN_TIMES, ADGEN_TIMES)
ADGEN_ROW_KERNEL(productRow, double, Doubles, 1.0, ADGEN_TIMES, ADGEN_TIMES)

/// a + b, and what rounding lost of it. Knuth, TAOCP volume 2, 4.2.2 theorem B.
inline double twoSum(double a, double b, double &lost) {
  double s = a + b, t = s - a;
  lost = (a - (s - t)) + (b - t);
  return s;
}

/// What the additions of an exact total lost, unless that total is not finite
/// and the loss therefore a NaN of our own making.
inline double corrected(double total, double low) {
  return std::abs(total) <= std::numeric_limits<double>::max() ? total + low : total;
}

// Short partial sums, whose few roundings stay, added up with compensation.
template <class Partial> double sumBlocks(const double *x, int64_t n, Partial partial) {
  constexpr int64_t Block = 32 * Stride;
  double total = 0, low = 0;
  for (int64_t i = 0; i < n; i += Block) {
    double lost;
    total = twoSum(total, partial(x + i, std::min(Block, n - i)), lost);
    low += lost;
  }
  return corrected(total, low);
}

#define ADGEN_COLUMNS_KERNEL(NAME, VALUE)                                                                    \
  ADGEN_CLONES static void NAME##Rows(const float *x, double *total, int64_t n) {                            \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      double v = x[i];                                                                                       \
      total[i] += VALUE;                                                                                     \
    }                                                                                                        \
  }                                                                                                          \
  ADGEN_CLONES static void NAME##Rows(const double *x, double *total, double *low, int64_t n) {              \
    ADGEN_LOOP_INDEPENDENT for (int64_t i = 0; i < n; ++i) {                                                 \
      double v = x[i], lost;                                                                                 \
      total[i] = twoSum(total[i], VALUE, lost);                                                              \
      low[i] += lost;                                                                                        \
    }                                                                                                        \
  }
ADGEN_COLUMNS_KERNEL(addColumns, v)
ADGEN_COLUMNS_KERNEL(addSquareColumns, (v * v))

#define ADGEN_EXTREMUM_KERNEL(NAME, T, V, BEATS)                                                             \
  ADGEN_CLONES static T NAME##Row(const T *x, int64_t n, T start) {                                          \
    constexpr int64_t Width = sizeof(V) / sizeof(T);                                                         \
    V r0 = V{} + start, r1 = r0;                                                                             \
    int64_t i = 0;                                                                                           \
    for (; i + 2 * Width <= n; i += 2 * Width) {                                                             \
      V v0, v1;                                                                                              \
      std::memcpy(&v0, x + i, sizeof(V));                                                                    \
      std::memcpy(&v1, x + i + Width, sizeof(V));                                                            \
      r0 = ((v0 BEATS r0) | (v0 != v0)) ? v0 : r0;                                                           \
      r1 = ((v1 BEATS r1) | (v1 != v1)) ? v1 : r1;                                                           \
    }                                                                                                        \
    r0 = ((r1 BEATS r0) | (r1 != r1)) ? r1 : r0;                                                             \
    T r = start;                                                                                             \
    for (int64_t k = 0; k < Width; ++k)                                                                      \
      r = r0[k] BEATS r || r0[k] != r0[k] ? r0[k] : r;                                                       \
    for (; i < n; ++i)                                                                                       \
      r = x[i] BEATS r || x[i] != x[i] ? x[i] : r;                                                           \
    return r;                                                                                                \
  }
ADGEN_EXTREMUM_KERNEL(max, float, Floats, >)
ADGEN_EXTREMUM_KERNEL(max, double, Doubles, >)
ADGEN_EXTREMUM_KERNEL(max, int64_t, Longs, >)
ADGEN_EXTREMUM_KERNEL(max, int32_t, Ints, >)
ADGEN_EXTREMUM_KERNEL(min, float, Floats, <)
ADGEN_EXTREMUM_KERNEL(min, double, Doubles, <)
ADGEN_EXTREMUM_KERNEL(min, int64_t, Longs, <)
ADGEN_EXTREMUM_KERNEL(min, int32_t, Ints, <)

template <class T> int64_t sumIntegers(const T *x, int64_t n) {
  uint64_t total = 0; // wraps on overflow, as two's complement does
  for (int64_t i = 0; i < n; ++i)
    total += static_cast<uint64_t>(static_cast<int64_t>(x[i]));
  return static_cast<int64_t>(total);
}

} // namespace

double detail::sumSpan(const float *x, int64_t n) { return sumRow(x, n); }
double detail::sumSpan(const double *x, int64_t n) {
  return sumBlocks(x, n, [](const double *p, int64_t k) { return sumRow(p, k); });
}
int64_t detail::sumSpan(const int64_t *x, int64_t n) { return sumIntegers(x, n); }
int64_t detail::sumSpan(const int32_t *x, int64_t n) { return sumIntegers(x, n); }
int64_t detail::sumSpan(const bool *x, int64_t n) { return sumIntegers(x, n); }

double kernels::sumSquares(const float *x, int64_t n) { return sumSquaresRow(x, n); }
double kernels::sumSquares(const double *x, int64_t n) {
  return sumBlocks(x, n, [](const double *p, int64_t k) { return sumSquaresRow(p, k); });
}
void kernels::addColumns(const float *x, double *total, int64_t n) { addColumnsRows(x, total, n); }
void kernels::addSquareColumns(const float *x, double *total, int64_t n) {
  addSquareColumnsRows(x, total, n);
}
void kernels::addColumns(const double *x, double *total, double *low, int64_t n) {
  addColumnsRows(x, total, low, n);
}
void kernels::addSquareColumns(const double *x, double *total, double *low, int64_t n) {
  addSquareColumnsRows(x, total, low, n);
}
double kernels::product(const float *x, int64_t n) { return productRow(x, n); }
double kernels::product(const double *x, int64_t n) { return productRow(x, n); }

float kernels::rowMax(const float *x, int64_t n, float start) { return maxRow(x, n, start); }
double kernels::rowMax(const double *x, int64_t n, double start) { return maxRow(x, n, start); }
int64_t kernels::rowMax(const int64_t *x, int64_t n, int64_t start) { return maxRow(x, n, start); }
int32_t kernels::rowMax(const int32_t *x, int64_t n, int32_t start) { return maxRow(x, n, start); }
float kernels::rowMin(const float *x, int64_t n, float start) { return minRow(x, n, start); }
double kernels::rowMin(const double *x, int64_t n, double start) { return minRow(x, n, start); }
int64_t kernels::rowMin(const int64_t *x, int64_t n, int64_t start) { return minRow(x, n, start); }
int32_t kernels::rowMin(const int32_t *x, int64_t n, int32_t start) { return minRow(x, n, start); }
