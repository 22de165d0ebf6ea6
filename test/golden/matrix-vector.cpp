// RUN: %python %S/check.py %adgen %s

// result = matrix * vector, rows of the matrix one behind the other.
#pragma grad
void multiply(const double *matrix, const double *vector, double *result, int rows, int columns) {
  for (int i = 0; i < rows; ++i) {
    result[i] = 0;
    for (int j = 0; j < columns; ++j)
      result[i] += matrix[i * columns + j] * vector[j];
  }
}
