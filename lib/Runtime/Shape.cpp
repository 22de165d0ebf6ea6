#include "adgen/runtime/Shape.h"

#include <ostream>

using namespace adgen;

void Shape::refuse(int64_t count) {
  throw ShapeError("shape: " + std::to_string(count) + " dimensions, at most 8 are supported");
}

void Shape::push_back(int64_t dim) { insert(rank, dim); }

void Shape::insert(int position, int64_t dim) {
  if (rank == MaxRank)
    detail::shapeInvalid("shape", *this, "has 8 dimensions already, the most that are supported");
  for (int i = rank++; i > position; --i)
    dims[i] = dims[i - 1];
  dims[position] = dim;
}

void Shape::erase(int position) {
  --rank;
  for (int i = position; i < rank; ++i)
    dims[i] = dims[i + 1];
  dims[rank] = 0;
}

std::string Shape::str() const {
  std::string text = "[";
  for (int i = 0; i < rank; ++i)
    text += (i ? ", " : "") + std::to_string(dims[i]);
  return text + "]";
}

std::ostream &adgen::operator<<(std::ostream &os, const Shape &shape) { return os << shape.str(); }

int detail::normalizeAxis(const char *op, int64_t axis, const Shape &shape, int extra) {
  int rank = shape.size() + extra;
  if (axis < -rank || axis >= rank)
    shapeInvalid(op, shape, "axis " + std::to_string(axis) + " is out of range");
  return static_cast<int>(axis < 0 ? axis + rank : axis);
}

unsigned detail::axisMask(const char *op, const Axes &axes, const Shape &shape) {
  if (axes.empty())
    return (1U << shape.size()) - 1;
  unsigned mask = 0;
  for (int64_t axis : axes) {
    unsigned bit = 1U << normalizeAxis(op, axis, shape);
    if (mask & bit)
      shapeInvalid(op, shape, "axis " + std::to_string(axis) + " is named twice");
    mask |= bit;
  }
  return mask;
}

void detail::shapeMismatch(const char *op, const Shape &a, const Shape &b, const std::string &reason) {
  throw ShapeError(std::string(op) + ": shapes " + a.str() + " and " + b.str() + " do not match: " + reason);
}

void detail::shapeInvalid(const char *op, const Shape &a, const std::string &reason) {
  throw ShapeError(std::string(op) + ": shape " + a.str() + ": " + reason);
}

void detail::throwShapesDiffer(const char *operation, const Shape &shape, const Shape &expected) {
  throw ShapeError(std::string(operation) + ": shapes " + expected.str() + " and " + shape.str() + " differ");
}
