// A source without a derivative of its own.
double model_slope(double x);

int main() { return static_cast<int>(model_slope(2)); }
