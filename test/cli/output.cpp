// What can go wrong behind the derivative: its picture, its file, the flags of the build.
// RUN: rm -rf %t && mkdir -p %t/good %t/bad %t/none %t/empty
// RUN: printf '#!/bin/sh\nexit 0\n' > %t/good/dot && printf '#!/bin/sh\nexit 1\n' > %t/bad/dot && chmod +x %t/good/dot %t/bad/dot
// RUN: not env PATH=%t/none %adgen %s --emit=svg --function=f -- %flags 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not env PATH=%t/bad %adgen %s --emit=svg --function=f -- %flags 2>&1 | FileCheck %s --check-prefix=BAD
// RUN: not env PATH=%t/good TMPDIR=%t/nowhere %adgen %s --emit=svg --function=f -- %flags 2>&1 | FileCheck %s --check-prefix=TEMPORARY
// RUN: %python %S/Inputs/status.py 1 %adgen %s --emit=svg -- %flags 2>&1 | FileCheck %s --check-prefix=SEVERAL
// RUN: %python %S/Inputs/status.py 1 %adgen %s -o %t/nowhere/f.h -- %flags 2>&1 | FileCheck %s --check-prefix=WRITE
// RUN: rm -f %t/link.h && touch %t/real.h && ln -s real.h %t/link.h && %adgen %s -o %t/link.h -- %flags && test -L %t/link.h && FileCheck %s --check-prefix=LINK < %t/real.h
// RUN: %python -c "open(r'%t/empty/compile_commands.json', 'w').write('[]')"
// RUN: %python %S/Inputs/status.py 2 %adgen %s -p %t/none 2>&1 | FileCheck %s --check-prefix=DATABASE
// RUN: %python %S/Inputs/status.py 2 %adgen %s -p %t/empty 2>&1 | FileCheck %s --check-prefix=MISSING

// LINK: inline double f_grad
// NONE: error: --emit=svg needs graphviz's program 'dot': install the package graphviz
// BAD: error: graphviz's program 'dot' failed
// TEMPORARY: error: cannot write a temporary file
// SEVERAL: error: a picture shows one derivative, and there are 2; choose with --function=
// WRITE: error: cannot write '{{.*}}f.h': {{[Nn]}}o such file or directory
// DATABASE: error: there is no readable compile_commands.json in '{{.*}}'
// MISSING: error: '{{.*}}output.cpp' is not in {{.*}}/compile_commands.json
#pragma grad
double f(double x) { return x * x; }
#pragma grad
double g(double x) { return x * x; }
