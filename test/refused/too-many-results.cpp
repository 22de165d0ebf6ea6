// RUN: %python -c "print('double f(' + ', '.join(f'double p{i}' for i in range(201)) + ') { return p0; }')" > %t.cpp
// RUN: not %adgen %t.cpp --function=f -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:
// RUN: %adgen %t.cpp --function=f --mode=jvp -o - -- %flags | FileCheck %s --check-prefix=TANGENT

// Compilers are slow on long tuples, and stop at longer ones. A tangent needs none.
// CHECK: error: the derivative would return 201 results, and a tuple of more than 200 is not supported; pass an array or a struct, or choose with wrt(...)
// TANGENT: f_jvp
