// The type of all numbers: double, or what -DREAL=... says.
#pragma once

#ifndef REAL
#define REAL double
#endif

namespace measured {

using Real = REAL;

} // namespace measured
