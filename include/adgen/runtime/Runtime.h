//===- Runtime.h - The whole tensor runtime ---------------------*- C++ -*-===//
//
// Part of adgen, under the Apache License v2.0 with LLVM Exceptions.
//
//===----------------------------------------------------------------------===//
#ifndef ADGEN_RUNTIME_RUNTIME_H
#define ADGEN_RUNTIME_RUNTIME_H

#include "adgen/runtime/Cell.h"
#include "adgen/runtime/Creation.h"
#include "adgen/runtime/Elementwise.h"
#include "adgen/runtime/Gradients.h"
#include "adgen/runtime/Index.h"
#include "adgen/runtime/Layers.h"
#include "adgen/runtime/Losses.h"
#include "adgen/runtime/Map.h"
#include "adgen/runtime/MapSum.h"
#include "adgen/runtime/MatMul.h"
#include "adgen/runtime/NN.h"
#include "adgen/runtime/Print.h"
#include "adgen/runtime/Random.h"
#include "adgen/runtime/Reduce.h"
#include "adgen/runtime/ScalarMath.h"
#include "adgen/runtime/Shape.h"
#include "adgen/runtime/ShapeOps.h"
#include "adgen/runtime/Tensor.h"

#endif // ADGEN_RUNTIME_RUNTIME_H
