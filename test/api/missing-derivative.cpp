// A call for a derivative that no pragma asked for is one error, which says what to add.
// RUN: not %clang -fsyntax-only %s 2>&1 | FileCheck %s
// RUN: %if gxx %{ not %gxx -fsyntax-only %s 2>&1 | FileCheck %s %}
#include <adgen/Grad.h>

double f(double x, double y) { return x * y; }
struct Model {
} model;

// CHECK: error: {{.*}}adgen: no derivative with respect to every parameter was asked for; add '#pragma grad' in front of the definition of the function, or say wrt<...> in the call
auto everything = adgen::grad<f>();
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad wrt(...)' with the positions of wrt<...> in front of the definition of the function
auto position = adgen::grad<f>(adgen::wrt<1>);
// CHECK: error: {{.*}}adgen: wrt<> asks for weights alone; add weights(model) or a position
auto nothing = adgen::value_and_grad<f>(adgen::wrt<>);
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad wrt() weights(...)' with the object of weights(...) in front of the definition of the function
auto weights = adgen::value_and_grad<f>(adgen::weights(model));
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad wrt(...) weights(...)' with the positions of wrt<...> and the object of weights(...) in front of the definition of the function
auto both = adgen::grad<f>(adgen::wrt<0>, adgen::weights(model));
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad wrt(...) has_aux' (and weights(...) where the call has it) in front of the definition of the function
auto aux = adgen::grad<f>(adgen::wrt<0>, adgen::has_aux);
// CHECK: error: {{.*}}adgen: an option is given twice, or is not one of wrt<...>, weights(...), has_aux and return_ids
auto twice = adgen::grad<f>(adgen::wrt<0>, adgen::wrt<0, 1>);
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad mode(jvp)' or '#pragma grad mode(vjp)', with 'wrt(...)' and the positions of wrt<...> where the call has them, in front of the definition of the function
auto tangent = adgen::jvp<f>(adgen::wrt<0>);
// CHECK: error: {{.*}}adgen: this derivative was not asked for; add '#pragma grad mode(jvp)' or '#pragma grad mode(vjp)', with 'wrt(...)' and the positions of wrt<...> where the call has them, in front of the definition of the function
auto cotangent = adgen::vjp<f>();
// CHECK-NOT: error:
