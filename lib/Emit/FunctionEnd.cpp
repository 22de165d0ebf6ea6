// The end of a function: what it leaves in reference and pointer parameters,
// and the return statement. Everything before reads the parameters' content on
// entry, so the writes come last, and what later ones still read is copied first.
#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

namespace {

/// `target = value;` where target's content on entry is `before`, or its field.
struct Write {
  Expression target;
  Value value;
  Value before;                  ///< Null for a field.
  ad::ExtractOp field = nullptr; ///< An operation that reads the field on entry, if there is one.
};

} // namespace

static bool isWordChar(char c) { return llvm::isAlnum(c) || c == '_'; }

/// "d_m->w.x" and "(*d_m).w.x" as {"d_m", "w", "x"}.
static SmallVector<llvm::StringRef> pathAt(llvm::StringRef text) {
  SmallVector<llvm::StringRef> path{text.take_while(isWordChar)};
  text = text.drop_front(path[0].size());
  while (text.consume_front("->") || text.consume_front(".") || text.consume_front(").")) {
    path.push_back(text.take_while(isWordChar));
    text = text.drop_front(path.back().size());
  }
  return path;
}

/// The expression reads the target, a part of it or what it is a part of.
static bool mentions(llvm::StringRef text, llvm::StringRef target) {
  SmallVector<llvm::StringRef> written = pathAt(target.ltrim("(*"));
  for (size_t at = text.find(written[0]); at != llvm::StringRef::npos; at = text.find(written[0], at + 1)) {
    if (at > 0 && (isWordChar(text[at - 1]) || text[at - 1] == '.' || text[at - 1] == ':'))
      continue;
    SmallVector<llvm::StringRef> read = pathAt(text.substr(at));
    size_t common = std::min(read.size(), written.size());
    if (std::equal(read.begin(), read.begin() + common, written.begin()))
      return true;
  }
  return false;
}

static bool isFieldOf(Value value, Value record, llvm::StringRef name) {
  auto extract = value.getDefiningOp<ad::ExtractOp>();
  return extract && extract.getRecord() == record && extract.getField() == name;
}

/// One write per field that changes, where the record is rebuilt from its own other fields.
static void collectWrites(const Expression &target, Value value, Value before, Emission &e,
                          SmallVectorImpl<Write> &writes) {
  if (value == before)
    return;
  auto make = value.getDefiningOp<ad::MakeRecordOp>();
  bool rebuilt = make && !e.isVariable(value) && !make.getType().isTuple() &&
                 llvm::any_of(llvm::zip(make.getFields(), make.getType().getFieldNames()), [&](auto field) {
                   return isFieldOf(std::get<0>(field), before, cast<StringAttr>(std::get<1>(field)));
                 });
  if (!rebuilt) {
    writes.push_back({target, value, before});
    return;
  }
  for (auto [field, name] : llvm::zip(make.getFields(), make.getType().getFieldNames())) {
    llvm::StringRef fieldName = cast<StringAttr>(name);
    if (isFieldOf(field, before, fieldName))
      continue;
    Expression part{memberOf(target, fieldName), Prec::Primary, field.getType()};
    Value fieldBefore;
    for (Operation *user : before.getUsers())
      if (user->getNumResults() == 1 && isFieldOf(user->getResult(0), before, fieldName))
        fieldBefore = user->getResult(0);
    collectWrites(part, field, fieldBefore, e, writes);
  }
}

/// `x += v` for x + v, `x -= v` for x - v.
static std::optional<std::string> compound(const Write &write, Emission &e) {
  Operation *op = write.value.getDefiningOp();
  if (!op || e.isVariable(write.value) || op->getNumOperands() != 2 || !write.before)
    return std::nullopt;
  auto apply = dyn_cast<ad::ApplyOp>(op);
  // `+=` does not broadcast its left operand; an adjoint has its primal's shape already.
  if (apply && !isReverse(op->getLoc()))
    return std::nullopt;
  bool adds = isa<arith::AddFOp, arith::AddIOp>(op) || (apply && apply.getName() == "add");
  bool subtracts = isa<arith::SubFOp, arith::SubIOp>(op) || (apply && apply.getName() == "sub");
  Value other;
  if ((adds || subtracts) && op->getOperand(0) == write.before)
    other = op->getOperand(1);
  else if (adds && op->getOperand(1) == write.before)
    other = op->getOperand(0);
  else
    return std::nullopt;
  Expression change = converted(e(other));
  if (std::optional<Expression> positive = withoutMinus(change)) {
    change = *positive;
    adds = !adds;
  }
  return write.target.text + (adds ? " += " : " -= ") + change.text + ";";
}

void Statements::functionEnd(Operation *terminator) {
  func::FuncOp function = e.function;
  SmallVector<Write> writes;
  for (auto [param, exit] : exitContents(function)) {
    BlockArgument argument = function.getArgument(param);
    collectWrites(e(argument), exit, argument, e, writes);
  }
  Value returned = e.info.returnsValue() ? terminator->getOperand(0) : Value();
  auto textOf = [&](Value value) { return e(value).text; };

  // Copies of what a write would destroy before it is read.
  llvm::DenseMap<Value, Expression> copies;
  auto copyIfWritten = [&](Value value, size_t writesBefore) {
    bool destroyed = llvm::any_of(llvm::ArrayRef(writes).take_front(writesBefore),
                                  [&](const Write &w) { return mentions(textOf(value), w.target.text); });
    if (!destroyed || copies.contains(value))
      return;
    if (value.getDefiningOp())
      comment(value.getDefiningOp());
    Expression original = e(value);
    declare(value, original);
    copies[value] = e(value);
    if (!value.getDefiningOp())
      e.define(value, original);
  };
  for (auto [index, write] : llvm::enumerate(writes))
    copyIfWritten(write.value, index);
  if (returned)
    copyIfWritten(returned, writes.size());

  auto finalText = [&](Value value) {
    auto copy = copies.find(value);
    return converted(copy != copies.end() ? copy->second : e(value)).text;
  };
  for (const Write &write : writes) {
    if (Operation *op = write.value.getDefiningOp(); op && !e.isVariable(write.value))
      comment(op);
    std::optional<std::string> change = copies.contains(write.value) ? std::nullopt : compound(write, e);
    line(change ? *change : write.target.text + " = " + finalText(write.value) + ";");
  }
  if (!returned)
    return;
  auto record = returned.getDefiningOp<ad::MakeRecordOp>();
  bool braces = record && !e.isVariable(returned) && !record.getType().needsAssignments() &&
                e.info.resultType.find("auto") == std::string::npos;
  if (Operation *op = returned.getDefiningOp(); op && !e.isVariable(returned) && !record)
    comment(op);
  line("return " + (braces ? bracedFields(record, e) : finalText(returned)) + ";");
}
