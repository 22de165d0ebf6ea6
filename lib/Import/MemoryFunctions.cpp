// Functions of the library that move memory, as loops of loads and stores.

#include "Importer.h"
#include "Models.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Matchers.h"

#include <numeric>

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// What a pointer or an iterator leads to.
static clang::QualType pointeeOf(clang::QualType type) {
  const clang::QualType pointer = pointerOfIterator(type);
  return (pointer.isNull() ? type : pointer)->getPointeeType();
}

/// A `void *` argument as what it was before the conversion.
static const clang::Expr *typedPointer(const clang::Expr *argument) {
  while (auto *cast = dyn_cast<clang::CastExpr>(argument->IgnoreParens())) {
    if (cast->getCastKind() != clang::CK_BitCast && cast->getCastKind() != clang::CK_NoOp)
      break;
    argument = cast->getSubExpr();
  }
  return argument;
}

static Value wide(Importer &importer, const clang::Expr *expr) {
  return importer.convert(importer.evaluate(expr), importer.b.getI64Type(),
                          expr->getType()->isSignedIntegerOrEnumerationType(), true);
}

/// Pointers to arrays, as pointers to their elements; `elements` becomes the number of them.
static Value toElements(Importer &importer, Value pointer, Value &elements) {
  auto &b = importer.b;
  while (auto array = dyn_cast<ad::ArrayType>(cast<PtrType>(pointer.getType()).getPointee())) {
    pointer = b.create<DecayOp>(pointer);
    elements = b.createOrFold<arith::MulIOp>(elements, importer.constantInt(b.getI64Type(), array.getSize()));
  }
  return pointer;
}

/// What divides a number of bytes for certain.
static uint64_t certainFactor(Importer &importer, const clang::Expr *bytes) {
  bytes = bytes->IgnoreParenImpCasts();
  clang::Expr::EvalResult result;
  if (bytes->EvaluateAsInt(result, importer.ast))
    return result.Val.getInt().getZExtValue();
  if (auto *operation = dyn_cast<clang::BinaryOperator>(bytes)) {
    const uint64_t left = certainFactor(importer, operation->getLHS()),
                   right = certainFactor(importer, operation->getRHS());
    if (operation->getOpcode() == clang::BO_Mul)
      return left * right;
    return operation->isAdditiveOp() ? std::gcd(left, right) : 1;
  }
  auto *name = dyn_cast<clang::DeclRefExpr>(bytes);
  auto *variable = name ? dyn_cast<clang::VarDecl>(name->getDecl()) : nullptr;
  const bool isKnown =
      variable && variable->hasInit() && !isa<clang::ParmVarDecl>(variable) && !importer.mayChange(variable);
  return isKnown ? certainFactor(importer, variable->getInit()) : 1;
}

/// Whether so many bytes are whole objects. A number that is computed at run time is of numbers.
static bool areWhole(Importer &importer, const clang::Expr *bytes, clang::QualType object) {
  clang::Expr::EvalResult result;
  if (!object->isRecordType() && !bytes->EvaluateAsInt(result, importer.ast))
    return true;
  return certainFactor(importer, bytes) % importer.ast.getTypeSizeInChars(object).getQuantity() == 0;
}

/// The number of objects that so many bytes hold.
static Value objectsIn(Importer &importer, const clang::Expr *bytes, clang::QualType object) {
  auto &b = importer.b;
  int64_t size = importer.ast.getTypeSizeInChars(object).getQuantity();
  auto *product = dyn_cast<clang::BinaryOperator>(bytes->IgnoreParenImpCasts());
  if (product && product->getOpcode() == clang::BO_Mul)
    for (bool isLeft : {true, false}) {
      clang::Expr::EvalResult result;
      const clang::Expr *side = isLeft ? product->getLHS() : product->getRHS();
      const clang::Expr *other = isLeft ? product->getRHS() : product->getLHS();
      if (isa<clang::UnaryExprOrTypeTraitExpr>(side->IgnoreParenImpCasts()) &&
          side->EvaluateAsInt(result, importer.ast) && result.Val.getInt() == size)
        return wide(importer, other->IgnoreParenImpCasts());
    }
  return b.createOrFold<arith::DivUIOp>(wide(importer, bytes), importer.constantInt(b.getI64Type(), size));
}

/// Of a block of memory, whatever arrays are in it.
static Value elementAt(Importer &importer, Value block, Value index) {
  return importer.b.create<OffsetOp>(block, index);
}

