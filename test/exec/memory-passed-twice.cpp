// RUN: %exec-test %s %t
// Pointers in memory that the caller passes twice: what is stored under one name is read under the other.
#include "Check.h"

#ifndef ADGEN_REFERENCE

#include <tuple>

// The caller may see its table with a local variable in it, for a while.
#pragma grad wrt(x, table, same)
double localInTable(double x, double **table, double **same) {
  double t = x * x, *const old = table[0];
  table[0] = &t;
  const double read = *same[0] * 3;
  t = read * x;
  table[0] = old;
  return t;
}

#include "Generated.h"

CHECK(aLocalIsReadThroughAnotherName) {
  double y = 7, d_y = 0, *table[] = {&y}, *d_table[] = {&d_y};
  auto [value, d_x] = localInTable_value_and_grad(0.5, table, table, d_table, d_table);
  EXPECT(isClose(value, 3 * 0.125, 1e-15));
  EXPECT(isClose(d_x, 9 * 0.25, 1e-15));
  EXPECT(y == 7 && d_y == 0 && table[0] == &y && d_table[0] == &d_y);
}

CHECK(twoTablesAreTwo) {
  double y = 7, z = 2, d_y = 0, d_z = 0, *table[] = {&y}, *other[] = {&z}, *d_table[] = {&d_y},
         *d_other[] = {&d_z};
  auto [value, d_x] = localInTable_value_and_grad(0.5, table, other, d_table, d_other);
  EXPECT(isClose(value, 3, 1e-15));
  EXPECT(isClose(d_x, 6, 1e-15));
  EXPECT(d_y == 0 && isClose(d_z, 1.5, 1e-15));
}
#endif
