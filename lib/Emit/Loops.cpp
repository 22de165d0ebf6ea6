// for, while and do … while.
#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

/// The name of the loop's own variable: that of the source, or i, j, k.
static std::string counterName(scf::ForOp loop, Emission &e) {
  Value variable = loop.getInductionVar();
  // Upstream's patterns build loops anew, whose variable has the location of the loop: of its result.
  if (!nameOf(variable.getLoc()).empty() && variable.getLoc() != loop.getLoc())
    return e.names.forValue(variable);
  for (llvm::StringRef letter : {"i", "j", "k", "l", "m"})
    if (e.names.isFree(letter))
      return e.names.fresh(letter);
  return e.names.fresh("i");
}

static bool isConstantInt(Value value, int64_t n) {
  APInt constant;
  return matchPattern(value, m_ConstantInt(&constant)) && constant.getSExtValue() == n;
}

static std::string forHeader(scf::ForOp loop, const std::string &i, Emission &e) {
  Type type = loop.getInductionVar().getType();
  std::string spelling = e.typeName(type);
  auto operand = [&](Value bound) {
    Expression text = withSign(e(bound), Sign::Signed);
    return text.sign == Sign::Any ? text : converted(text);
  };
  // Of an unsigned 0, n - 1 would not be negative.
  auto computed = [&](Value bound) {
    if (!bound.getDefiningOp<arith::ExtUIOp>())
      return operand(bound);
    Expression text = withSign(e(bound), Sign::Signed);
    text.unconverted.reset();
    return text;
  };
  Expression lower = operand(loop.getLowerBound()), step = operand(loop.getStep());
  Expression name{i, Prec::Primary, type};
  Expression one{"1", Prec::Primary, type, Sign::Any};
  Type boolean = IntegerType::get(type.getContext(), 1);
  bool single = isConstantInt(loop.getStep(), 1);
  if (!loop->hasAttr("ad.down")) {
    std::string next = single ? "++" + i : i + " += " + step.text;
    return "for (" + spelling + " " + i + " = " + lower.text + "; " +
           binary(name, "<", Prec::Relational, operand(loop.getUpperBound()), boolean).text + "; " + next +
           ")";
  }
  const Expression first = computed(loop.getLowerBound()), upper = computed(loop.getUpperBound());
  // The last multiple of the step below the bound.
  Expression last = binary(upper, "-", Prec::Additive, one, type);
  APInt known;
  if (matchPattern(loop.getUpperBound(), m_ConstantInt(&known)))
    last = {std::to_string(known.getSExtValue() - 1), known.sgt(0) ? Prec::Primary : Prec::Unary, type,
            Sign::Any};
  if (!single) {
    Expression span =
        isConstantInt(loop.getLowerBound(), 0) ? upper : binary(upper, "-", Prec::Additive, first, type);
    Expression count =
        binary(binary(binary(span, "+", Prec::Additive, step, type), "-", Prec::Additive, one, type), "/",
               Prec::Multiplicative, step, type);
    last = binary(binary(count, "-", Prec::Additive, one, type), "*", Prec::Multiplicative, step, type);
    if (!isConstantInt(loop.getLowerBound(), 0))
      last = binary(first, "+", Prec::Additive, last, type);
  }
  std::string next = single ? "--" + i : i + " -= " + step.text;
  return "for (" + spelling + " " + i + " = " + last.text + "; " +
         binary(name, ">=", Prec::Relational, lower, boolean).text + "; " + next + ")";
}

