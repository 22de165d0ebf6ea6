// RUN: %python %S/check.py %adgen %s

#include <cmath>

struct Model {
  double weights[4];
  double bias;
};

// The loss of a logistic regression with weight decay.
#pragma grad wrt(model)
double loss(const Model &model, const double (*samples)[4], const int *labels, int n, double decay) {
  double sum = 0;
  for (int i = 0; i < n; ++i) {
    double z = model.bias;
    for (int k = 0; k < 4; ++k)
      z += model.weights[k] * samples[i][k];
    sum += std::log1p(std::exp(labels[i] ? -z : z));
  }
  for (double w : model.weights)
    sum += decay * w * w;
  return sum;
}
