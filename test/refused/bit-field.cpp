// RUN: not %adgen %s -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally

// Bit-fields have no address, and generated code would have to copy the class.

struct Flags {
  double value;
  unsigned sign : 1;
  unsigned level : 3;
};
#pragma grad wrt(flags)
// CHECK: :[[@LINE+1]]:{{[0-9]+}}: error: adgen cannot differentiate through member 'sign'
double f(const Flags &flags) { return flags.sign ? -flags.value : flags.value * flags.level; }