void Statements::forLoop(Operation *op) {
  auto loop = cast<scf::ForOp>(op);
  shortenOperands(op);
  const size_t start = text.size();
  comment(op);
  const size_t directlyInFront = text.size();
  std::set<std::string> used;
  SmallVector<std::pair<std::string, Value>> assignments;
  auto yields = loop.getBody()->getTerminator()->getOperands();
  for (auto [index, argument] : llvm::enumerate(loop.getRegionIterArgs())) {
    Value result = loop.getResult(index);
    unsigned own = index;
    Value self = argument;
    bool isCarried = llvm::any_of(argument.getUsers(), [&](Operation *user) {
      return e.prepared.isLive(user) && (user != loop.getBody()->getTerminator() || yields[own] != self);
    });
    if (!isCarried && !e.prepared.isRead(result))
      continue;
    Value init = loop.getInitArgs()[index];
    auto [name, sign] = variableFor(argument, yields[index], init, op, used);
    e.defineMutable(argument, name, sign);
    e.defineMutable(result, name, sign);
    assignments.push_back({name, yields[index]});
  }
  std::string i = counterName(loop, e);
  std::string header = forHeader(loop, i, e);
  e.defineVariable(loop.getInductionVar(), i);
  Statements body(e, place);
  body.block(*loop.getBody());
  body.assignTogether(assignments);
  if (loop->hasAttr("ad.scattered"))
    text.insert(text.size() == directlyInFront ? start : text.size(),
                "#ifdef __clang__ // iterations access what is far apart\n"
                "#pragma clang loop vectorize(disable)\n#endif\n");
  line(header + " {");
  text += indented(body.text);
  line("}");
  e.names.release(i);
}

/// `while (!stop && c)`, where nothing else reads `stop` and it is false at first: the body ends in a break.
static std::optional<unsigned> endingFlag(scf::WhileOp loop, Emission &e) {
  auto test = loop.getConditionOp().getCondition().getDefiningOp<arith::SelectOp>();
  if (!test || !matchPattern(test.getTrueValue(), m_Zero()) || !test->hasOneUse())
    return std::nullopt;
  auto flag = dyn_cast<BlockArgument>(test.getCondition());
  if (!flag || flag.getOwner() != loop.getBeforeBody() ||
      !matchPattern(loop.getInits()[flag.getArgNumber()], m_Zero()))
    return std::nullopt;
  // The rest of the condition is computed in front of the flag's test in the graph: it must be no more than
  // an expression.
  for (Operation &op : loop.getBeforeBody()->without_terminator())
    if (!isPure(&op))
      return std::nullopt;
  for (auto [index, value] : llvm::enumerate(loop.getConditionOp().getArgs())) {
    // What the condition computes, the break would leave as it was one iteration before.
    Operation *computes = value.getDefiningOp();
    const bool isNew = computes && computes->getBlock() == loop.getBeforeBody();
    if ((value == flag || isNew) && e.prepared.isRead(loop.getResult(index)))
      return std::nullopt;
    if (value == flag && e.prepared.isRead(loop.getAfterArguments()[index]))
      return std::nullopt;
  }
  Value next = loop.getYieldOp().getOperand(flag.getArgNumber());
  if (llvm::count(loop.getYieldOp().getOperands(), next) != 1)
    return std::nullopt;
  return flag.getArgNumber();
}

void Statements::assignOrBreak(llvm::ArrayRef<std::pair<std::string, Value>> assignments, Value flag) {
  Expression ends = e(flag);
  bool changes =
      llvm::any_of(assignments, [&](auto &target) { return mentionsWord(ends.text, target.first); });
  if (changes) {
    declare(flag, ends);
    ends = e(flag);
  }
  assignTogether(assignments);
  line("if (" + ends.text + ")");
  line("  break;");
}

