// Exceptions: a derivative throws what the function would throw, before it has a value.
//
// In the graph a throw expression is a call that does not return. Nothing unwinds there, so neither objects
// whose ends would have to be followed may be alive, nor memory that a derivative still has to release.

#include "Importer.h"

#include "adgen/Import/DifferentiableType.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// std::string, whose name an expression may write with all its arguments.
static bool isString(clang::QualType type) {
  auto *record = dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(type->getAsCXXRecordDecl());
  return record && isStdClass(record, "basic_string") &&
         record->getTemplateArgs()[0].getAsType()->isCharType();
}

namespace {

/// Repeats the expression that an exception is made by, as calls for their effect.
class Thrown {
public:
  explicit Thrown(Importer &importer) : importer(importer) {}

  /// The arguments of what is thrown; nothing, with an error, where they cannot be repeated.
  std::optional<SmallVector<Value>> argumentsOf(const clang::Expr *object) {
    object = stripped(object);
    SmallVector<Value> values;
    if (!object->getType()->isRecordType()) {
      values.push_back(argument(object));
    } else if (auto *construct = dyn_cast<clang::CXXConstructExpr>(object)) {
      values = all(construct->arguments());
    } else if (isa<RecordType>(importer.convertType(object->getType()))) {
      values.push_back(importer.evaluate(object));
    } else {
      values.push_back(argument(object));
    }
    return llvm::is_contained(values, Value()) ? std::nullopt : std::make_optional(values);
  }

private:
  /// Without what leaves an object as it is.
  static const clang::Expr *stripped(const clang::Expr *expr) {
    for (;;) {
      expr = expr->IgnoreParens();
      if (isa<clang::ExprWithCleanups, clang::MaterializeTemporaryExpr, clang::CXXBindTemporaryExpr,
              clang::ConstantExpr>(expr)) {
        expr = cast<clang::Expr>(*expr->child_begin());
        continue;
      }
      auto *cast = dyn_cast<clang::CastExpr>(expr);
      if (cast && cast->getType()->isRecordType() &&
          llvm::is_contained(
              {clang::CK_NoOp, clang::CK_ConstructorConversion, clang::CK_UserDefinedConversion},
              cast->getCastKind())) {
        expr = cast->getSubExpr();
        continue;
      }
      auto *construct = dyn_cast<clang::CXXConstructExpr>(expr);
      if (!construct || !construct->getConstructor()->isCopyOrMoveConstructor() ||
          construct->getNumArgs() == 0)
        return expr;
      expr = construct->getArg(0);
    }
  }

  template <class Range> SmallVector<Value> all(Range &&arguments) {
    SmallVector<Value> values;
    for (const clang::Expr *each : arguments)
      if (!isa<clang::CXXDefaultArgExpr>(each))
        values.push_back(argument(each));
    return values;
  }

  Value made(const clang::Expr *expr, const std::string &callee, ValueRange arguments) {
    if (llvm::is_contained(arguments, Value()))
      return {};
    // Not the type that stands for the class in the graph, which generated code does not define.
    const clang::QualType type = expr->getType().getUnqualifiedType();
    auto opaque =
        ad::OpaqueType::get(importer.b.getContext(), isString(type) ? "std::string" : importer.spell(type));
    return importer.b.create<ad::CallOp>(opaque, callee, arguments)->getResult(0);
  }

  Value argument(const clang::Expr *expr) {
    const clang::Expr *object = stripped(expr);
    if (!object->getType()->isRecordType())
      return expr->isGLValue() && !isa<clang::MaterializeTemporaryExpr>(expr)
                 ? importer.read(importer.locate(expr))
                 : importer.evaluate(object);
    if (auto *construct = dyn_cast<clang::CXXConstructExpr>(object))
      return made(construct, importer.spell(construct->getType().getUnqualifiedType()),
                  all(construct->arguments()));
    auto *call = dyn_cast<clang::CallExpr>(object);
    if (const clang::FunctionDecl *callee = call ? call->getDirectCallee() : nullptr;
        callee && !isa<clang::CXXMethodDecl>(callee))
      return made(call, qualifiedNameOf(callee), all(call->arguments()));
    if (isa<clang::DeclRefExpr, clang::MemberExpr>(object))
      return importer.read(importer.locate(object));
    importer.refuse(object->getExprLoc(), "adgen cannot repeat this part of a throw expression",
                    "make the exception of numbers, strings and calls of functions");
    return {};
  }

  Importer &importer;
};

} // namespace

