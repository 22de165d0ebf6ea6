#include "adgen/Analysis/Distances.h"

#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

#include <map>

using namespace mlir;
using namespace adgen;

namespace {

/// A sum of products of integers.
class Polynomial {
public:
  using Product = SmallVector<Value, 2>; ///< In some fixed order.

  static Polynomial constant(int64_t number) {
    Polynomial result;
    result.add({}, number);
    return result;
  }

  /// Of the sums and products that it is computed by, as far as these do not wrap around.
  static Polynomial of(Value value) {
    value = withoutExtension(value);
    APInt number;
    if (matchPattern(value, m_ConstantInt(&number)))
      return constant(number.getSExtValue());
    Operation *op = value.getDefiningOp();
    if (op && !op->hasAttr(wrapsMark)) {
      if (isa<arith::AddIOp>(op))
        return of(op->getOperand(0)).plus(of(op->getOperand(1)));
      if (isa<arith::SubIOp>(op))
        return of(op->getOperand(0)).plus(of(op->getOperand(1)).times(constant(-1)));
      if (isa<arith::MulIOp>(op))
        return of(op->getOperand(0)).times(of(op->getOperand(1)));
    }
    Polynomial result;
    result.add({value}, 1);
    return result;
  }

  Polynomial plus(const Polynomial &other) const {
    Polynomial result = *this;
    for (const auto &[product, factor] : other.terms)
      result.add(product, factor);
    return result;
  }

  Polynomial times(const Polynomial &other) const {
    Polynomial result;
    for (const auto &[product, factor] : terms)
      for (const auto &[more, times] : other.terms) {
        Product both = product;
        both.append(more);
        result.add(std::move(both), factor * times);
      }
    return result;
  }

  /// What `value` is multiplied by, and the rest; nothing if there are higher powers of it.
  std::optional<std::pair<Polynomial, Polynomial>> split(Value value) const {
    Polynomial factor, rest;
    for (const auto &[product, number] : terms) {
      const auto power = llvm::count(product, value);
      if (power > 1)
        return std::nullopt;
      Product others = product;
      llvm::erase(others, value);
      (power ? factor : rest).add(std::move(others), number);
    }
    return std::pair(factor, rest);
  }

  std::optional<int64_t> asConstant() const {
    if (terms.empty())
      return 0;
    return terms.size() == 1 && terms.begin()->first.empty() ? std::optional(terms.begin()->second)
                                                             : std::nullopt;
  }

  bool contains(Value value) const {
    return llvm::any_of(terms, [&](const auto &term) { return llvm::is_contained(term.first, value); });
  }
  size_t size() const { return terms.size(); }

private:
  struct InOrder {
    bool operator()(const Product &a, const Product &b) const {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](Value x, Value y) {
        return x.getAsOpaquePointer() < y.getAsOpaquePointer();
      });
    }
  };

  void add(Product product, int64_t factor) {
    llvm::sort(product, [](Value x, Value y) { return x.getAsOpaquePointer() < y.getAsOpaquePointer(); });
    auto [term, isNew] = terms.try_emplace(std::move(product), factor);
    if (!isNew)
      term->second += factor;
    if (term->second == 0)
      terms.erase(term);
  }

  std::map<Product, int64_t, InOrder> terms;
};

/// What the loops around a place say of the numbers there: `i` is not below where its loop begins, and below
/// where it ends.
class Facts {
public:
  explicit Facts(Operation *at) {
    for (auto loop = at->getParentOfType<scf::ForOp>(); loop; loop = loop->getParentOfType<scf::ForOp>())
      loops.push_back(loop);
  }

  /// Variables are replaced by their extremes until a number is left, from the innermost loop outwards: then
  /// what the outer ones end at, by one more than where they begin.
  bool isPositive(const Polynomial &sum, unsigned depth = 0) const {
    if (auto number = sum.asConstant())
      return *number > 0;
    if (depth > deepest || sum.size() > longest)
      return false;
    for (scf::ForOp loop : loops)
      if (Value variable = loop.getInductionVar(); sum.contains(variable)) {
        const Polynomial first = Polynomial::of(loop.getLowerBound()),
                         last = Polynomial::of(loop.getUpperBound()).plus(Polynomial::constant(-1));
        return replaced(sum, variable, first, &last, depth);
      }
    for (scf::ForOp loop : llvm::reverse(loops))
      if (Value end = withoutExtension(loop.getUpperBound()); sum.contains(end))
        return replaced(sum, end, Polynomial::of(loop.getLowerBound()).plus(Polynomial::constant(1)), nullptr,
                        depth);
    return false;
  }

private:
  bool replaced(const Polynomial &sum, Value variable, const Polynomial &least, const Polynomial *greatest,
                unsigned depth) const {
    auto parts = sum.split(variable);
    if (!parts)
      return false;
    const auto &[factor, rest] = *parts;
    auto isNotNegative = [&](const Polynomial &part) {
      return isPositive(part.plus(Polynomial::constant(1)), depth + 1);
    };
    if (isNotNegative(factor))
      return isPositive(rest.plus(factor.times(least)), depth + 1);
    return greatest && isNotNegative(factor.times(Polynomial::constant(-1))) &&
           isPositive(rest.plus(factor.times(*greatest)), depth + 1);
  }

  static constexpr unsigned deepest = 12;
  static constexpr size_t longest = 12;
  SmallVector<scf::ForOp> loops; ///< Innermost first.
};

Polynomial indexOf(const Address &address) {
  Polynomial index = Polynomial::constant(address.offset());
  for (auto [value, factor] : address.summands())
    index = index.plus(Polynomial::of(value).times(Polynomial::constant(factor)));
  return index;
}

} // namespace

bool adgen::alwaysMeet(const Address &one, const Address &other) {
  const Polynomial minus = Polynomial::constant(-1);
  return one.root() == other.root() && indexOf(one).plus(indexOf(other).times(minus)).asConstant() == 0;
}

bool adgen::neverMeet(const Address &one, const Address &other, Operation *at) {
  if (one.root() != other.root())
    return false;
  const Polynomial minus = Polynomial::constant(-1), a = indexOf(one), b = indexOf(other);
  const Facts facts(at);
  return facts.isPositive(a.plus(b.times(minus))) || facts.isPositive(b.plus(a.times(minus)));
}
