// Functions and classes of the libraries that are neither operations nor
// imported by their bodies: std::move, min and max, lists.

#include "Importer.h"
#include "Models.h"

#include "adgen/Import/DifferentiableType.h"
#include "adgen/Ops/Rows.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"

using namespace adgen;
using namespace adgen::ad;
using namespace mlir;

/// a < z as std::min and std::max ask it.
static Value lessThan(Importer &importer, bool isSigned, Value a, Value z) {
  if (isa<FloatType>(a.getType()))
    return importer.b.createOrFold<arith::CmpFOp>(arith::CmpFPredicate::OLT, a, z);
  return importer.b.createOrFold<arith::CmpIOp>(
      isSigned ? arith::CmpIPredicate::slt : arith::CmpIPredicate::ult, a, z);
}

/// What a reference to one of two numbers means.
static Place *oneOf(Importer &importer, Value isFirst, Place *first, Place *second) {
  auto &b = importer.b;
  Value address = importer.addressOf(first), other = importer.addressOf(second);
  if (address.getType() != other.getType()) {
    Type type = PtrType::get(first->type, /*isConst=*/true, cast<PtrType>(address.getType()).getStoredAs());
    address = b.createOrFold<PtrCastOp>(type, address);
    other = b.createOrFold<PtrCastOp>(type, other);
  }
  Place *place = importer.pointee(b.createOrFold<arith::SelectOp>(isFirst, address, other));
  place->readOnly = "adgen does not differentiate a function that changes a const object";
  return place;
}

/// Exchanges two objects of a type, or the parts of that type of objects of derived classes.
static void swapObjects(Importer &importer, clang::SourceLocation use, Type type, Place *x, Place *z) {
  if (auto record = dyn_cast<RecordType>(type); record && (x->type != type || z->type != type)) {
    for (auto [name, part] : llvm::zip(record.getFieldNames(), record.getFieldTypes())) {
      Place *first = importer.field(x, cast<StringAttr>(name).getValue());
      Place *second = importer.field(z, cast<StringAttr>(name).getValue());
      if (!first || !second)
        return importer.refuseMismatch(use, "this exchange");
      swapObjects(importer, use, part, first, second);
    }
  } else if (!holdsArray(x->type)) {
    Value first = importer.read(x), second = importer.read(z);
    importer.assign(use, x, second);
    importer.assign(use, z, first);
  } else if (importer.mayWrite(use, x) && importer.mayWrite(use, z)) {
    Place *kept = importer.makeLocal(x->type, "");
    importer.copyObject(x, kept);
    importer.copyObject(z, x);
    importer.copyObject(kept, z);
  }
}

/// parts[i] of a std::vector that is a list of the graph, as split returns it.
static Value elementOfList(Importer &importer, const clang::CallExpr *call,
                           const clang::CXXMethodDecl *method, bool &done) {
  if (!isStdClass(method->getParent(), "vector") || call->getNumArgs() != 2 ||
      method->getOverloadedOperator() != clang::OO_Subscript ||
      !isa<ListType>(importer.convertType(call->getArg(0)->getType())))
    return {};
  done = true;
  auto list = importer.read(importer.locate(call->getArg(0))).getDefiningOp<ListOp>();
  APInt index;
  if (!list && importer.failed) // the reason has been reported
    return importer.b.create<LiteralOp>(importer.convertType(call->getType()), "");
  if (!list || !matchPattern(importer.evaluate(call->getArg(1)), m_ConstantInt(&index)) ||
      index.uge(list.getElements().size()))
    return importer.refuseValue(call, "adgen cannot see which element of the std::vector this is",
                                "use a constant index");
  return list.getElements()[index.getZExtValue()];
}

/// begin(), end() and size() of a std::initializer_list that is a list of the graph: of an array without a
/// name.
static Value memberOfList(Importer &importer, const clang::CallExpr *call, const clang::CXXMethodDecl *method,
                          bool &done) {
  auto *member = dyn_cast<clang::CXXMemberCallExpr>(call);
  if (!member || !isStdClass(method->getParent(), "initializer_list") || !method->getIdentifier() ||
      !llvm::is_contained({"begin", "end", "size"}, method->getName()))
    return {};
  auto &b = importer.b;
  Place *object = importer.locate(member->getImplicitObjectArgument());
  auto list = isa<ListType>(object->type) ? importer.read(object).getDefiningOp<ListOp>() : ListOp();
  if (!list)
    return {};
  done = true;
  Value count = importer.constantInt(b.getI64Type(), list.getElements().size());
  if (method->getName() == "size")
    return count;
  Value first = importer.elementsOf(list);
  return method->getName() == "end" ? importer.offset(first, count, true) : first;
}

