// for loops whose number of iterations is known when they begin: scf.for.

#include "Importer.h"
#include "Models.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

namespace {

/// `variable + shift relation bound; variable += step`
struct Counted {
  const clang::VarDecl *variable = nullptr;
  const clang::Expr *bound = nullptr;
  clang::BinaryOperatorKind relation;
  clang::QualType compared; ///< The type in which the condition compares.
  int64_t step = 0, shift = 0;
  llvm::SmallVector<const clang::Stmt *, 2> besides; ///< What else happens behind each iteration.
  bool goesDown() const { return step < 0; }
};

/// The variable that an expression reads, whatever it is then converted to.
const clang::VarDecl *variableOf(const clang::Expr *expr) {
  auto *name = dyn_cast<clang::DeclRefExpr>(expr->IgnoreParenImpCasts());
  auto *variable = name ? dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  return variable ? variable->getCanonicalDecl() : nullptr;
}

std::optional<int64_t> constantOf(const clang::Expr *expr, const clang::ASTContext &ast) {
  clang::Expr::EvalResult result;
  if (!expr->EvaluateAsInt(result, ast))
    return std::nullopt;
  return result.Val.getInt().getExtValue();
}

/// The variable that an expression reads, and what it adds to it: `i + 1`.
std::pair<const clang::VarDecl *, int64_t> shiftedVariableOf(const clang::Expr *expr,
                                                             const clang::ASTContext &ast) {
  auto *sum = dyn_cast<clang::BinaryOperator>(expr->IgnoreParenImpCasts());
  if (!sum || !sum->isAdditiveOp() || !sum->getType()->isIntegerType())
    return {variableOf(expr), 0};
  const bool isDifference = sum->getOpcode() == clang::BO_Sub;
  const bool isLeft = variableOf(sum->getLHS()) || isDifference;
  std::optional<int64_t> amount = constantOf(isLeft ? sum->getRHS() : sum->getLHS(), ast);
  if (!amount || *amount > INT16_MAX || *amount < -INT16_MAX)
    return {nullptr, 0};
  return {variableOf(isLeft ? sum->getLHS() : sum->getRHS()), isDifference ? -*amount : *amount};
}

/// By how much one evaluation changes `variable`; 0 for anything else.
int64_t stepOf(const clang::Expr *expr, const clang::VarDecl *variable, const clang::ASTContext &ast) {
  expr = expr->IgnoreParenImpCasts();
  if (auto *cast = dyn_cast<clang::CStyleCastExpr>(expr); cast && cast->getCastKind() == clang::CK_ToVoid)
    expr = cast->getSubExpr()->IgnoreParenImpCasts();
  if (auto *unary = dyn_cast<clang::UnaryOperator>(expr))
    return variableOf(unary->getSubExpr()) != variable ? 0
           : unary->isIncrementOp()                    ? 1
           : unary->isDecrementOp()                    ? -1
                                                       : 0;
  auto *binary = dyn_cast<clang::BinaryOperator>(expr);
  if (!binary || !binary->isAssignmentOp() || variableOf(binary->getLHS()) != variable)
    return 0;
  clang::BinaryOperatorKind opcode = binary->getOpcode();
  const clang::Expr *by = binary->getRHS();
  if (opcode == clang::BO_Assign) {
    auto *sum = dyn_cast<clang::BinaryOperator>(by->IgnoreParenImpCasts());
    if (!sum || !sum->isAdditiveOp())
      return 0;
    opcode = sum->getOpcode() == clang::BO_Add ? clang::BO_AddAssign : clang::BO_SubAssign;
    bool isLeft = variableOf(sum->getLHS()) == variable;
    if (!isLeft && (variableOf(sum->getRHS()) != variable || opcode == clang::BO_SubAssign))
      return 0;
    by = isLeft ? sum->getRHS() : sum->getLHS();
  }
  std::optional<int64_t> amount = constantOf(by, ast);
  if (!amount || *amount > INT32_MAX || *amount < INT32_MIN)
    return 0;
  return opcode == clang::BO_AddAssign ? *amount : opcode == clang::BO_SubAssign ? -*amount : 0;
}

/// `++i, j += 2`: each by itself.
void collectParts(const clang::Expr *expr, llvm::SmallVectorImpl<const clang::Expr *> &parts) {
  auto *both = dyn_cast<clang::BinaryOperator>(expr->IgnoreParens());
  if (!both || both->getOpcode() != clang::BO_Comma)
    return parts.push_back(expr);
  collectParts(both->getLHS(), parts);
  collectParts(both->getRHS(), parts);
}

bool mentions(const clang::Stmt *stmt, const clang::VarDecl *variable) {
  auto *name = dyn_cast_or_null<clang::DeclRefExpr>(stmt);
  return stmt && ((name && name->getDecl()->getCanonicalDecl() == variable) ||
                  llvm::any_of(stmt->children(),
                               [&](const clang::Stmt *child) { return mentions(child, variable); }));
}

clang::BinaryOperatorKind mirrored(clang::BinaryOperatorKind relation) {
  switch (relation) {
  case clang::BO_LT:
    return clang::BO_GT;
  case clang::BO_GT:
    return clang::BO_LT;
  case clang::BO_LE:
    return clang::BO_GE;
  case clang::BO_GE:
    return clang::BO_LE;
  default:
    return relation;
  }
}

/// Whether a loop leaves the value of an expression as it is.
class Invariance {
public:
  Invariance(Importer &importer, const Mutations &loop) : importer(importer), loop(loop) {}

