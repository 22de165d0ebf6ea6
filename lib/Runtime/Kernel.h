//===- Kernel.h - How kernels are compiled ----------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_LIB_RUNTIME_KERNEL_H
#define ADGEN_LIB_RUNTIME_KERNEL_H

#include "adgen/runtime/Map.h"

// A kernel is compiled for three generations of x86-64 and the loader picks
// one, so that one library runs everywhere and fast. Sanitizers instrument the
// resolver, which runs before their own initialisation, hence not there.
#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(ADGEN_NO_CLONES)
#define ADGEN_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ADGEN_CLONES
#endif

// The iterations are independent, also when a result overwrites an operand:
// element i depends on elements i only.
#if defined(__clang__)
#define ADGEN_LOOP_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define ADGEN_LOOP_INDEPENDENT _Pragma("GCC ivdep")
#endif

#endif // ADGEN_LIB_RUNTIME_KERNEL_H