static void copyElement(Importer &importer, Value from, Value to, Value index) {
  importer.copyObject(elementAt(importer, from, index), elementAt(importer, to, index));
}

/// Copies `count` elements; where the blocks may overlap, from the end that is safe.
static void copyBlock(Importer &importer, Value from, Value to, Value count, bool mayOverlap) {
  auto &b = importer.b;
  auto forward = [&] { importer.forEach(count, [&](Value i) { copyElement(importer, from, to, i); }); };
  if (!mayOverlap)
    return forward();
  auto backward = [&] {
    importer.forEach(count, [&](Value i) {
      b.getInsertionBlock()->getParentOp()->setAttr("ad.down", b.getUnitAttr());
      copyElement(importer, from, to, i);
    });
  };
  importer.branch(
      b.create<PtrCompareOp>("lt", from, to), [&] { return backward(), Value(); },
      [&] { return forward(), Value(); });
}

/// Objects of more numbers than this are copied by loops only.
static constexpr int64_t maxNumbers = 64;

/// The numbers that an object consists of, if all are of one type and there is nothing between them.
static SmallVector<Value> numbersIn(Importer &importer, Value address, Type number) {
  auto &b = importer.b;
  Type type = cast<PtrType>(address.getType()).getPointee();
  SmallVector<Value> all;
  if (type == number)
    return {address};
  auto append = [&](Value part) {
    SmallVector<Value> inner = numbersIn(importer, part, number);
    all.append(inner);
    return !inner.empty();
  };
  if (auto array = dyn_cast<ad::ArrayType>(type)) {
    Value first = b.create<DecayOp>(address);
    for (int64_t i = 0; i < array.getSize() && all.size() <= maxNumbers; ++i)
      if (!append(importer.offset(first, importer.constantInt(b.getI64Type(), i), true, true)))
        return {};
  } else if (auto record = dyn_cast<RecordType>(type)) {
    for (Attribute name : record.getFieldNames())
      if (!append(b.create<MemberOp>(address, cast<StringAttr>(name).getValue())))
        return {};
  }
  return all;
}

/// Copies between objects of a class and the numbers they consist of.
static bool copyNumbers(Importer &importer, Value from, Value to, const clang::CallExpr *call,
                        clang::QualType source, clang::QualType target) {
  auto &b = importer.b;
  const bool isSource = source->isRecordType(); // the class is that of what is copied from
  const clang::QualType object = isSource ? source : target, number = isSource ? target : source;
  auto *record = object->getAsCXXRecordDecl();
  Type type = importer.convertType(number);
  const int64_t size = importer.ast.getTypeSizeInChars(object).getQuantity(),
                width = importer.ast.getTypeSizeInChars(number).getQuantity();
  if (!record || !record->isTriviallyCopyable() || !isa<FloatType, IntegerType>(type))
    return false;
  const int64_t count = size / width;
  bool isFollowed = count <= maxNumbers && size % width == 0;
  Value objects = objectsIn(importer, call->getArg(2), object);
  importer.forEach(objects, [&](Value i) {
    Value one = importer.offset(isSource ? from : to, i, true);
    SmallVector<Value> parts = numbersIn(importer, one, type);
    if (static_cast<int64_t>(parts.size()) != count)
      isFollowed = false;
    if (!isFollowed)
      return;
    Value first = b.createOrFold<arith::MulIOp>(i, importer.constantInt(b.getI64Type(), count));
    for (auto [k, part] : llvm::enumerate(parts)) {
      Value index = b.createOrFold<arith::AddIOp>(first, importer.constantInt(b.getI64Type(), k));
      Value other = importer.offset(isSource ? to : from, index, true);
      importer.copyObject(isSource ? part : other, isSource ? other : part);
    }
  });
  return isFollowed;
}