void Statements::whileLoop(Operation *op) {
  auto loop = cast<scf::WhileOp>(op);
  comment(op);
  std::set<std::string> used;
  auto forwarded = loop.getConditionOp().getArgs();
  auto yields = loop.getYieldOp().getOperands();
  SmallVector<std::string> carried;
  llvm::StringMap<Sign> signs; ///< With which the variables are declared.
  std::optional<unsigned> flag = endingFlag(loop, e);
  for (auto [index, argument] : llvm::enumerate(loop.getBeforeArguments())) {
    Value init = loop.getInits()[index];
    carried.push_back("");
    if (index == flag) {
      e.define(argument, {"false", Prec::Primary, argument.getType()});
      continue;
    }
    if (!e.prepared.isRead(argument))
      continue;
    Variable variable = variableFor(argument, yields[index], init, op, used);
    carried.back() = variable.name;
    signs[variable.name] = variable.sign;
    e.defineMutable(argument, variable.name, variable.sign);
  }
  // What the condition passes on: an argument as it is, or a variable of its own that is set in front of it.
  SmallVector<std::pair<std::string, Value>> passed;
  SmallVector<std::pair<unsigned, std::string>> names;
  for (auto [index, value] : llvm::enumerate(forwarded)) {
    Value result = loop.getResult(index);
    BlockArgument argument = loop.getAfterArguments()[index];
    if (!e.prepared.isRead(result) && !e.prepared.isRead(argument))
      continue;
    bool isOwn = loop.getBefore().isAncestor(value.getParentRegion());
    auto before = dyn_cast<BlockArgument>(value);
    if (!isOwn || (before && before.getOwner() == loop.getBeforeBody())) {
      names.push_back({index, ""});
      continue;
    }
    // The argument that takes this value next has no use for its own any more: one variable.
    std::string shared;
    for (auto [next, yield] : llvm::enumerate(yields))
      if (yield == argument && !carried[next].empty() &&
          llvm::none_of(names, [&, n = next](auto &known) { return known.second == carried[n]; }) &&
          !isForwardedElsewhere(loop, next))
        shared = carried[next];
    if (shared.empty()) {
      shared = e.names.forValue(argument, value);
      const Expression zero{e.zeroOf(value.getType()), Prec::Primary, value.getType()};
      line(mutableDeclaration(value.getType(), zero, shared) + ";");
      signs[shared] = zero.sign;
    }
    names.push_back({index, shared});
    passed.push_back({shared, value});
  }

  Statements before(e, place), after(e, place);
  Value flagNext = flag ? Value(yields[*flag]) : Value();
  Value test = loop.getConditionOp().getCondition();
  if (flag) { // `stop ? false : test`
    e.absorbed.insert(test.getDefiningOp());
    test = test.getDefiningOp<arith::SelectOp>().getFalseValue();
  }
  before.block(*loop.getBeforeBody());
  Expression condition = e(test);
  bool isPlain = before.text.empty() && passed.empty();
  // A condition that reads what is set in front of it is computed before.
  if (llvm::any_of(passed, [&](auto &target) { return mentionsWord(condition.text, target.first); })) {
    std::string name = e.names.fresh("again");
    before.line("const bool " + name + " = " + condition.text + ";");
    condition = {name, Prec::Primary, condition.type};
  }
  before.assignTogether(passed);
  for (auto &[index, name] : names) {
    Value value = forwarded[index];
    for (Value target : {Value(loop.getAfterArguments()[index]), Value(loop.getResult(index))})
      if (name.empty())
        e.copyVariable(target, value);
      else
        e.defineMutable(target, name, signs[name]);
  }
  after.block(*loop.getAfterBody());
  SmallVector<std::pair<std::string, Value>> assignments;
  for (auto [name, value] : llvm::zip(carried, yields))
    if (!name.empty() && value != flagNext)
      assignments.push_back({name, value});
  if (flagNext)
    after.assignOrBreak(assignments, flagNext);
  else
    after.assignTogether(assignments);

  if (isPlain) {
    line("while (" + condition.text + ") {");
    text += indented(after.text);
    return line("}");
  }
  bool isOutside = condition.text == "true" || !before.declares(condition.text);
  if (after.text.empty() && isOutside) {
    line("do {");
    text += indented(before.text);
    return line("} while (" + condition.text + ");");
  }
  line("while (true) {");
  before.line("if (" + unary("!", condition, condition.type).text + ")");
  before.line("  break;");
  text += indented(before.text) + indented(after.text);
  line("}");
}

bool Statements::isForwardedElsewhere(Operation *op, unsigned argument) {
  auto loop = cast<scf::WhileOp>(op);
  return llvm::is_contained(loop.getConditionOp().getArgs(), loop.getBeforeArguments()[argument]);
}

/// Whether the expression reads a variable that the statements declare.
bool Statements::declares(llvm::StringRef expression) const {
  llvm::StringRef rest = text;
  while (!rest.empty()) {
    auto [first, more] = rest.split('\n');
    rest = more;
    size_t assign = first.find(" = ");
    llvm::StringRef left = assign == llvm::StringRef::npos ? first.rtrim(';') : first.take_front(assign);
    size_t space = left.find_last_of(" *");
    if (space == llvm::StringRef::npos || left.starts_with(" "))
      continue;
    llvm::StringRef name = left.substr(space + 1);
    if (!name.empty() && mentionsWord(expression, name))
      return true;
  }
  return false;
}
