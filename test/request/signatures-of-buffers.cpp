// Pointer-like parameters get a buffer each, behind all parameters of the function; the rest is returned.
// RUN: %adgen %s -- %flags | tr -s '\n ' ' ' | FileCheck %s
#include <array>

// CHECK: inline void dot_grad(const double *x, const double *y, int n, double *d_x, double *d_y) {
// CHECK: inline double dot_value_and_grad(const double *x, const double *y, int n, double *d_x, double *d_y) {
#pragma grad
double dot(const double *x, const double *y, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i)
    sum += x[i] * y[i];
  return sum;
}

// CHECK: inline double scaled_grad(const double *x, double s, double *d_x) {
// CHECK: inline std::tuple<double, double> scaled_value_and_grad(const double *x, double s, double *d_x) {
#pragma grad
double scaled(const double x[], double s) { return x[0] * s; }

// CHECK: inline void trace_grad(double (*m)[3], double (*n)[4], double (*d_n)[4], double (*d_m)[3]) {
#pragma grad wrt(n, m)
double trace(double m[3][3], double (*n)[4]) { return m[0][0] * n[1][1]; }

// CHECK: inline void fixed_grad(const double (&v)[2], double (*d_v)[2]) {
#pragma grad
double fixed(const double (&v)[2]) { return v[0] * v[1]; }

// CHECK: inline void square_grad(const double *x, double *y, double *d_x, double *d_y) {
// CHECK: inline void square_value_and_grad(const double *x, double *y, double *d_x, double *d_y) {
#pragma grad
void square(const double *x, double *y) { *y = *x * *x; }

// CHECK: inline void rows_grad(double **rows, double **d_rows) {
#pragma grad
double rows(double **rows) { return rows[0][1] * rows[0][1]; }

struct Point {
  double x, y;
};
// CHECK: inline void norm_grad(const Point *p, Point *d_p) {
#pragma grad
double norm(const Point *p) { return p->x * p->x + p->y * p->y; }

struct View {
  double *data;
  int size;
};
// CHECK: inline void total_grad(const View &v, View *d_v) {
#pragma grad
double total(const View &v) { return v.data[0] + v.data[v.size - 1]; }

struct Fixed {
  double values[2];
  int count;
};
// CHECK: inline Fixed first_grad(const Fixed &f) {
#pragma grad
double first(const Fixed &f) { return f.values[0] * f.values[1]; }

// CHECK: inline std::array<double, 2> second_grad(const std::array<double, 2> &a) {
#pragma grad
double second(const std::array<double, 2> &a) { return a[1] * a[0]; }

// CHECK: inline void product_vjp(const double *x, double s, double d_result, double *d_x) {
#pragma grad mode(vjp) wrt(x)
double product(const double *x, double s) { return x[0] * x[0] * s; }
