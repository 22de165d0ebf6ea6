#pragma once
#pragma grad wrt(x)
inline double from_header(double x) { return 2 * x; }
