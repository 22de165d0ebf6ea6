// What the templates of the runtime are not made for is an error that says so.
// RUN: not %clang -fsyntax-only -ferror-limit=0 %s 2>&1 | FileCheck %s
#include <adgen/adgen.h>
#include <adgen/check.h>

double f(double x) { return x * x; }
// CHECK-DAG: error: {{.*}}adgen: the positions in wrt<...> count from zero
auto negative = adgen::wrt<-1>;

auto nothing = adgen::map([](float x) { return x; }, 1.0f);
// CHECK-DAG: error: {{.*}}map needs at least one tensor

auto text = adgen::map([](float x, float) { return x; }, adgen::Tensor(), "text");
// CHECK-DAG: error: {{.*}}the operands of map are tensors and numbers

auto sum = adgen::map_sum([](float x) { return x; }, 1.0f);
// CHECK-DAG: error: {{.*}}map_sum needs at least one tensor

adgen::BasicTensor<char> characters;
// CHECK-DAG: error: {{.*}}tensors hold float, double, int64_t, int32_t or bool

struct NoCell {};
adgen::CellRegistration<NoCell> registered{};
// CHECK-DAG: error: {{.*}}only classes derived from adgen::Cell are registered

auto unasked = adgen::check_gradient<&f>(1.0);
// CHECK-DAG: error: {{.*}}adgen: there is no such derivative with respect to every parameter; add the '#pragma grad' for it in front of the definition of the function, or begin the call with wrt<...>

class Hidden {
  double a = 1;
};
Hidden hidden = adgen::CheckRandom(1).value<Hidden>(0, 1);
// CHECK-DAG: error: {{.*}}adgen: cannot see the fields of this class; add ADGEN_CHECK_FIELDS(Class, field, ...)
