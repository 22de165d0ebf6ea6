#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

// Lengths that a reader takes in at a glance.
static constexpr size_t longestPart = 70, longestLine = 100, longestReturned = 40, longestBound = 30,
                        longestAddress = 40;

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
  if (!e.prepared.isLive(op) || isTransparent(op) || e.absorbed.contains(op))
    return;
  if (isa<scf::IfOp>(op))
    return branch(op);
  if (isa<scf::ForOp>(op))
    return forLoop(op);
  if (isa<scf::WhileOp>(op))
    return whileLoop(op);
  if (isa<ad::TableOp>(op))
    return table(op);
  if (isa<ad::LocalOp>(op))
    return local(op);
  if (isa<ad::StoreOp>(op))
    return store(op);
  if (isa<ad::NewStackOp, ad::PopOp>(op))
    return stack(op);
  if (isa<ad::ReplayOp>(op))
    return replay(op);
  shortenOperands(op);
  Expression expression = spell(op, e);
  bool isCall = isa<ad::CallOp, func::CallOp>(op);
  if (op->getNumResults() == 1 && !(isCall && !e.prepared.isRead(op->getResult(0))))
    settle(op, expression);
  else if (op->getNumResults() == 0 || isCall)
    comment(op), line(expression.text + ";");
  else
    declareSeveral(op, expression);
}

/// An address is written where it is used, unless that were long, a loop carries it, or it has a name that is
/// not the one of what the loop carries.
static bool addressFolds(Operation *op, const Expression &expression, Emission &e) {
  if (isa<ad::DecayOp, ad::MemberOp, ad::PtrCastOp>(op) || e.prepared.readsOnce(op->getResult(0)))
    return expression.text.size() <= longestLine;
  if (!nameOf(op->getLoc()).empty() &&
      llvm::none_of(op->getUsers(), [](Operation *user) { return isa<scf::YieldOp>(user); }))
    return false;
  return expression.text.size() <= longestAddress;
}

/// The expression reads a variable that is assigned again.
static bool readsMutable(Value value, Emission &e) {
  if (e.isMutable(value))
    return true;
  Operation *op = value.getDefiningOp();
  return op && !e.isVariable(value) && !isTransparent(op) &&
         llvm::any_of(op->getOperands(), [&](Value operand) { return readsMutable(operand, e); });
}

/// Printed as `x += change`.
static bool isCompoundStore(ad::StoreOp store, Emission &e) {
  Operation *op = store.getValue().getDefiningOp();
  if (!op)
    return false;
  const bool isLoaded = llvm::any_of(op->getOperands(), [&](Value operand) {
    auto load = operand.getDefiningOp<ad::LoadOp>();
    return load && load.getPointer() == store.getPointer();
  });
  return isLoaded && compoundAssignment(objectOf(e(store.getPointer()), store.getValue().getType()).text,
                                        store.getValue(), e);
}

/// The expression may stand where its value is read instead of becoming a variable.
static bool folds(Operation *op, const Expression &expression, Emission &e) {
  Value value = op->getResult(0);
  if (isa<ad::CallOp, func::CallOp, ad::HeapOp>(op))
    return false;
  bool named = !nameOf(value.getLoc()).empty();
  if (isAddress(op))
    return addressFolds(op, expression, e);
  if (e.prepared.readsMemory(op) && !e.prepared.mayMove(op))
    return false;
  if (expression.cheap && (!named || isa<ad::ExtractOp>(op)))
    return true;
  // An index of whatever type is one.
  if (isa<arith::ExtSIOp>(op) && e(op->getOperand(0)).cheap && !readsMutable(op->getOperand(0), e) &&
      llvm::all_of(op->getUsers(), [](Operation *user) { return isa<ad::OffsetOp>(user); }))
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
  if (auto store = dyn_cast<ad::StoreOp>(reader); store && !named && isCompoundStore(store, e))
    return true;
  // Bounds are read in every iteration, and first values need no variable.
  if (auto loop = dyn_cast<scf::ForOp>(reader)) {
    if (llvm::is_contained(loop.getInitArgs(), value))
      return length <= longestPart;
    return isInteger(value.getType()) && length <= longestBound &&
           expression.text.find('(') == std::string::npos && !e.prepared.readsMemory(op) &&
           !readsMutable(value, e);
  }
  if (isa<scf::WhileOp>(reader))
    return length <= longestPart;
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
  if (auto heap = dyn_cast<ad::HeapOp>(op); heap && heap.getZero())
    clearRecords(e(heap).text, withSign(e(heap.getCount()), Sign::Signed).text, heap.getType().getPointee());
}