  bool holds(const clang::Expr *expr) {
    expr = expr->IgnoreParens();
    if (constantOf(expr, importer.ast))
      return true;
    if (auto *cast = dyn_cast<clang::CastExpr>(expr))
      return holds(cast->getSubExpr());
    if (auto *temporary = dyn_cast<clang::MaterializeTemporaryExpr>(expr))
      return holds(temporary->getSubExpr());
    if (auto *parameter = dyn_cast<clang::SubstNonTypeTemplateParmExpr>(expr))
      return holds(parameter->getReplacement());
    if (auto *name = dyn_cast<clang::DeclRefExpr>(expr))
      return holdsFor(dyn_cast<clang::VarDecl>(name->getDecl()));
    if (isa<clang::CXXThisExpr>(expr))
      return true;
    if (auto *member = dyn_cast<clang::MemberExpr>(expr))
      return isa<clang::FieldDecl>(member->getMemberDecl()) && holds(member->getBase()) &&
             (!member->isArrow() || !loop.mayWrite(member->getType()));
    if (auto *subscript = dyn_cast<clang::ArraySubscriptExpr>(expr))
      return !loop.mayWrite(subscript->getType()) && holds(subscript->getBase()) &&
             holds(subscript->getIdx());
    if (auto *unary = dyn_cast<clang::UnaryOperator>(expr))
      return !unary->isIncrementDecrementOp() &&
             (unary->getOpcode() != clang::UO_Deref || !loop.mayWrite(unary->getType())) &&
             holds(unary->getSubExpr());
    if (auto *binary = dyn_cast<clang::BinaryOperator>(expr))
      return !binary->isAssignmentOp() && binary->getOpcode() != clang::BO_Comma && holds(binary->getLHS()) &&
             holds(binary->getRHS());
    if (auto *conditional = dyn_cast<clang::ConditionalOperator>(expr))
      return holds(conditional->getCond()) && holds(conditional->getTrueExpr()) &&
             holds(conditional->getFalseExpr());
    if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(expr);
        member && member->getMethodDecl()) { // v.size()
      const clang::CXXMethodDecl *method = member->getMethodDecl();
      const clang::Expr *object = member->getImplicitObjectArgument();
      return isModelled(method->getParent()) && method->getIdentifier() && method->getName() == "size" &&
             holds(object) && (!object->getType()->isPointerType() || !loop.writesOther);
    }
    if (auto *element = dyn_cast<clang::CXXOperatorCallExpr>(expr);
        element && element->getOperator() == clang::OO_Subscript) { // rows[i] in rows[i].size(), at[i]
      auto *method = dyn_cast_or_null<clang::CXXMethodDecl>(element->getDirectCallee());
      return method && isModelled(method->getParent()) && !loop.mayWrite(element->getType()) &&
             holds(element->getArg(0)) && holds(element->getArg(1));
    }
    if (auto *call = dyn_cast<clang::CallExpr>(expr)) {
      const clang::FunctionDecl *callee = call->getDirectCallee();
      return callee && callee->isInStdNamespace() && callee->getIdentifier() &&
             (callee->getName() == "min" || callee->getName() == "max") &&
             llvm::all_of(call->arguments(), [&](const clang::Expr *argument) { return holds(argument); });
    }
    return false;
  }

private:
  bool holdsFor(const clang::VarDecl *variable) {
    if (!variable)
      return false;
    variable = variable->getCanonicalDecl();
    if (loop.assigned.contains(variable))
      return false;
    // Of a variable around a lambda, only the function around it knows who changes it.
    auto *owner = dyn_cast_or_null<clang::FunctionDecl>(variable->getParentFunctionOrMethod());
    bool isOwn = owner && owner->getCanonicalDecl() == importer.frame().function->getCanonicalDecl();
    bool byName = isOwn && !variable->getType()->isReferenceType() && !variable->hasGlobalStorage() &&
                  !importer.mutations().exposed.contains(variable) && !loop.exposed.contains(variable);
    return byName || variable->getType().isConstQualified() ||
           !loop.mayWrite(variable->getType().getNonReferenceType());
  }

