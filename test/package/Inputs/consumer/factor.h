inline double factor(double x) { return 5 * x; }
