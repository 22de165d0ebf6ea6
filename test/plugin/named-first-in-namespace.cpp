// RUN: %clang-plugin -fsyntax-only %s

// The pragma is read when the parser takes the brace, before it is inside the namespace.
namespace n {
double f(double x) { return x * x; }
} // namespace n
namespace n {
#pragma grad f
}
double k = n::f_grad(1);
