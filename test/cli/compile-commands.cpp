// -p takes the flags of a build, without the plugin that may be among them.
// RUN: rm -rf %t && mkdir %t && cp %s %t/model.cpp
// RUN: %python -c "import json, sys; d = sys.argv[1]; json.dump([dict(directory=d, file='model.cpp', arguments=['clang++', '-DSCALE=2', '-fplugin=adgen.so', '-c', 'model.cpp', '-o', 'model.o'])], open(d + '/compile_commands.json', 'w'))" %t
// RUN: %adgen %t/model.cpp -p %t | FileCheck %s
// RUN: not %adgen %t/model.cpp
#pragma grad
double f(double x) { return SCALE * x; }
// CHECK: inline {{.*}}f_grad(double x)