void Statements::declare(Value value, const Expression &expression) {
  Expression init = converted(expression);
  std::string type = e.typeName(value.getType(), init.sign);
  if (type.empty())
    e.refuse(value.getDefiningOp());
  std::string name = e.names.forValue(value);
  if (isa<ad::PtrType>(value.getType())) {
    line(pointerDeclaration(value.getType(), init, name, /*isConst=*/true) + ";");
    return e.defineVariable(value, name, init.sign);
  }
  const std::string constness = e.constness().str();
  // T name{...}, not T name = T{...}.
  if (llvm::StringRef(init.text).starts_with(type + "{"))
    line(constness + type + " " + name + init.text.substr(type.size()) + ";");
  else if (type.find("(*)") != std::string::npos) // a pointer to a function
    line(declarator(type, constness + name) + " = " + init.text + ";");
  else
    line(constness + type + " " + name + " = " + init.text + ";");
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
  auto yielded = [&](Block *block, OpResult result) -> Value {
    return block->getTerminator()->getOperand(result.getResultNumber());
  };
  Expression condition = e(branch.getCondition());

  // A variable that is one alternative, and is not read any more, takes the result.
  std::set<std::string> used;
  SmallVector<std::string> names;
  SmallVector<Sign> signs; // of the variables that are there already
  for (OpResult result : read) {
    names.push_back("");
    signs.push_back(Sign::Any);
    for (Block *block : {branch.elseBlock(), branch.thenBlock()})
      if (Value value = yielded(block, result); names.back().empty() &&
                                                canShare(value, op, /*nestedToo=*/false) &&
                                                used.insert(e(value).text).second)
        names.back() = e(value).text, signs.back() = e(value).sign;
  }
  if (yes.text.empty() && no.text.empty() && read.size() == 1 && names[0].empty()) {
    Expression choice = conditional(condition, e(yielded(branch.thenBlock(), read[0])),
                                    e(yielded(branch.elseBlock(), read[0])));
    if (branch.getNumResults() == 1 && choice.text.size() <= longestLine)
      return settle(op, choice);
  }

  comment(op);
  // A branch without statements of its own is the state before the other one.
  auto isState = [&](const Statements &side, Block *block) {
    if (!side.text.empty() || !block)
      return false;
    return llvm::all_of(llvm::zip(read, names), [&](auto pair) {
      auto [result, name] = pair;
      Expression value = e(yielded(block, result));
      return name.empty() ? value.cheap : value.text == name;
    });
  };
  bool elseFirst = !read.empty() && isState(no, branch.elseBlock());
  bool thenFirst = !read.empty() && !elseFirst && isState(yes, branch.thenBlock());
  for (auto [result, name, known] : llvm::zip(read, names, signs)) {
    Value yesValue = yielded(branch.thenBlock(), result), noValue = yielded(branch.elseBlock(), result);
    Sign sign = e(yesValue).sign == e(noValue).sign ? e(yesValue).sign : Sign::Signed;
    if (isInteger(result.getType()) &&
        (e(yesValue).sign == Sign::Unsigned || e(noValue).sign == Sign::Unsigned))
      sign = Sign::Unsigned;
    if (!name.empty() && isInteger(result.getType()))
      sign = known;
    if (name.empty()) {
      bool isPartial = isa_and_nonnull<ad::UndefOp>(yesValue.getDefiningOp()) ||
                       isa_and_nonnull<ad::UndefOp>(noValue.getDefiningOp());
      std::string init = elseFirst   ? e(noValue).text
                         : thenFirst ? e(yesValue).text
                         : isPartial ? e.zeroOf(result.getType())
                                     : "";
      name = e.names.forValue(result,
                              isa_and_nonnull<ad::UndefOp>(yesValue.getDefiningOp()) ? noValue : yesValue);
      line(mutableDeclaration(result.getType(), {init, Prec::Primary, result.getType(), sign}, name) + ";");
    }
    e.defineMutable(result, name, sign);
  }
  auto assign = [&](Statements &side, Block *block) {
    SmallVector<std::pair<std::string, Value>> targets;
    for (auto [result, name] : llvm::zip(read, names))
      targets.push_back({name, yielded(block, result)});
    side.assignTogether(targets);
    return indented(side.text);
  };
  std::string thenText = thenFirst ? "" : assign(yes, branch.thenBlock());
  std::string elseText = elseFirst || !branch.elseBlock() ? "" : assign(no, branch.elseBlock());
  if (thenText.empty() && elseText.empty())
    return;
  bool inverted = thenText.empty();
  line("if (" + (inverted ? unary("!", condition, condition.type).text : condition.text) + ") {");
  text += inverted ? elseText : thenText;
  if (!inverted && !elseText.empty()) {
    line("} else {");
    text += elseText;
  }
  line("}");
}
