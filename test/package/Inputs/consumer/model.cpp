// Its derivative depends on a definition of the target and on another header.
#include "factor.h"
#include <adgen/adgen.h>

#pragma grad
double model(double x) { return SCALE * factor(x); }

#include "model.grad.h"

double model_slope(double x) { return adgen::grad<model>()(x); }
