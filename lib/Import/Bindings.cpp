// Library functions that are operations of the tables.

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"
#include "adgen/Ops/Rows.h"

#include "mlir/IR/Matchers.h"
#include "clang/AST/DeclTemplate.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// `sinf`, `sinl` and `__builtin_sin` are `sin`; fabs is abs.
static llvm::StringRef libmRowName(llvm::StringRef name) {
  name.consume_front("__builtin_");
  static const std::pair<llvm::StringRef, llvm::StringRef> aliases[] = {
      {"fabs", "abs"},     {"fabsf", "abs"},    {"fabsl", "abs"},    {"drem", "remainder"},
      {"gamma", "lgamma"}, {"scalbn", "ldexp"}, {"scalbln", "ldexp"}};
  for (auto [alias, row] : aliases)
    if (name == alias)
      return row;
  if (rowNamed(name))
    return name;
  if ((name.ends_with("f") || name.ends_with("l")) && rowNamed(name.drop_back()))
    return name.drop_back();
  return "";
}

/// The rows that are functions of <cmath>.
static bool isLibm(llvm::StringRef row) {
  if (const Row *special = rowNamed(row); special && special->kind == RowKind::Special)
    return special->home != Home::adgen;
  static const llvm::StringRef names[] = {
      "abs",      "acos", "acosh", "asin",  "asinh", "atan",      "atan2",    "atanh",     "cbrt",  "ceil",
      "copysign", "cos",  "cosh",  "erf",   "erfc",  "exp",       "exp2",     "expm1",     "fdim",  "floor",
      "beta",     "fma",  "fmax",  "fmin",  "fmod",  "hypot",     "isfinite", "isinf",     "isnan", "ldexp",
      "lgamma",   "log",  "log10", "log1p", "log2",  "nearbyint", "pow",      "remainder", "rint",  "round",
      "signbit",  "sin",  "sinh",  "sqrt",  "tan",   "tanh",      "tgamma",   "trunc"};
  return llvm::is_contained(names, row);
}

static bool isInAdgen(const clang::FunctionDecl *function) {
  const clang::DeclContext *context = function->getDeclContext()->getEnclosingNamespaceContext();
  auto *space = dyn_cast<clang::NamespaceDecl>(context);
  while (space && space->isInline())
    space = dyn_cast<clang::NamespaceDecl>(space->getParent());
  return space && space->getName() == "adgen" && space->getParent()->getRedeclContext()->isTranslationUnit();
}

static bool isInStandardLibrary(const clang::FunctionDecl *function) {
  return function->getBuiltinID() != 0 || function->isInStdNamespace() ||
         (function->isExternC() && !function->hasBody());
}

/// The row of an overloaded operator on tensors.
static llvm::StringRef operatorRow(clang::OverloadedOperatorKind kind, unsigned operands) {
  switch (kind) {
  case clang::OO_Plus:
  case clang::OO_PlusEqual:
    return operands == 1 ? "" : "add";
  case clang::OO_Minus:
  case clang::OO_MinusEqual:
    return operands == 1 ? "neg" : "sub";
  case clang::OO_Star:
  case clang::OO_StarEqual:
    return operands == 1 ? "" : "mul";
  case clang::OO_Slash:
  case clang::OO_SlashEqual:
    return "div";
  case clang::OO_Less:
    return "less";
  case clang::OO_LessEqual:
    return "less_equal";
  case clang::OO_Greater:
    return "greater";
  case clang::OO_GreaterEqual:
    return "greater_equal";
  case clang::OO_Exclaim:
    return "logical_not";
  case clang::OO_Call:
  case clang::OO_Subscript:
    return "at";
  default:
    return "";
  }
}

static bool isCompound(clang::OverloadedOperatorKind kind) {
  return kind == clang::OO_PlusEqual || kind == clang::OO_MinusEqual || kind == clang::OO_StarEqual ||
         kind == clang::OO_SlashEqual;
}

static Value libmCall(Importer &importer, const clang::CallExpr *call, const Row &row) {
  Type type = importer.convertType(call->getType());
  bool predicate = !isa<FloatType>(type);
  SmallVector<Value> operands;
  for (const clang::Expr *argument : call->arguments()) {
    Value value = importer.evaluate(argument);
    const bool isOrder = row.hasIntegerOrders && operands.size() + 1 < call->getNumArgs();
    const bool isExponent = row.name == "ldexp" && operands.size() == 1;
    if (!predicate && !isOrder && !isExponent)
      value = importer.convert(value, type, argument->getType()->isSignedIntegerOrEnumerationType(), true);
    if (!value || !isa<FloatType, IntegerType>(value.getType()))
      return importer.refuseValue(call, "adgen has no derivative of this overload of '" + row.name + "'",
                                  whyUnsupported(argument->getType()));
    operands.push_back(value);
  }
  auto &b = importer.b;
  if (row.name == "hypot" && operands.size() == 3)
    return applyRow(b, "hypot3", operands);
  if (operands.size() != row.arity)
    return importer.refuseValue(call, "adgen has no derivative of this overload of '" + row.name + "'");
  if (predicate && !type.isInteger(1))
    return importer.convert(applyRow(b, row, operands), type, false, true);
  return applyRow(b, row, operands);
}

