#include "adgen/Analysis/Address.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::ad;

Address::Address(Value pointer) {
  for (base = pointer; Operation *op = base.getDefiningOp();) {
    if (auto offset = dyn_cast<OffsetOp>(op)) {
      add(offset.getIndex(), flatSize(offset.getType().getPointee()));
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
  llvm::sort(sum, [](const auto &a, const auto &b) {
    return a.first.getAsOpaquePointer() < b.first.getAsOpaquePointer();
  });
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

bool Address::isApartFrom(const Address &other, Type type, Type otherType) const {
  if (auto distance = distanceFrom(other))
    return *distance >= flatSize(otherType) || -*distance >= flatSize(type);
  auto member = base.getDefiningOp<MemberOp>(), otherMember = other.base.getDefiningOp<MemberOp>();
  return member && otherMember && member.getPointer() == otherMember.getPointer() &&
         member.getField() != otherMember.getField();
}

int64_t Address::factorOf(Value value) const {
  for (auto [summand, factor] : sum)
    if (summand == value)
      return factor;
  return 0;
}
