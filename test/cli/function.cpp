// Requests on the command line need no pragma; one that only names a function selects what pragmas ask for.
// RUN: %adgen %s --function=n::f --wrt=y --name=f_dy -- %flags | FileCheck %s --check-prefix=NAMED
// RUN: %adgen %s --function=n::f --wrt=0,1 -- %flags | FileCheck %s --check-prefix=POSITIONS
// RUN: %adgen %s --function=g -- %flags | FileCheck %s --check-prefix=SELECT
namespace n {
double f(double x, double y) { return x * y; }
} // namespace n

#pragma grad name(g_first)
double g(double x) { return x; }
#pragma grad name(h_first)
double h(double x) { return x; }

// NAMED: namespace n {
// NAMED: inline {{.*}}f_dy(double x, double y)
// NAMED: Derivative<&::n::f, Wrt<1>, NoWeights, false>
// POSITIONS: Derivative<&::n::f, Wrt<0, 1>, NoWeights, false>
// SELECT-NOT: h_first
// SELECT: g_first(double x)
// SELECT-NOT: h_first
