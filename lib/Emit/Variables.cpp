// Variables that change: what loops carry and branches choose.
//
// Each gets a variable of its own, unless the one that holds its first value is
// not read any more: then the two share it, and `s = s + x` in a loop's branch
// is just that.
#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/Function.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

bool emit::mentionsWord(llvm::StringRef text, llvm::StringRef word) {
  auto isWordChar = [](char c) { return llvm::isAlnum(c) || c == '_'; };
  for (size_t at = text.find(word); at != llvm::StringRef::npos; at = text.find(word, at + 1))
    if ((at == 0 || !isWordChar(text[at - 1])) &&
        (at + word.size() == text.size() || !isWordChar(text[at + word.size()])))
      return true;
  return false;
}

std::optional<std::string> emit::compoundAssignment(const std::string &target, Value value, Emission &e) {
  Operation *op = value.getDefiningOp();
  if (op && op->hasAttr(wrapsMark) && e(op->getOperand(0)).sign != Sign::Unsigned)
    return std::nullopt;
  if (!op || e.isVariable(value) || op->getNumOperands() != 2 || value.getType().isInteger(1) ||
      !(value.getType().isIntOrFloat() || isa<VectorType>(value.getType()) || isa<ad::OffsetOp>(op)))
    return std::nullopt;
  bool sum = isa<arith::AddFOp, arith::AddIOp, ad::OffsetOp>(op),
       difference = isa<arith::SubFOp, arith::SubIOp>(op);
  bool product = isa<arith::MulFOp, arith::MulIOp>(op), quotient = isa<arith::DivFOp>(op);
  // int arithmetic on narrow types has conversions of its own.
  if (value.getType().isInteger() && value.getType().getIntOrFloatBitWidth() < 32)
    return std::nullopt;
  Value other;
  if ((sum || difference || product || quotient) && e(op->getOperand(0)).text == target)
    other = op->getOperand(1);
  else if ((sum || product) && e(op->getOperand(1)).text == target)
    other = op->getOperand(0);
  else
    return std::nullopt;
  APInt one;
  if (sum && matchPattern(other, m_ConstantInt(&one))) {
    if (one.isOne())
      return "++" + target + ";";
    if (one.isAllOnes())
      return "--" + target + ";";
  }
  Expression change = converted(e(other));
  if (std::optional<Expression> positive = sum || difference ? withoutMinus(change) : std::nullopt) {
    change = *positive;
    std::swap(sum, difference);
  }
  return target + (sum ? " += " : difference ? " -= " : product ? " *= " : " /= ") + change.text + ";";
}

std::string Statements::assignment(const std::string &target, Value value) {
  if (std::optional<std::string> change = compoundAssignment(target, value, e))
    return *change;
  return target + " = " + converted(e(value)).text + ";";
}

void Statements::assignTogether(llvm::ArrayRef<std::pair<std::string, Value>> targets) {
  struct Pending {
    std::string name, text;
    Value value;
    bool saved = false;
  };
  std::vector<Pending> pending;
  for (auto &[name, value] : targets) {
    std::string text = converted(e(value)).text;
    if (text != name && !(value.getDefiningOp<ad::UndefOp>()))
      pending.push_back({name, text, value});
  }
  while (!pending.empty()) {
    auto isFree = [&](const Pending &candidate) {
      return llvm::none_of(pending, [&](const Pending &other) {
        return &other != &candidate && mentionsWord(other.text, candidate.name);
      });
    };
    auto next = llvm::find_if(pending, isFree);
    if (next != pending.end()) {
      line(next->saved ? next->name + " = " + next->text + ";" : assignment(next->name, next->value));
      pending.erase(next);
      continue;
    }
    // They need each other's old values.
    auto first = llvm::find_if(pending, [](const Pending &p) { return !p.saved; });
    std::string name = e.names.fresh("next_" + first->name);
    Sign sign = e(first->value).sign;
    Type type = first->value.getType();
    line((isa<ad::PtrType>(type) ? "auto *const " : "const " + e.typeName(type, sign) + " ") + name + " = " +
         first->text + ";");
    first->text = name;
    first->saved = true;
  }
}

bool Statements::isReadLater(Value value, Operation *op, bool nestedToo) {
  llvm::SmallPtrSet<Operation *, 8> seen;
  llvm::SmallVector<Value> open{value};
  while (!open.empty()) {
    Value next = open.pop_back_val();
    for (Operation *user : next.getUsers()) {
      if (user == op || !e.prepared.isLive(user))
        continue;
      Operation *beside = op->getBlock()->findAncestorOpInBlock(*user);
      if (!beside)
        return true;
      if (beside == op) {
        if (nestedToo)
          return true;
        continue;
      }
      if (!beside->isBeforeInBlock(op))
        return true;
      // Written already, or still to be written as a part of what reads it.
      if (seen.insert(beside).second)
        for (Value result : beside->getResults())
          if (!e.isVariable(result))
            open.push_back(result);
    }
  }
  return false;
}

