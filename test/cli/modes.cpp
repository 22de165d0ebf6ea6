// The mode of a request on the command line.
// RUN: %adgen %s --function=f --mode=vjp -- %flags | FileCheck %s --check-prefix=VJP
// RUN: %adgen %s --function=f --mode=vjp --wrt=y --name=f_back --emit=mlir -- %flags | FileCheck %s --check-prefix=GRAPH
// RUN: %adgen %s --function=f --mode=jvp --wrt=x -- %flags | FileCheck %s --check-prefix=JVP
// RUN: %adgen %s --function=f --mode=forward --wrt=x -- %flags | FileCheck %s --check-prefix=JVP
// RUN: not %adgen %s --function=f --mode=backwards -- %flags 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not %adgen %s --function=f --mode=hessian -- %flags 2>&1 | FileCheck %s --check-prefix=HESSIAN
double f(double x, double y) { return x * y; }

// VJP: inline std::tuple<double, double> f_vjp(double x, double y, double d_result) {
// VJP-NOT: value_and_grad
// VJP: struct VjpOf<&::f, Wrt<0, 1>>
// JVP: inline std::tuple<double, double> f_jvp(double x, double y, double d_x) {
// JVP: struct JvpOf<&::f, Wrt<0>>
// GRAPH: func.func {{.*}}f_back
// UNKNOWN: error: unknown mode 'backwards' in '#pragma grad'
// HESSIAN: error: mode(hessian) is not supported yet