Value Importer::elementsOf(ListOp list) {
  Value &known = listElements[list];
  if (known)
    return known;
  const BehindDefinition scope(b, list);
  Type element = cast<ListType>(list.getType()).getElementType();
  const unsigned size = std::max<size_t>(list.getElements().size(), 1);
  Value first = decay(makeLocal(ad::ArrayType::get(size, element), ""));
  for (auto [index, value] : llvm::enumerate(list.getElements()))
    write(pointee(offset(first, constantInt(b.getI64Type(), index), true, true)), value);
  auto type = cast<PtrType>(first.getType());
  return known = b.create<PtrCastOp>(PtrType::get(type.getPointee(), /*isConst=*/true, type.getStoredAs()),
                                     first);
}

Value Importer::libraryCall(const clang::CallExpr *call, const clang::FunctionDecl *callee, Place **reference,
                            bool &done) {
  if (auto *method = dyn_cast<clang::CXXMethodDecl>(callee)) {
    Value value = arrayMember(call, method, reference, done);
    if (!done)
      value = memberOfList(*this, call, method, done);
    return done ? value : elementOfList(*this, call, method, done);
  }
  if (!callee->getIdentifier())
    return {};
  llvm::StringRef name = callee->getName();
  bool isStd = callee->isInStdNamespace();
  unsigned count = call->getNumArgs();
  auto through = [&](Place *place) {
    done = true;
    if (reference)
      *reference = place;
    return reference ? Value() : read(place);
  };
  auto arithmetic = [&](unsigned i) {
    return isa<FloatType, IntegerType>(convertType(call->getArg(i)->getType()));
  };
  if ((isStd || callee->isExternC()) && (name == "abs" || name == "labs" || name == "llabs") && count == 1 &&
      call->getType()->isIntegerType()) {
    done = true;
    Value x = evaluate(call->getArg(0)), zero = constantInt(x.getType(), 0);
    Value negative = b.createOrFold<arith::CmpIOp>(arith::CmpIPredicate::slt, x, zero);
    return b.createOrFold<arith::SelectOp>(negative, b.createOrFold<arith::SubIOp>(zero, x), x);
  }
  if (!isStd)
    return {};
  if (count == 1 && (name == "move" || name == "forward" || name == "as_const"))
    return through(locate(call->getArg(0)));
  if (count == 1 && name == "get") {
    if (Place *part = tuplePart(call, callee))
      return through(part);
    done = true;
    return refuseValue(call, "adgen cannot follow this std::get", whyUnsupported(call->getArg(0)->getType()));
  }
  if (name == "make_tuple" || name == "make_pair") {
    done = true;
    return constructTuple(call, {call->getArgs(), count});
  }
  if (count == 2 && name == "swap" && !isModelled(call->getArg(0)->getType())) {
    done = true;
    copiesPlainly(call->getExprLoc(), call->getArg(0)->getType());
    Place *x = locate(call->getArg(0)), *z = locate(call->getArg(1));
    swapObjects(*this, call->getExprLoc(), convertType(call->getArg(0)->getType()), x, z);
    return {};
  }
  if (count == 2 && (name == "min" || name == "max") && arithmetic(0) && arithmetic(1)) {
    done = true;
    bool isSigned = call->getArg(0)->getType()->isSignedIntegerOrEnumerationType();
    if (reference) {
      Place *x = locate(call->getArg(0)), *z = locate(call->getArg(1));
      Value first = read(x), other = read(z);
      Value takesOther =
          name == "min" ? lessThan(*this, isSigned, other, first) : lessThan(*this, isSigned, first, other);
      *reference = oneOf(*this, takesOther, z, x);
      return {};
    }
    Value x = evaluate(call->getArg(0)), z = evaluate(call->getArg(1));
    // std::min(x, z) is z < x ? z : x, std::max(x, z) is x < z ? z : x.
    Value second = name == "min" ? lessThan(*this, isSigned, z, x) : lessThan(*this, isSigned, x, z);
    return b.createOrFold<arith::SelectOp>(second, z, x);
  }
  if (count == 1 && (name == "min" || name == "max") &&
      isa<ListType>(convertType(call->getArg(0)->getType()))) {
    // std::max({a, b, c}): the first of the largest.
    auto list = evaluate(call->getArg(0)).getDefiningOp<ListOp>();
    if (list && !list.getElements().empty() && isa<FloatType, IntegerType>(list.getElements()[0].getType())) {
      done = true;
      bool isSigned = call->getType()->isSignedIntegerOrEnumerationType();
      Value found = list.getElements()[0];
      for (Value next : list.getElements().drop_front()) {
        Value takes =
            name == "min" ? lessThan(*this, isSigned, next, found) : lessThan(*this, isSigned, found, next);
        found = b.createOrFold<arith::SelectOp>(takes, next, found);
      }
      return found;
    }
  }
  if (count == 3 && name == "clamp" && arithmetic(0)) {
    done = true;
    bool isSigned = call->getArg(0)->getType()->isSignedIntegerOrEnumerationType();
    if (reference) {
      Place *x = locate(call->getArg(0)), *low = locate(call->getArg(1)), *high = locate(call->getArg(2));
      Value value = read(x), isHigh = lessThan(*this, isSigned, read(high), value),
            isLow = lessThan(*this, isSigned, value, read(low));
      *reference = oneOf(*this, isLow, low, oneOf(*this, isHigh, high, x));
      return {};
    }
    Value x = evaluate(call->getArg(0)), low = evaluate(call->getArg(1)), high = evaluate(call->getArg(2));
    Value capped = b.createOrFold<arith::SelectOp>(lessThan(*this, isSigned, high, x), high, x);
    return b.createOrFold<arith::SelectOp>(lessThan(*this, isSigned, x, low), low, capped);
  }
  return {};
}

