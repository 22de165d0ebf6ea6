// A call for a derivative that no pragma asked for is one error, which says what to add.
// RUN: not %clang -fsyntax-only %s 2>&1 | FileCheck %s
// RUN: %if gxx %{ not %gxx -fsyntax-only %s 2>&1 | FileCheck %s %}
#include <adgen/Grad.h>

double f(double x, double y) { return x * y; }
struct Model {
} model;

// CHECK: error: {{.*}}no derivative with respect to every parameter was asked for; add '#pragma grad'
auto everything = adgen::grad<f>();
// CHECK: error: {{.*}}this derivative was not asked for; add '#pragma grad wrt(...)' with the positions
auto position = adgen::grad<f>(adgen::wrt<1>);
// CHECK: error: {{.*}}wrt<> asks for weights alone; add weights(model) or a position
auto nothing = adgen::value_and_grad<f>(adgen::wrt<>);
// CHECK: error: {{.*}}add '#pragma grad wrt() weights(...)'
auto weights = adgen::value_and_grad<f>(adgen::weights(model));
// CHECK: error: {{.*}}add '#pragma grad wrt(...) weights(...)'
auto both = adgen::grad<f>(adgen::wrt<0>, adgen::weights(model));
// CHECK: error: {{.*}}add '#pragma grad wrt(...) has_aux'
auto aux = adgen::grad<f>(adgen::wrt<0>, adgen::has_aux);
// CHECK: error: {{.*}}an option is given twice, or is not one of
auto twice = adgen::grad<f>(adgen::wrt<0>, adgen::wrt<0, 1>);
// CHECK: error: {{.*}}add '#pragma grad mode(jvp)' or '#pragma grad mode(vjp)'
auto tangent = adgen::jvp<f>(adgen::wrt<0>);
// CHECK: error: {{.*}}add '#pragma grad mode(jvp)' or '#pragma grad mode(vjp)'
auto cotangent = adgen::vjp<f>();
// CHECK-NOT: error:
