#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

// Lengths that a reader takes in at a glance.
static constexpr size_t longestPart = 70, longestLine = 100, longestReturned = 40;

std::string emit::indented(llvm::StringRef text) {
  std::string result;
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    if (!line.empty())
      result += "  " + line.str();
    result += "\n";
    text = rest;
  }
  return result;
}

/// The line of the user's source that the operation comes from, "" when it is
/// not known; the text form of a graph is no source.
static std::string sourceLine(Operation *op) {
  std::string place;
  op->getLoc()->walk([&](Location loc) {
    auto file = dyn_cast<FileLineColLoc>(loc);
    if (!file || file.getFilename().getValue().ends_with(".mlir"))
      return WalkResult::advance();
    place = llvm::sys::path::filename(file.getFilename()).str() + ":" + std::to_string(file.getLine());
    return WalkResult::interrupt();
  });
  if (!place.empty() && isReverse(op->getLoc()))
    place += ", reverse";
  return place;
}

void Statements::comment(Operation *op) {
  std::string now = sourceLine(op);
  if (e.inMap || now.empty() || now == place)
    return;
  place = now;
  line("// " + now);
}

void Statements::block(Block &block) {
  for (Operation &op : block.without_terminator())
    operation(&op);
}

void Statements::operation(Operation *op) {
  if (!e.prepared.isLive(op) || isTransparent(op))
    return;
  if (isa<scf::IfOp>(op))
    return branch(op);
  shortenOperands(op);
  Expression expression = spell(op, e);
  if (op->getNumResults() == 1)
    settle(op, expression);
  else if (op->getNumResults() == 0)
    line(expression.text + ";");
  else
    declareSeveral(op, expression);
}

/// The expression may stand where its value is read instead of becoming a variable.
static bool folds(Operation *op, const Expression &expression, Emission &e) {
  Value value = op->getResult(0);
  bool named = !nameOf(value.getLoc()).empty();
  if (expression.cheap && (!named || isa<ad::ExtractOp>(op)))
    return true;
  if (!e.prepared.readsOnce(value))
    return false;
  Operation *reader = e.prepared.onlyReader(value);
  size_t length = expression.text.size();
  if (isa<func::ReturnOp>(reader))
    return true;
  if (expression.text.find('\n') != std::string::npos)
    return false;
  if (isa<scf::YieldOp, ad::YieldOp>(reader))
    return length <= longestLine;
  // A map computes its scalars once, not for every element.
  if (isa<ad::MapOp>(reader) && !isTensor(value.getType()))
    return false;
  if (isa<ad::MakeRecordOp>(op))
    return true;
  if (named)
    return isa<ad::MakeRecordOp>(reader) && isReverse(op->getLoc()) && length <= longestReturned;
  return length <= longestPart;
}

void Statements::settle(Operation *op, const Expression &expression) {
  if (folds(op, expression, e))
    return e.define(op->getResult(0), expression);
  comment(op);
  declare(op->getResult(0), expression);
}

void Statements::declare(Value value, const Expression &expression) {
  Expression init = converted(expression);
  std::string type = e.typeName(value.getType(), init.sign);
  if (type.empty())
    e.refuse(value.getDefiningOp());
  std::string name = e.names.forValue(value);
  // T name{...}, not T name = T{...}.
  if (llvm::StringRef(init.text).starts_with(type + "{"))
    line("const " + type + " " + name + init.text.substr(type.size()) + ";");
  else
    line("const " + type + " " + name + " = " + init.text + ";");
  e.defineVariable(value, name, init.sign);
}

void Statements::declareSeveral(Operation *op, const Expression &expression) {
  comment(op);
  std::string list;
  auto yield = dyn_cast<ad::YieldOp>(op->getRegion(0).front().getTerminator());
  for (OpResult result : op->getResults()) {
    std::string name = e.names.forValue(result, yield ? yield.getOperand(result.getResultNumber()) : Value());
    list += (list.empty() ? "" : ", ") + name;
    e.defineVariable(result, name);
  }
  line("const auto [" + list + "] = " + expression.text + ";");
}

void Statements::shortenOperands(Operation *op) {
  SmallVector<Value> parts;
  for (Value operand : op->getOperands()) {
    if (auto list = operand.getDefiningOp<ad::ListOp>())
      parts.append(list.getElements().begin(), list.getElements().end());
    else
      parts.push_back(operand);
  }
  auto length = [&](Value part) { return e(part).text.size(); };
  auto movable = [&](Value part) {
    return part.getDefiningOp() && part.getDefiningOp()->getBlock() == op->getBlock() && !e(part).cheap &&
           !isa<ad::MakeRecordOp>(part.getDefiningOp());
  };
  for (;;) {
    size_t total = 0;
    Value longest;
    for (Value part : parts) {
      total += length(part);
      if (movable(part) && (!longest || length(part) > length(longest)))
        longest = part;
    }
    if (total <= longestLine || !longest || length(longest) <= longestLine / 4)
      return;
    comment(longest.getDefiningOp());
    declare(longest, e(longest));
  }
}

void Statements::branch(Operation *op) {
  auto branch = cast<scf::IfOp>(op);
  Statements yes(e, place), no(e, place);
  yes.block(*branch.thenBlock());
  if (branch.elseBlock())
    no.block(*branch.elseBlock());
  SmallVector<OpResult> read;
  for (OpResult result : branch.getResults())
    if (e.prepared.isRead(result))
      read.push_back(result);
  auto yielded = [&](Block *block, OpResult result) {
    return block->getTerminator()->getOperand(result.getResultNumber());
  };
  Expression condition = e(branch.getCondition());

  if (yes.text.empty() && no.text.empty() && read.size() == 1) {
    Expression choice = conditional(condition, e(yielded(branch.thenBlock(), read[0])),
                                    e(yielded(branch.elseBlock(), read[0])));
    if (branch.getNumResults() == 1 && choice.text.size() <= longestLine)
      return settle(op, choice);
  }

  comment(op);
  // A branch without statements of its own is the state before the other one.
  auto isState = [&](const Statements &side, Block *block) {
    return side.text.empty() && block &&
           llvm::all_of(read, [&](OpResult r) { return e(yielded(block, r)).cheap; });
  };
  bool elseFirst = !read.empty() && isState(no, branch.elseBlock());
  bool thenFirst = !read.empty() && !elseFirst && isState(yes, branch.thenBlock());
  SmallVector<std::string> names;
  for (OpResult result : read) {
    Value yesValue = yielded(branch.thenBlock(), result), noValue = yielded(branch.elseBlock(), result);
    Sign sign = e(yesValue).sign == e(noValue).sign ? e(yesValue).sign : Sign::Signed;
    names.push_back(e.names.forValue(result, yesValue));
    std::string init = elseFirst ? e(noValue).text : thenFirst ? e(yesValue).text : "";
    line(e.typeName(result.getType(), sign) + " " + names.back() + (init.empty() ? "" : " = " + init) + ";");
    e.defineVariable(result, names.back(), sign);
  }
  auto assign = [&](Statements &side, Block *block) {
    for (auto [result, name] : llvm::zip(read, names))
      side.line(name + " = " + converted(e(yielded(block, result))).text + ";");
    return indented(side.text);
  };
  std::string head = thenFirst ? unary("!", condition, condition.type).text : condition.text;
  line("if (" + head + ") {");
  if (!thenFirst)
    text += assign(yes, branch.thenBlock());
  if (!thenFirst && !elseFirst && branch.elseBlock())
    line("} else {");
  if (!elseFirst && branch.elseBlock())
    text += assign(no, branch.elseBlock());
  line("}");
}