Value Importer::memoryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, bool &done) {
  if (!callee->getIdentifier())
    return {};
  llvm::StringRef name = callee->getName();
  bool isStd = callee->isInStdNamespace();
  name.consume_front("__builtin_");
  unsigned count = call->getNumArgs();
  if ((callee->isExternC() || isStd || callee->getBuiltinID()) && count == 3 &&
      (name == "memcpy" || name == "memmove" || name == "memset")) {
    done = true;
    const clang::Expr *target = typedPointer(call->getArg(0));
    const clang::Expr *source = name == "memset" ? target : typedPointer(call->getArg(1));
    auto element = [&](const clang::Expr *pointer) {
      return ast.getBaseElementType(pointer->getType()->getPointeeType()).getUnqualifiedType();
    };
    Value to = evaluate(target), from = name == "memset" ? to : evaluate(source);
    for (const clang::Expr *block : {target, source})
      if (clang::QualType object = element(block);
          isa<PtrType>(convertType(block->getType())) && !areWhole(*this, call->getArg(2), object))
        return refuseValue(call, "adgen cannot see what this " + name + " writes",
                           "let the number of bytes be a multiple of 'sizeof(" + spell(object) +
                               ")', written as one");
    const bool arePointers = isa<PtrType>(to.getType()) && isa<PtrType>(from.getType());
    if (!arePointers || !ast.hasSameType(element(target), element(source))) {
      Value ignored = constantInt(b.getI64Type(), 1);
      if (!arePointers || name != "memcpy" ||
          element(target)->isRecordType() == element(source)->isRecordType() ||
          !copyNumbers(*this, toElements(*this, from, ignored), toElements(*this, to, ignored), call,
                       element(source), element(target)))
        return refuseValue(call, "adgen cannot see what this " + name + " writes",
                           "use pointers to one type for both blocks");
      return call->getType()->isVoidType() ? Value() : b.create<LiteralOp>(convertType(call->getType()), "");
    }
    if (name == "memset") {
      clang::Expr::EvalResult value;
      if (!call->getArg(1)->EvaluateAsInt(value, ast) || !value.Val.getInt().isZero())
        return refuseValue(call, "adgen only follows memset with 0", "write a loop");
    }
    Value objects = objectsIn(*this, call->getArg(2), element(target)), ignored = objects;
    to = toElements(*this, to, ignored);
    from = toElements(*this, from, ignored);
    if (name == "memset")
      forEach(objects, [&](Value i) { clearObject(elementAt(*this, to, i)); });
    else
      copyBlock(*this, from, to, objects, name == "memmove");
    return call->getType()->isVoidType() ? Value() : b.create<LiteralOp>(convertType(call->getType()), "");
  }
  if ((name == "free") && (callee->isExternC() || isStd) && count == 1) {
    done = true;
    Value pointer = evaluate(typedPointer(call->getArg(0)));
    if (!isa<PtrType>(pointer.getType()))
      return refuseValue(call, "adgen cannot see what this frees",
                         whyUnsupported(call->getArg(0)->IgnoreParenImpCasts()->getType()));
    b.create<ReleaseOp>(pointer);
    return {};
  }
  if (!isStd)
    return {};
  auto isPointer = [&](unsigned i) { return isa<PtrType>(convertType(call->getArg(i)->getType())); };
  if ((name == "copy" || name == "copy_n" || name == "copy_backward") && count == 3 && isPointer(0) &&
      isPointer(2)) {
    done = true;
    copiesPlainly(call->getExprLoc(), pointeeOf(call->getArg(0)->getType()));
    Value first = evaluate(call->getArg(0));
    Value length = name == "copy_n" ? wide(*this, call->getArg(1))
                                    : b.create<PtrDiffOp>(evaluate(call->getArg(1)), first).getResult();
    Value to = evaluate(call->getArg(2));
    Value minus = b.createOrFold<arith::SubIOp>(constantInt(b.getI64Type(), 0), length);
    if (name == "copy_backward")
      to = offset(to, minus, true);
    if (cast<PtrType>(first.getType()).getPointee() != cast<PtrType>(to.getType()).getPointee())
      return refuseValue(call, "adgen does not follow a copy between different types", "write a loop");
    copyBlock(*this, first, to, length, name == "copy_backward");
    return name == "copy_backward" ? to : offset(to, length, true);
  }
  if ((name == "fill" || name == "fill_n") && count == 3 && isPointer(0)) {
    done = true;
    copiesPlainly(call->getExprLoc(), pointeeOf(call->getArg(0)->getType()));
    Value first = evaluate(call->getArg(0));
    Value length = name == "fill_n" ? wide(*this, call->getArg(1))
                                    : b.create<PtrDiffOp>(evaluate(call->getArg(1)), first).getResult();
    const clang::Expr *filling = call->getArg(2);
    Type type = cast<PtrType>(first.getType()).getPointee();
    Value value = evaluate(filling);
    if (value.getType() != type)
      value = convert(value, type, filling->getType()->isSignedIntegerOrEnumerationType(), true);
    if (!value)
      return refuseValue(call, "adgen does not follow std::fill with a value of another type",
                         "write a loop");
    forEach(length, [&](Value i) { write(pointee(offset(first, i, true)), value); });
    return call->getType()->isVoidType() ? Value() : offset(first, length, true);
  }
  return {};
}
