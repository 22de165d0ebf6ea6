// RUN: %adgen %s -- %flags | sed -n '/Gradient of/,/^}/p' | FileCheck %s --implicit-check-not="double *[]"

// A pointer and its shadow have one record: how far they are from the beginning.

#pragma grad wrt(entries)
double f(const double *entries, int size, int n, int d) {
  double product = 1;
  for (int k = 0; k < n; ++k) {
    const double *entry = entries + k * size;
    for (int i = 0; i < d; ++i)
      for (int j = i + 1; j < d; ++j)
        product *= *entry++;
  }
  return product;
}

// CHECK: [[TAPE:tape[0-9]*]][k] = entry - entries;
// CHECK: [[DISTANCE:g[0-9]*]] = [[TAPE]][k];
// CHECK-DAG: d_entries + [[DISTANCE]]
// CHECK-DAG: entries + [[DISTANCE]]