/// `1 - x`: a number beside tensors has their element type.
static void unifyScalars(Importer &importer, llvm::MutableArrayRef<Value> operands,
                         llvm::ArrayRef<const clang::Expr *> arguments) {
  Type element;
  for (Value operand : operands)
    if (auto tensor = dyn_cast<ad::TensorType>(operand.getType());
        tensor && !tensor.getElementType().isInteger(1))
      element = tensor.getElementType();
  for (auto [operand, argument] : llvm::zip(operands, arguments))
    if (element && isa<FloatType, IntegerType>(operand.getType()) && !operand.getType().isInteger(1))
      operand =
          importer.convert(operand, element, argument->getType()->isSignedIntegerOrEnumerationType(), true);
}

/// split(x, sections, axis) is the list of its parts.
static Value splitCall(Importer &importer, const clang::CallExpr *call) {
  SmallVector<Value> operands;
  for (const clang::Expr *argument : call->arguments())
    operands.push_back(importer.evaluate(argument));
  APInt sections;
  if (operands.size() != 3 || !matchPattern(operands[1], m_ConstantInt(&sections)) ||
      sections.getSExtValue() < 1 || sections.getSExtValue() > 1024)
    return importer.refuseValue(call, "adgen needs to know the number of parts of this split",
                                "make it a constant, or use split_part");
  SmallVector<Value> parts;
  for (int64_t i = 0; i < sections.getSExtValue(); ++i)
    parts.push_back(
        applyRow(importer.b, "split_part",
                 {operands[0], operands[1], operands[2], importer.constantInt(importer.b.getI64Type(), i)}));
  return importer.b.create<ListOp>(importer.convertType(call->getType()), parts);
}

/// A member function of BasicTensor: a row with the tensor as first operand.
static llvm::StringRef methodRow(const clang::CXXMethodDecl *method) {
  if (method->isOverloadedOperator())
    return operatorRow(method->getOverloadedOperator(), method->getNumParams() + 1);
  return method->getIdentifier() ? method->getName() : "";
}

Value Importer::boundCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done) {
  auto *method = dyn_cast<clang::CXXMethodDecl>(callee);
  llvm::StringRef name;
  SmallVector<const clang::Expr *> arguments;
  if (method && isBasicTensor(method->getParent())) {
    name = methodRow(method);
    if (auto *member = dyn_cast<clang::CXXMemberCallExpr>(call))
      arguments.push_back(member->getImplicitObjectArgument());
  } else if (method) {
    return {};
  } else if (isInAdgen(callee)) {
    if (callee->isOverloadedOperator())
      name = operatorRow(callee->getOverloadedOperator(), call->getNumArgs());
    else if (callee->getIdentifier())
      name = callee->getName();
  } else if (callee->getIdentifier() && isInStandardLibrary(callee)) {
    llvm::StringRef libm = libmRowName(callee->getName());
    bool integers = call->getType()->isIntegerType() && libm == "abs";
    // A C function of such a name is somebody's own.
    const bool isOfCxx = libm == "beta" || (isLibm(libm) && rowNamed(libm)->kind == RowKind::Special &&
                                            rowNamed(libm)->home == Home::std);
    if (!isLibm(libm) || integers || (isOfCxx && callee->isExternC()))
      return {};
    done = true;
    return libmCall(*this, call, *rowNamed(libm));
  }
  if (name == "stop_gradient" && call->getNumArgs() == 1) {
    done = true;
    return b.create<StopGradientOp>(evaluate(call->getArg(0)));
  }
  if (name == "split" && !method) {
    done = true;
    return splitCall(*this, call);
  }
  const Row *row = rowNamed(name);
  if (!row)
    return {};
  done = true;
  arguments.append(call->arg_begin(), call->arg_end());
  SmallVector<Value> operands;
  Place *target = nullptr;
  if (callee->isOverloadedOperator() && isCompound(callee->getOverloadedOperator())) {
    // The right-hand side comes first, and nothing is done twice.
    Value right = evaluate(arguments.back());
    target = locate(arguments.front());
    operands = {read(target), right};
  } else {
    for (const clang::Expr *argument : arguments)
      operands.push_back(evaluate(argument));
  }
  // A default may be left out in C++, not in the graph.
  if (operands.size() > row->arity)
    return refuseValue(call, "adgen has no derivative of this overload of 'adgen::" + name + "'");
  for (auto [value, argument] : llvm::zip(operands, arguments))
    if (isa<ad::OpaqueType>(value.getType()) && !value.getDefiningOp<LiteralOp>())
      return refuseValue(argument,
                         "adgen does not differentiate through values of type '" +
                             spell(argument->getType()) + "'",
                         whyUnsupported(argument->getType()));
  if (row->kind == RowKind::Elementwise)
    unifyScalars(*this, operands, arguments);
  Type type = callee->getReturnType()->isVoidType() ? operands[0].getType() : convertType(call->getType());
  Value value = applyRow(b, *row, operands, type);
  if (target)
    assign(call->getExprLoc(), target, value);
  return value;
}
