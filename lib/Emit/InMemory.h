// Integers in memory: enumerations, and types of which a value of the graph has only the width.
#pragma once

#include "Expression.h"

#include "adgen/IR/AdDialect.h"

namespace adgen::emit {

class Emission;

/// What is read from here, through arrays. Characters may be signed or not: that is the machine's choice.
Sign signInMemory(ad::PtrType pointer);
/// Enumerations (and what else is not plainly an integer) have to be converted from what they are in memory.
bool isConverted(ad::PtrType pointer);
/// The value of what stands where the pointer points to.
Expression loaded(Expression object, ad::PtrType pointer);
/// A value as what stands where the pointer points to.
Expression stored(const Expression &value, ad::PtrType pointer, Emission &e);

} // namespace adgen::emit
