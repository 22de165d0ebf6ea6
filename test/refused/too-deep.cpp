// RUN: %python -c "print('double f(double x) { if (x > 9) x = 1;' + ' else if (x > 1) x *= 2;' * 250 + ' return x; }')" > %t.cpp
// RUN: not %adgen %t.cpp --function=f -o - -- %flags 2>&1 | FileCheck %s --implicit-check-not=internally --implicit-check-not=error:
// RUN: %python -c "print('double f(double x) { return ' + 'x + ' * 4000 + 'x; }')" > %t.sum.cpp
// RUN: not %adgen %t.sum.cpp --function=f -o - -- %flags 2>&1 | FileCheck %s --check-prefix=SUM --implicit-check-not=internally --implicit-check-not=error:

// Compilers take 256 brackets inside of each other, and stacks have an end.
// CHECK: error: 'f' has branches or loops that are nested too deeply to be differentiated: more than 200
// CHECK: note: each 'else if' is inside of the one before it; use a 'switch', a loop over a table, or several 'if's behind each other
// SUM: error: this is nested too deeply to be differentiated
// SUM: note: split it into several statements, each with a variable for its result
