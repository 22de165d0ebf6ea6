// A pragma in a header that is included twice.
// RUN: %clang-plugin %s -I%S/Inputs -o %t && %t
#include "once.h"
#include "once.h"
#include <adgen/Grad.h>

int main() { return adgen::grad<from_header>(adgen::wrt<0>)(1) == 2 ? 0 : 1; }
