#include "adgen/Analysis/Address.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "adgen/IR/LoopVariables.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Value adgen::withoutExtension(Value value) {
  while (auto extension = value.getDefiningOp<arith::ExtSIOp>())
    value = extension.getIn();
  return value;
}

bool adgen::isNotNegative(Value value) {
  value = withoutExtension(value);
  APInt number;
  if (matchPattern(value, m_ConstantInt(&number)))
    return !number.isNegative();
  if (scf::ForOp loop = loopCounting(value))
    return isNotNegative(loop.getLowerBound());
  if (auto extension = value.getDefiningOp<arith::ExtUIOp>())
    return !extension.getIn().getType().isInteger(1);
  auto sum = value.getDefiningOp<arith::AddIOp>();
  return sum && !sum->hasAttr(wrapsMark) && isNotNegative(sum.getLhs()) && isNotNegative(sum.getRhs());
}

Address::Address(Value pointer) {
  for (base = pointer; Operation *op = base.getDefiningOp();) {
    if (auto offset = dyn_cast<OffsetOp>(op)) {
      add(offset.getIndex(), flatSize(offset.getType().getPointee()));
      isInside &= offset.getInside();
      base = offset.getPointer();
    } else if (auto decay = dyn_cast<DecayOp>(op)) {
      base = decay.getPointer();
    } else if (auto cast = dyn_cast<PtrCastOp>(op); cast && cast.onlyChangesConst()) {
      base = cast.getPointer();
    } else {
      break;
    }
  }
  llvm::erase_if(sum, [](const auto &summand) { return summand.second == 0; });
  sortTerms();
}

void Address::sortTerms() {
  llvm::sort(sum, [](const auto &a, const auto &b) {
    return a.first.getAsOpaquePointer() < b.first.getAsOpaquePointer();
  });
}

Address Address::replaced(Value from, Value to) const {
  Address result = *this;
  for (auto &[value, factor] : result.sum)
    if (value == from)
      value = to;
  result.sortTerms();
  return result;
}

void Address::add(Value index, int64_t factor) {
  APInt number;
  if (matchPattern(index, m_ConstantInt(&number))) {
    constant += factor * number.getSExtValue();
    return;
  }
  Operation *op = index.getDefiningOp();
  // Signed arithmetic does not overflow, by the rules of C++.
  if (op && !op->hasAttr(wrapsMark)) {
    if (isa<arith::AddIOp, arith::SubIOp>(op)) {
      add(op->getOperand(0), factor);
      return add(op->getOperand(1), isa<arith::SubIOp>(op) ? -factor : factor);
    }
    if (isa<arith::MulIOp>(op) && matchPattern(op->getOperand(1), m_ConstantInt(&number)))
      return add(op->getOperand(0), factor * number.getSExtValue());
    if (isa<arith::ExtSIOp, arith::IndexCastOp>(op))
      return add(op->getOperand(0), factor);
  }
  auto known = llvm::find_if(sum, [&](const auto &summand) { return summand.first == index; });
  if (known == sum.end())
    sum.push_back({index, factor});
  else
    known->second += factor;
}

std::optional<int64_t> Address::distanceFrom(const Address &other) const {
  if (base != other.base || sum != other.sum)
    return std::nullopt;
  return constant - other.constant;
}

/// The largest value that the loop's variable has, if that is a constant.
static std::optional<int64_t> largestOf(Value variable) {
  scf::ForOp loop = loopCounting(withoutExtension(variable));
  APInt upper;
  if (!loop || !isNotNegative(variable) ||
      !matchPattern(withoutExtension(loop.getUpperBound()), m_ConstantInt(&upper)))
    return std::nullopt;
  return upper.getSExtValue() - 1;
}

bool Address::isWithin(int64_t size, Type type) const {
  int64_t last = constant;
  for (auto [index, factor] : sum) {
    std::optional<int64_t> largest = largestOf(index);
    if (!largest || factor < 0)
      return false;
    last += factor * *largest;
  }
  return constant >= 0 && last + flatSize(type) <= size;
}

bool Address::staysInMember(Type type) const {
  return isInside || isWithin(flatSize(cast<PtrType>(base.getType()).getPointee()), type);
}

bool Address::isApartFrom(const Address &other, Type type, Type otherType) const {
  auto isOpen = [](Type type) { return isa<ad::ArrayType>(type) && flatSize(type) == 0; };
  if (isOpen(type) || isOpen(otherType))
    return false;
  if (auto distance = distanceFrom(other))
    return *distance >= flatSize(otherType) || -*distance >= flatSize(type);
  auto member = base.getDefiningOp<MemberOp>(), otherMember = other.base.getDefiningOp<MemberOp>();
  return member && otherMember && member.getPointer() == otherMember.getPointer() &&
         member.getField() != otherMember.getField() && staysInMember(type) && other.staysInMember(otherType);
}

int64_t Address::factorOf(Value value) const {
  for (auto [summand, factor] : sum)
    if (summand == value)
      return factor;
  return 0;
}