clang::QualType Importer::whatLives() const {
  for (const FullExpression *expression = fullExpression; expression; expression = expression->outer)
    if (!expression->objects.empty())
      return expression->objects.front().second;
  for (const auto &frame : frames) {
    for (const clang::VarDecl *variable : frame->destroyed)
      return variable->getType();
    for (const clang::ParmVarDecl *parameter : frame->function->parameters())
      if (hasDestructorBody(ast, parameter->getType()) && !isClosure(parameter->getType()))
        return parameter->getType();
    auto *method = dyn_cast<clang::CXXMethodDecl>(frame->function);
    if (const clang::QualType object = method ? ast.getRecordType(method->getParent()) : clang::QualType();
        isa<clang::CXXConstructorDecl, clang::CXXDestructorDecl>(frame->function) &&
        hasDestructorBody(ast, object))
      return object;
  }
  return {};
}

void Importer::noteExit(Operation *op, clang::SourceLocation at) {
  const Frame *call = userCallOf(at);
  exits.push_back({op, call ? call->call : at, whatLives()});
}

void Importer::throwException(const clang::CXXThrowExpr *expr) {
  const clang::Expr *object = expr->getSubExpr();
  const clang::SourceLocation at = expr->getExprLoc();
  if (!object)
    return refuse(at, "adgen cannot see what this throws again",
                  "a derivative does not handle exceptions: return a value that says what went wrong");
  const clang::QualType type = object->getType().getUnqualifiedType();
  auto *record = type->getAsCXXRecordDecl();
  if (record && record->isLocalClass())
    return refuse(at, "adgen cannot name the class of this exception in another function",
                  "declare the class outside of functions");
  std::optional<SmallVector<Value>> arguments = Thrown(*this).argumentsOf(object);
  if (!arguments)
    return;
  const std::string spelled = spell(type);
  auto call = b.create<ad::CallOp>(
      TypeRange(), "throw " + (type->isRecordType() ? spelled : "static_cast<" + spelled + ">"), *arguments);
  noteExit(call, at);
}

const clang::Expr *Importer::orThrow(const clang::ConditionalOperator *expr) {
  auto isThrow = [](const clang::Expr *alternative) {
    return isa<clang::CXXThrowExpr>(alternative->IgnoreParenImpCasts());
  };
  const bool isFirst = isThrow(expr->getTrueExpr());
  if (!isFirst && !isThrow(expr->getFalseExpr()))
    return nullptr;
  const clang::Expr *thrown = isFirst ? expr->getTrueExpr() : expr->getFalseExpr();
  auto run = [&](bool doesThrow) { return doesThrow ? evaluate(thrown->IgnoreParenImpCasts()) : Value(); };
  branch(evaluateCondition(expr->getCond()), [&] { return run(isFirst); }, [&] { return run(!isFirst); });
  return isFirst ? expr->getFalseExpr() : expr->getTrueExpr();
}

/// An allocation, or a call that comes to one.
static bool allocates(Operation *op, llvm::SmallPtrSetImpl<Operation *> &seen) {
  auto call = dyn_cast<func::CallOp>(op);
  auto callee =
      call ? SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr()) : func::FuncOp();
  if (!callee || !seen.insert(callee).second)
    return isa<HeapOp>(op);
  return callee
      .walk([&](Operation *inner) {
        return allocates(inner, seen) ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

/// Whether the function allocates memory before control comes to `op`, perhaps in an earlier iteration.
static bool allocatesBefore(Operation *op) {
  Operation *first = op; // of what is repeated
  for (Operation *parent = op->getParentOp(); !isa<func::FuncOp>(parent); parent = parent->getParentOp())
    if (isa<scf::ForOp, scf::WhileOp>(parent))
      first = parent;
  bool isBefore = true, found = false;
  op->getParentOfType<func::FuncOp>().walk<WalkOrder::PreOrder>([&](Operation *each) {
    isBefore &= each != op;
    llvm::SmallPtrSet<Operation *, 4> seen;
    found |= (isBefore || first->isAncestor(each)) && each != op && allocates(each, seen);
  });
  return found;
}

void Importer::checkUnwinding(func::FuncOp root) {
  if (failed) // what has been imported may be gone
    return;
  const bool doCalleesThrow = llvm::any_of(exits, [&](const Exit &exit) {
    return isa<ad::CallOp>(exit.op) && exit.op->getParentOfType<func::FuncOp>() != root;
  });
  for (const Exit &exit : exits) {
    if (isa<func::CallOp>(exit.op) && !doCalleesThrow)
      continue;
    if (!exit.alive.isNull())
      refuse(exit.at,
             "adgen does not differentiate through exceptions that end the life of an object of class '" +
                 spell(exit.alive.getUnqualifiedType()) + "'",
             "throw before the object is made, or return a value that says what went wrong");
    else if (allocatesBefore(exit.op))
      refuse(exit.at,
             "adgen does not differentiate through exceptions behind an allocation of memory, which a "
             "derivative keeps until its end",
             "throw before anything is allocated, or return a value that says what went wrong");
  }
}
