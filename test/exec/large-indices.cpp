// RUN: %exec-test %s %t
// Indices that only an unsigned number can hold.
#include "Check.h"

#ifndef ADGEN_REFERENCE
#include <sys/mman.h>

// A table of more than 2 GB, nearly all of it never touched.
#pragma grad wrt(x)
#pragma grad wrt(x) mode(jvp)
double scaledByTable(double x, const signed char *table, unsigned position) {
  return x * x * table[position] + table[position + 1] * x;
}

#include "Generated.h"

CHECK(farIndex) {
  const unsigned position = 2147483648u + 5;
  void *memory = mmap(nullptr, position + 2ul, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    return; // not on this machine
  signed char *table = static_cast<signed char *>(memory);
  table[position] = 3;
  table[position + 1] = -7;
  EXPECT(scaledByTable_grad(0.5, table, position) == -4);
  EXPECT(std::get<1>(scaledByTable_jvp(0.5, table, position, 2)) == -8);
  munmap(memory, position + 2ul);
}
#endif