bool Statements::canShare(Value value, Operation *op, bool nestedToo) {
  if (!e.isMutable(value) || value.getParentBlock() != op->getBlock())
    return false;
  // As more than the one first value.
  return llvm::count(op->getOperands(), value) <= 1 && !isReadLater(value, op, nestedToo);
}

/// A variable whose first value is a constant: what it holds later is computed without a sign.
static bool becomesUnsigned(Value variable) {
  if (!isInteger(variable.getType()))
    return false;
  llvm::SmallPtrSet<Value, 8> seen;
  SmallVector<Value> open{variable};
  while (!open.empty()) {
    Value value = open.pop_back_val();
    if (!seen.insert(value).second)
      continue;
    if (auto argument = dyn_cast<BlockArgument>(value)) {
      Operation *parent = argument.getOwner()->getParentOp();
      unsigned index = argument.getArgNumber();
      if (auto loop = dyn_cast<scf::ForOp>(parent); loop && index > 0)
        open.push_back(loop.getYieldedValues()[index - 1]);
      else if (auto loop = dyn_cast<scf::WhileOp>(parent))
        open.push_back(argument.getOwner() == loop.getBeforeBody() ? loop.getYieldOp().getOperand(index)
                                                                   : loop.getConditionOp().getArgs()[index]);
      continue;
    }
    Operation *op = value.getDefiningOp();
    if (op->hasAttr(wrapsMark) || isa<arith::DivUIOp, arith::RemUIOp, arith::ShRUIOp>(op))
      return true;
    const unsigned number = cast<OpResult>(value).getResultNumber();
    if (auto branch = dyn_cast<scf::IfOp>(op)) {
      open.push_back(branch.thenYield().getOperand(number));
      open.push_back(branch.elseYield().getOperand(number));
    } else if (auto loop = dyn_cast<scf::ForOp>(op)) {
      open.push_back(loop.getYieldedValues()[number]);
    } else if (auto loop = dyn_cast<scf::WhileOp>(op)) {
      open.push_back(loop.getConditionOp().getArgs()[number]);
    } else if (isa<arith::XOrIOp, arith::AndIOp, arith::OrIOp>(op)) {
      open.append(op->operand_begin(), op->operand_end());
    }
  }
  return false;
}

Statements::Variable Statements::variableFor(Value value, Value hint, Value init, Operation *op,
                                             std::set<std::string> &used) {
  // A variable of the primal never becomes an adjoint.
  Operation *source = init.getDefiningOp();
  const bool isOneSweep = !source || isReverse(source->getLoc()) == isReverse(op->getLoc());
  if (isOneSweep && canShare(init, op, /*nestedToo=*/true)) {
    std::string name = e(init).text;
    if (used.insert(name).second)
      return {name, e(init).sign};
  }
  Expression first = converted(e(init));
  if (first.sign == Sign::Any && becomesUnsigned(value))
    first.sign = Sign::Unsigned;
  if (hint && !op->isAncestor(hint.getParentBlock()->getParentOp()))
    hint = {}; // another variable
  // Where upstream's patterns have built a loop anew, what it carries has the location of its first value.
  const bool isForeign = value.getLoc() == init.getLoc() && hint && !nameOf(hint.getLoc()).empty();
  std::string name = isForeign ? e.names.forValue(hint, value) : e.names.forValue(value, hint);
  used.insert(name);
  line(mutableDeclaration(value.getType(), first, name) + ";");
  // It is declared with a sign, whatever its first value could have.
  const bool isSigned = first.sign == Sign::Any && isInteger(value.getType());
  return {name, isSigned ? Sign::Signed : first.sign};
}

std::string Statements::pointerDeclaration(Type type, const Expression &init, const std::string &name,
                                           bool isConst) {
  auto pointer = cast<ad::PtrType>(type);
  Type pointee = pointer.getPointee();
  while (isa<ad::ArrayType, ad::PtrType>(pointee))
    pointee = isa<ad::PtrType>(pointee) ? cast<ad::PtrType>(pointee).getPointee()
                                        : cast<ad::ArrayType>(pointee).getElementType();
  bool isKnown = !isInteger(pointee) || init.text.empty() || init.text == "nullptr";
  std::string spelling = isKnown ? e.typeName(type) : pointer.getIsConst() ? "const auto *" : "auto *";
  return declarator(spelling, (isConst ? "const " : "") + name) +
         (init.text.empty() ? "" : " = " + init.text);
}

std::string Statements::mutableDeclaration(Type type, const Expression &init, const std::string &name) {
  if (isa<ad::PtrType>(type))
    return pointerDeclaration(type, init, name, /*isConst=*/false);
  std::string spelling = e.typeName(type, init.sign == Sign::Unsigned ? Sign::Unsigned : Sign::Signed);
  if (init.text.empty() && needsValues(type))
    return declarator(spelling, name) + " = " + zeroInitializer(type, e);
  return declarator(spelling, name) + (init.text.empty() ? "" : " = " + init.text);
}
