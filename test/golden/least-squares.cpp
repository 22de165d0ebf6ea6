// RUN: %python %S/check.py %adgen %s
// A sum of squares over vectors: the gradients are vectors.

#include <cmath>
#include <vector>

#pragma grad wrt(weights)
double residual(const std::vector<std::vector<double>> &rows, const std::vector<double> &target,
                const std::vector<double> &weights) {
  double loss = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    double predicted = 0;
    for (std::size_t j = 0; j < weights.size(); ++j)
      predicted += rows[i][j] * weights[j];
    const double error = predicted - target[i];
    loss += error * error;
  }
  return loss;
}

#pragma grad
std::vector<double> softmax(const std::vector<double> &x) {
  std::vector<double> y;
  double sum = 0;
  for (double e : x) {
    y.push_back(std::exp(e));
    sum += y.back();
  }
  for (double &e : y)
    e /= sum;
  return y;
}
