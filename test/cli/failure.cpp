// A source that fails leaves an older output as it was, and no file where there was none.
// RUN: rm -rf %t && mkdir %t && echo "old" > %t/old.h
// RUN: %python %S/Inputs/status.py 1 %adgen %s -o %t/old.h -- %flags -DBROKEN 2>&1 | FileCheck %s --check-prefix=BROKEN
// RUN: %python %S/Inputs/status.py 1 %adgen %s -o %t/new.h -- %flags -DWRONG 2>&1 | FileCheck %s --check-prefix=WRONG
// RUN: %python %S/Inputs/status.py 1 %adgen %s -o %t/new.h -- %flags 2>&1 | FileCheck %s --check-prefix=NOTHING
// RUN: %python %S/Inputs/status.py 1 %adgen %t/nowhere.cpp -o %t/new.h 2>&1 | FileCheck %s --check-prefix=NOWHERE
// RUN: %python %S/Inputs/status.py 1 %adgen %s --function=elephant -- %flags 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: %python %S/Inputs/status.py 1 %adgen %s --function=f --wrt=weigth -- %flags 2>&1 | FileCheck %s --check-prefix=TYPO
// RUN: cat %t/old.h | FileCheck %s --check-prefix=OLD
// RUN: ls %t | FileCheck %s --check-prefix=FILES
#ifdef WRONG
#pragma grad wrt(y)
#endif
double f(double weight) { return weight; }
#ifdef BROKEN
elephant;
#endif

// BROKEN: failure.cpp:[[@LINE-3]]:1: error:
// WRONG: 'f' has no parameter 'y'
// NOTHING: nothing to differentiate: '{{.*}}failure.cpp' has no '#pragma grad'; add one, or say --function=
// NOWHERE: nowhere.cpp
// UNKNOWN: <command line>:1:1: error: no function 'elephant' is known here
// TYPO: <command line>:1:7: error: 'f' has no parameter 'weigth'; did you mean 'weight'?
// OLD: old
// FILES-NOT: {{.}}
// FILES: old.h
// FILES-NOT: {{.}}
