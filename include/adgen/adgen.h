// Everything that code which is differentiated, or calls derivatives, needs from adgen. Pure
// arithmetic needs adgen/Grad.h alone, and nothing at link time.
#pragma once

#include "adgen/Grad.h"
#include "adgen/lanes.h"
#include "adgen/runtime/Runtime.h"