  Importer &importer;
  const Mutations &loop;
};

} // namespace

/// A bound that stands for "none" or "no limit", at one end of the type, of which one more or less is no
/// number that the loop can count to.
static bool isNothing(const APInt &bound, bool isUnsigned, bool isLong) {
  constexpr unsigned reach = 1 << 15; // as far as the condition may shift it
  if (isUnsigned)
    return isLong && bound.isNegative();
  return bound.isMaxSignedValue() || (bound - reach).sgt(bound);
}

/// The constant with which a loop's own variable begins.
static std::optional<int64_t> firstOf(const clang::ForStmt *stmt, const clang::VarDecl *variable,
                                      const clang::ASTContext &ast) {
  auto *init = dyn_cast_or_null<clang::DeclStmt>(stmt->getInit());
  bool isOwn = init && llvm::any_of(init->decls(), [&](const clang::Decl *decl) {
                 return decl->getCanonicalDecl() == variable;
               });
  return isOwn && variable->getInit() ? constantOf(variable->getInit(), ast) : std::nullopt;
}

/// What the three parts of the statement count; no step where they do not.
static Counted analyse(Importer &importer, const clang::ForStmt *stmt) {
  const clang::ASTContext &ast = importer.ast;
  Counted result, none;
  auto *condition =
      stmt->getCond() ? dyn_cast<clang::BinaryOperator>(stmt->getCond()->IgnoreParenImpCasts()) : nullptr;
  if (!condition || !stmt->getInc() || stmt->getConditionVariable())
    return none;
  clang::BinaryOperatorKind relation = condition->getOpcode();
  if (!clang::BinaryOperator::isRelationalOp(relation) && relation != clang::BO_NE)
    return none;
  llvm::SmallVector<const clang::Expr *> parts;
  collectParts(stmt->getInc(), parts);
  for (bool isLeft : {true, false}) {
    const clang::Expr *side = isLeft ? condition->getLHS() : condition->getRHS();
    auto [variable, shift] = shiftedVariableOf(side, ast);
    if (shift && relation == clang::BO_NE)
      continue;
    const clang::VarDecl *counter = variable;
    for (const clang::Expr *part : parts)
      if (int64_t step = counter && !result.step ? stepOf(part, counter, ast) : 0)
        result.step = step;
      else
        result.besides.push_back(part);
    if (!result.step ||
        llvm::any_of(result.besides, [&](const clang::Stmt *part) { return mentions(part, counter); })) {
      result = none;
      continue;
    }
    result.variable = variable;
    result.shift = shift;
    result.bound = isLeft ? condition->getRHS() : condition->getLHS();
    result.relation = isLeft ? relation : mirrored(relation);
    result.compared = side->getType();
    break;
  }
  if (!result.step || result.step < -1)
    return none;
  clang::QualType type = result.variable->getType();
  const bool isNumber = type->isIntegerType() && !type->isEnumeralType() && !type->isBooleanType();
  const bool isUnsigned = type->isUnsignedIntegerType();
  if (!isNumber || ast.getTypeSize(type) > 64 || type.isVolatileQualified() ||
      !result.compared->isIntegerType() || result.variable->hasGlobalStorage())
    return none;
  // A narrow counter, and one without a sign, may pass its last number and begin anew.
  const bool isNarrow = ast.getTypeSize(type) < 32;
  if ((isNarrow && (result.relation == clang::BO_NE || std::abs(result.step) != 1)) ||
      (isUnsigned && result.step > INT16_MAX))
    return none;
  if (result.relation == clang::BO_NE) {
    // Where it jumps over the bound, the source counts on for ever.
    if (result.step != 1 && result.step != -1)
      return none;
    if (result.compared->isUnsignedIntegerType() &&
        (result.goesDown() || firstOf(stmt, result.variable, ast) != 0))
      return none;
    result.relation = result.goesDown() ? clang::BO_GT : clang::BO_LT;
  }
  bool upwards = result.relation == clang::BO_LT || result.relation == clang::BO_LE;
  if (upwards == result.goesDown())
    return none;
  if (result.compared->isUnsignedIntegerType()) {
    // Compared signed, in the graph: a conversion from a signed variable, or counting below zero, means
    // another thing; so does `i - 1`.
    const std::optional<int64_t> end = constantOf(result.bound, ast);
    if (result.shift < 0 || (end && *end < 0 && ast.getTypeSize(result.compared) == 64))
      return none;
    if (!isUnsigned) {
      std::optional<int64_t> first = firstOf(stmt, result.variable, ast);
      if (!first || *first < 0 || result.goesDown())
        return none;
    }
  }
  if (isUnsigned && result.goesDown() && result.relation == clang::BO_GE) {
    std::optional<int64_t> last = constantOf(result.bound, ast);
    if (!last || *last < 1)
      return none;
  }
  return result;
}