/// The elements of a tensor that is written as one row of numbers, `TensorD{1, 2}`.
static std::optional<SmallVector<const clang::Expr *>> numbersInBraces(const clang::Expr *braces) {
  auto *all = dyn_cast<clang::CXXStdInitializerListExpr>(braces->IgnoreImplicit());
  auto *list = all ? dyn_cast<clang::InitListExpr>(all->getSubExpr()->IgnoreImplicit()) : nullptr;
  if (!list)
    return std::nullopt;
  SmallVector<const clang::Expr *> elements;
  for (const clang::Expr *entry : list->inits()) {
    auto *level = dyn_cast<clang::CXXConstructExpr>(entry->IgnoreImplicit());
    if (!level || level->getNumArgs() != 1 || !level->getArg(0)->getType()->isArithmeticType())
      return std::nullopt;
    elements.push_back(level->getArg(0));
  }
  return elements;
}

Value Importer::libraryConstruct(const clang::CXXConstructExpr *expr, bool &done) {
  Type type = convertType(expr->getType());
  auto *record = expr->getType()->getAsCXXRecordDecl();
  unsigned count = expr->getNumArgs();
  // Default arguments of a library constructor (allocators, names) carry no value.
  while (count && isa<clang::CXXDefaultArgExpr>(expr->getArg(count - 1)))
    --count;
  if (isa<ListType>(type)) {
    done = true;
    if (count == 0)
      return b.create<ListOp>(type, ValueRange());
    Value value = evaluate(expr->getArg(0));
    if (value.getType() == type && count == 1)
      return value;
    auto list = value.getDefiningOp<ListOp>();
    SmallVector<Value> elements;
    if (list)
      elements.assign(list.getElements().begin(), list.getElements().end());
    else if (isa<IntegerType>(value.getType()) && count == 1)
      elements.push_back(value);
    for (Value &element : elements)
      if (Value converted = convert(element, cast<ListType>(type).getElementType(), true, true))
        element = converted;
    if (elements.empty() && !list)
      return refuseValue(expr, "adgen cannot follow this construction of '" + spell(expr->getType()) + "'",
                         whyUnsupported(expr->getType()));
    return b.create<ListOp>(type, elements);
  }
  if (isa<ad::TensorType>(type)) {
    done = true;
    if (count == 0)
      return b.create<LiteralOp>(type, spell(expr->getType().getUnqualifiedType()) + "{}");
    const auto refuseThis = [&] {
      return refuseValue(expr, "adgen does not differentiate this construction of a tensor",
                         "construct it outside the differentiated function, or use full or stack");
    };
    if (isa<clang::CXXStdInitializerListExpr>(expr->getArg(0)->IgnoreImplicit())) {
      const auto numbers = numbersInBraces(expr->getArg(0));
      if (!numbers)
        return refuseThis();
      Type element = cast<ad::TensorType>(type).getElementType();
      SmallVector<Value> elements;
      for (const clang::Expr *number : *numbers) {
        Value value =
            convert(evaluate(number), element, number->getType()->isSignedIntegerOrEnumerationType(), true);
        if (!value)
          return refuseThis();
        elements.push_back(value);
      }
      Value list = b.create<ListOp>(ListType::get(element), elements);
      return applyRow(b, "tensor_of", list, type);
    }
    Value value = evaluate(expr->getArg(0));
    if (count == 1 && value.getType() == type)
      return value;
    if (count == 1 && value.getType() == cast<ad::TensorType>(type).getElementType())
      return applyRow(b, "to_tensor", value, type);
    if (count == 1 && isa<ListType>(value.getType()))
      return applyRow(b, "tensor_of", value, type);
    return refuseThis();
  }
  if (record && (isStdClass(record, "tuple") || isStdClass(record, "pair"))) {
    done = true;
    return constructTuple(expr, {expr->getArgs(), count});
  }
  return {};
}