const clang::ForStmt *Importer::asForStatement(const clang::WhileStmt *stmt) {
  auto *body = dyn_cast<clang::CompoundStmt>(stmt->getBody());
  auto *last = body && !body->body_empty() ? dyn_cast<clang::Expr>(body->body_back()) : nullptr;
  if (!last || stmt->getConditionVariable() || holdsEntry(stmt) || jumpsOf(body).continues)
    return nullptr;
  // What else the last statement did might be about variables of the body.
  llvm::SmallVector<const clang::Expr *> parts;
  collectParts(last, parts);
  if (parts.size() != 1)
    return nullptr;
  llvm::SmallVector<clang::Stmt *> others(body->body_begin(), body->body_end() - 1);
  auto *rest = clang::CompoundStmt::Create(ast, others, clang::FPOptionsOverride(), body->getLBracLoc(),
                                           body->getRBracLoc());
  return new (ast) clang::ForStmt(ast, /*Init=*/nullptr, const_cast<clang::Expr *>(stmt->getCond()),
                                  /*condVar=*/nullptr, const_cast<clang::Expr *>(last), rest,
                                  stmt->getWhileLoc(), stmt->getLParenLoc(), stmt->getRParenLoc());
}

bool Importer::countedLoop(const clang::ForStmt *stmt) {
  Jumps jumps = jumpsOf(stmt->getBody());
  if (jumps.breaks || jumps.returns || jumps.gotos)
    return false;
  Counted counted = analyse(*this, stmt);
  if (!counted.step)
    return false;
  llvm::SmallVector<const clang::Stmt *> repeated{stmt->getBody(), stmt->getCond()};
  repeated.append(counted.besides);
  Mutations loop = mutationsOf(repeated);
  if (loop.mayChange(counted.variable) || mutations().exposed.contains(counted.variable))
    return false;
  Mutations all = loop;
  all.assigned.insert(counted.variable);
  if (!Invariance(*this, all).holds(counted.bound))
    return false;

  LocationScope scope(*this, stmt->getForLoc());
  auto *key = cast<clang::ValueDecl>(counted.variable);
  Place *outer = placeOf(counted.variable, stmt->getForLoc());
  Type own = outer->type;
  Value start = read(outer);
  Value bound = evaluate(counted.bound);
  if (!isa<IntegerType>(own) || !isa<IntegerType>(bound.getType()))
    return false;
  Type type = bound.getType(); // that of the comparison, or one that has its numbers with a sign
  const bool isSigned = counted.variable->getType()->isSignedIntegerType();
  const bool isUnsigned = counted.compared->isUnsignedIntegerType();
  const bool isLong = isUnsigned && ast.getTypeSize(counted.compared) == 64;
  if (APInt end; matchPattern(bound, m_ConstantInt(&end)) && isNothing(end, isUnsigned, isLong))
    return false;
  if (isUnsigned && type.getIntOrFloatBitWidth() < 64)
    bound = convert(bound, type = b.getI64Type(), false, true);
  if (type.getIntOrFloatBitWidth() < own.getIntOrFloatBitWidth())
    bound = convert(bound, type = own, true, true);
  start = convert(start, type, isSigned, true);
  if (counted.shift)
    bound = b.createOrFold<arith::SubIOp>(bound, constantInt(type, counted.shift));
  auto plusOne = [&](Value value) { return b.createOrFold<arith::AddIOp>(value, constantInt(type, 1)); };
  bool includes = counted.relation == clang::BO_LE || counted.relation == clang::BO_GE;
  Value low = start, high = bound;
  if (counted.goesDown()) {
    low = includes ? bound : plusOne(bound);
    high = plusOne(start);
  } else if (includes) {
    high = plusOne(bound);
  }
  Value step = constantInt(type, std::abs(counted.step));
  auto loopOp = b.create<scf::ForOp>(low, high, step);
  if (counted.goesDown())
    loopOp->setAttr("ad.down", b.getUnitAttr());
  if (isLong)
    loopOp->setAttr(unsignedMark, b.getUnitAttr());
  markLoop(loopOp, stmt);
  {
    OpBuilder::InsertionGuard guard(b);
    llvm::SaveAndRestore inner(anchor, static_cast<Operation *>(nullptr));
    b.setInsertionPointToStart(loopOp.getBody());
    Value index = loopOp.getInductionVar();
    index.setLoc(withName(b.getLoc(), counted.variable->getName()));
    frame().places[key] = temporary(convert(index, own, true, true), counted.variable->getName());
    loopBody(stmt->getBody(), {});
    for (const clang::Stmt *part : counted.besides)
      statement(part);
    frame().places[key] = outer;
  }
  // The value behind the loop, where somebody may ask for it.
  auto *init = dyn_cast_or_null<clang::DeclStmt>(stmt->getInit());
  bool isOwn = init && llvm::any_of(init->decls(), [&](const clang::Decl *decl) {
                 return decl->getCanonicalDecl() == counted.variable;
               });
  if (isOwn)
    return true;
  // Without differences of bounds, which may be far apart if the loop does not run.
  Value last;
  if (counted.goesDown()) {
    Value before = includes ? b.createOrFold<arith::SubIOp>(bound, constantInt(type, 1)) : bound;
    last = isLong ? b.createOrFold<arith::MinUIOp>(start, before)
                  : b.createOrFold<arith::MinSIOp>(start, before);
  } else {
    last = b.createOrFold<arith::MaxSIOp>(high, isLong ? constantInt(type, 0) : low);
    if (isLong)
      last = b.createOrFold<arith::MaxUIOp>(last, low);
    if (counted.step != 1) {
      Value count = b.createOrFold<arith::DivSIOp>(
          b.createOrFold<arith::AddIOp>(b.createOrFold<arith::SubIOp>(last, low),
                                        constantInt(type, counted.step - 1)),
          step);
      last = b.createOrFold<arith::AddIOp>(low, b.createOrFold<arith::MulIOp>(count, step));
    }
  }
  write(outer, convert(last, own, true, true));
  return true;
}
