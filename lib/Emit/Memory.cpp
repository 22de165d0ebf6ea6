// C++ for the operations on memory, stacks, and calls.
#include "InMemory.h"
#include "Signature.h"
#include "Statements.h"

#include "adgen/IR/AdDialect.h"
#include "adgen/IR/LoopVariables.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

static std::string indexBase(const Expression &pointer) {
  return pointer.indexed.empty() ? postfixBase(pointer) : pointer.indexed;
}

/// A pointer into a part of an object, a row of a matrix or a member, may run through the next ones as well:
/// not the subscript of an array, which ends there.
static bool leavesPart(ad::OffsetOp op) {
  Value pointer = op.getPointer();
  while (auto cast = pointer.getDefiningOp<ad::PtrCastOp>())
    pointer = cast.getPointer();
  auto part = pointer.getDefiningOp<ad::DecayOp>();
  if (!part || op.getInside())
    return false;
  Value whole = part.getPointer();
  Operation *computes = whole.getDefiningOp();
  auto function = computes ? func::FuncOp() : dyn_cast<func::FuncOp>(whole.getParentRegion()->getParentOp());
  const bool isPart =
      computes ? isa<ad::OffsetOp, ad::DecayOp, ad::MemberOp>(computes)
               : !function || signatureOf(function).params[cast<BlockArgument>(whole).getArgNumber()].kind !=
                                  ParamKind::Object;
  if (!isPart)
    return false;
  auto array = cast<ad::ArrayType>(cast<ad::PtrType>(whole.getType()).getPointee());
  if (array.isDynamic()) // nothing follows in its memory
    return false;
  // An index that is known to stay inside.
  APInt first, last;
  if (scf::ForOp loop = loopCounting(op.getIndex())) {
    if (!matchPattern(loop.getLowerBound(), m_ConstantInt(&first)) ||
        !matchPattern(loop.getUpperBound(), m_ConstantInt(&last)))
      return true;
    last -= 1;
  } else if (matchPattern(op.getIndex(), m_ConstantInt(&first))) {
    last = first;
  } else {
    return true;
  }
  return first.isNegative() || last.sge(array.getSize());
}

/// A pointer to a member, which may run through the next ones.
static bool isToMember(Value pointer) {
  while (auto cast = pointer.getDefiningOp<ad::PtrCastOp>())
    pointer = cast.getPointer();
  return pointer.getDefiningOp<ad::MemberOp>();
}

static Expression spellOffset(ad::OffsetOp op, Emission &e) {
  Expression base = e(op.getPointer()), index = converted(e(op.getIndex()));
  // It has a sign, whatever it has been computed from; of 64 bits both mean the same element.
  if (index.type.getIntOrFloatBitWidth() < 64)
    index = withSign(index, Sign::Signed);
  if (base.pointee && isToMember(op.getPointer())) {
    // Of `(&v.x)[i]` clang takes it that it is v.x, and moves it past accesses to v.y; not so behind a cast.
    base.text = "static_cast<" + e.typeName(op.getPointer().getType()) + ">(&" + base.pointee->text + ")";
    base.prec = Prec::Primary;
    base.indexed = base.text;
  } else if (base.pointee && leavesPart(op)) { // a variable is a pointer already
    base.text = "&" + base.pointee->text;
    base.prec = Prec::Unary;
    base.indexed = "(" + base.text + ")";
  }
  Expression result = binary(base, "+", Prec::Additive, index, op.getType());
  result.sign = base.sign;
  result.pointee = Inner{indexBase(base) + "[" + index.text + "]", Prec::Primary};
  return result;
}

static Expression spellDecay(ad::DecayOp op, Emission &e) {
  Expression array = objectOf(e(op.getPointer()), op.getPointer().getType().getPointee());
  Expression result{array.text, array.prec, op.getType(), array.sign};
  auto type = cast<ad::ArrayType>(op.getPointer().getType().getPointee());
  result.indexed = postfixBase(array);
  result.pointee = Inner{result.indexed + "[0]", Prec::Primary};
  if (!type.getCxxName().empty()) // a class that is an array
    result.text = memberOf(array, "data") + "()", result.prec = Prec::Primary;
  result.cheap = e(op.getPointer()).cheap;
  return result;
}

static Expression spellMember(ad::MemberOp op, Emission &e) {
  Expression object = objectOf(e(op.getPointer()), op.getPointer().getType().getPointee());
  std::string member;
  auto record = cast<ad::RecordType>(op.getPointer().getType().getPointee());
  if (record.isTuple()) {
    e.include(record.getCxxName().starts_with("std::pair") ? "<utility>" : "<tuple>");
    member = "std::get<" + op.getField().str() + ">(" + object.text + ")";
  } else {
    member = memberOf(object, op.getField());
  }
  Expression result{"&" + member, Prec::Unary, op.getType(), signInMemory(op.getType())};
  result.pointee = Inner{member, Prec::Primary};
  return result;
}

static Expression spellPointerCast(ad::PtrCastOp op, Emission &e) {
  Expression pointer = e(op.getPointer());
  ad::PtrType from = op.getPointer().getType(), to = op.getType();
  bool isSame = cxxTypeInMemory(from) == cxxTypeInMemory(to);
  if (isSame && (to.getIsConst() || !from.getIsConst())) {
    pointer.type = to;
    return pointer;
  }
  // All that changes is const, at some level.
  bool similar = !cxxTypeOf(from).empty() && [](ad::PtrType a, ad::PtrType b) {
    while (isa<ad::PtrType>(a.getPointee()) && isa<ad::PtrType>(b.getPointee())) {
      a = cast<ad::PtrType>(a.getPointee());
      b = cast<ad::PtrType>(b.getPointee());
    }
    return a.getPointee() == b.getPointee() && a.getStoredAs() == b.getStoredAs();
  }(from, to);
  return {(similar ? "const_cast<" : "reinterpret_cast<") + e.typeName(to) + ">(" + pointer.text + ")",
          Prec::Primary, to, pointer.sign};
}

static Expression spellPointerCompare(ad::PtrCompareOp op, Emission &e) {
  llvm::StringRef symbol = llvm::StringSwitch<llvm::StringRef>(op.getPredicate())
                               .Case("eq", "==")
                               .Case("ne", "!=")
                               .Case("lt", "<")
                               .Case("le", "<=")
                               .Case("gt", ">")
                               .Default(">=");
  Prec prec = symbol == "==" || symbol == "!=" ? Prec::Equality : Prec::Relational;
  // Compilers warn about a comparison of two arrays that are not said to be addresses.
  auto address = [&](Value pointer) {
    Expression text = e(pointer);
    if (pointer.getDefiningOp<ad::DecayOp>() && text.text == text.indexed)
      text.text = "&" + text.pointee->text, text.prec = Prec::Unary;
    return text;
  };
  return binary(address(op.getLhs()), symbol, prec, address(op.getRhs()), op.getType());
}

static llvm::StringRef headerOfEffect(llvm::StringRef callee) {
  callee.consume_front("::");
  if (callee == "adgen::next_snapshot")
    return "adgen/runtime/Checkpoint.h";
  callee.consume_front("std::");
  return llvm::StringSwitch<llvm::StringRef>(callee)
      .Cases("printf", "fprintf", "puts", "putchar", "<cstdio>")
      .Cases("abort", "exit", "<cstdlib>")
      .Cases("strlen", "strcmp", "strncmp", "<cstring>")
      .Cases("isalnum", "isalpha", "isdigit", "islower", "isupper", "isspace", "ispunct", "isxdigit",
             "<cctype>")
      .Cases("tolower", "toupper", "<cctype>")
      .Case("__assert_fail", "<cassert>")
      .Cases("ilogb", "logb", "<cmath>")
      .Default("");
}

/// A parameter that is passed by its address in the graph is an object in C++.
static std::string callArguments(func::CallOp call, Emission &e) {
  std::string text;
  auto module = call->getParentOfType<ModuleOp>();
  auto callee = module ? module.lookupSymbol<func::FuncOp>(call.getCallee()) : func::FuncOp();
  std::vector<Param> params = callee ? getFunctionInfo(callee).params : std::vector<Param>();
  for (auto [index, operand] : llvm::enumerate(call.getOperands())) {
    Expression argument = e(operand);
    if (index < params.size() && params[index].kind == ParamKind::Object)
      argument = objectOf(argument, cast<ad::PtrType>(operand.getType()).getPointee());
    text += (text.empty() ? "" : ", ") + argument.text;
  }
  return text;
}

std::optional<Expression> emit::spellMemory(Operation *op, Emission &e) {
  return llvm::TypeSwitch<Operation *, std::optional<Expression>>(op)
      .Case([&](ad::OffsetOp offset) { return spellOffset(offset, e); })
      .Case([&](ad::DecayOp decay) { return spellDecay(decay, e); })
      .Case([&](ad::MemberOp member) { return spellMember(member, e); })
      .Case([&](ad::PtrCastOp cast) { return spellPointerCast(cast, e); })
      .Case([&](ad::PtrCompareOp compare) { return spellPointerCompare(compare, e); })
      .Case([&](ad::PtrDiffOp diff) {
        Expression result =
            binary(e(diff.getLhs()), "-", Prec::Additive, e(diff.getRhs()), diff.getLhs().getType());
        result.type = diff.getType();
        result.sign = Sign::Signed;
        return result;
      })
      .Case([&](ad::LoadOp load) {
        return loaded(objectOf(e(load.getPointer()), load.getType()), load.getPointer().getType());
      })
      .Case([&](ad::NullOp null) {
        Expression text{"nullptr", Prec::Primary, null.getType()};
        text.cheap = true;
        return text;
      })
      .Case([&](ad::UndefOp undef) {
        Expression zero{e.zeroOf(undef.getType()), Prec::Primary, undef.getType(), Sign::Any};
        zero.cheap = true;
        return zero;
      })
      .Case([&](ad::AddressOfGlobalOp global) {
        Expression address{"&" + global.getCxxName().str(), Prec::Unary, global.getType(),
                           signInMemory(global.getType())};
        address.pointee = Inner{global.getCxxName().str(), Prec::Primary};
        address.cheap = true;
        return address;
      })
      .Case([&](ad::HeapOp heap) {
        std::string type = e.typeInMemory(heap.getType());
        if (type.find("(*") != std::string::npos) { // T (*)[n] cannot stand in front of []
          type = "std::decay_t<" + type + ">";
          e.include("<type_traits>");
        }
        size_t bracket = std::min(type.find('['), type.size());
        std::string count = converted(e(heap.getCount())).text, init = heap.getZero() ? "()" : "";
        if (needsValues(heap.getType().getPointee())) {
          int64_t number = 0;
          if (llvm::StringRef(count).getAsInteger(10, number))
            return e.refuse(heap);
          init = "{";
          for (int64_t i = 0; i < number; ++i)
            init += (i ? ", " : "") + zeroInitializer(heap.getType().getPointee(), e);
          init += "}";
        }
        return Expression{"new " + type.substr(0, bracket) + "[" + count + "]" + type.substr(bracket) + init,
                          Prec::Unary, heap.getType(), signInMemory(heap.getType())};
      })
      .Case([&](ad::ReleaseOp release) {
        return Expression{"delete[] " + postfixBase(e(release.getPointer())), Prec::Unary, Type()};
      })
      .Case([&](ad::SizeOp size) {
        const Expression array = objectOf(e(size.getPointer()), size.getPointer().getType().getPointee());
        return Expression{memberOf(array, "size") + "()", Prec::Primary, size.getType(), Sign::Unsigned};
      })
      .Case([&](ad::ResizeOp resize) {
        const Expression array = objectOf(e(resize.getPointer()), resize.getPointer().getType().getPointee());
        return Expression{memberOf(array, "resize") + "(" + converted(e(resize.getCount())).text + ")",
                          Prec::Primary, Type()};
      })
      .Case([&](ad::PushOp push) {
        return Expression{e(push.getStack()).text + ".push_back(" + converted(e(push.getValue())).text + ")",
                          Prec::Primary, Type()};
      })
      .Case([&](ad::CallOp call) {
        const llvm::StringRef header = headerOfEffect(call.getCxxName());
        if (!header.empty())
          e.include(header);
        std::string arguments;
        for (Value operand : call.getOperands()) {
          arguments += (arguments.empty() ? "" : ", ") + e(operand).text;
        }
        return Expression{call.getCxxName().str() + "(" + arguments + ")", Prec::Primary,
                          call.getResult() ? call.getResult().getType() : Type()};
      })
      .Case([&](func::CallOp call) {
        return Expression{calleeName(call) + "(" + callArguments(call, e) + ")", Prec::Primary,
                          call.getNumResults() ? call.getResult(0).getType() : Type()};
      })
      .Default([](Operation *) { return std::nullopt; });
}

std::string emit::declarator(const std::string &type, const std::string &name) {
  const size_t position = declaratorPosition(type);
  std::string text = type.substr(0, position), rest = type.substr(position);
  while (text.back() == ' ')
    text.pop_back();
  const bool isTight = text.back() == '*' || text.back() == '&' || text.back() == '(';
  return text + (isTight ? "" : " ") + name + rest;
}

/// The numbers of a table in nested braces.
static std::string tableText(llvm::ArrayRef<Attribute> &values, ad::PtrType pointer, Emission &e) {
  if (auto array = dyn_cast<ad::ArrayType>(pointer.getPointee())) {
    std::string text;
    for (int64_t i = 0; i < array.getSize(); ++i)
      text += (i ? ", " : "") + tableText(values, array.elementPointer(), e);
    // A class that is an array holds an array.
    return array.getCxxName().empty() ? "{" + text + "}" : "{{" + text + "}}";
  }
  if (auto record = dyn_cast<ad::RecordType>(pointer.getPointee())) {
    std::string text;
    for (unsigned i = 0; i < record.getFieldTypes().size(); ++i)
      text += (i ? ", " : "") + tableText(values, record.fieldPointer(i), e);
    return "{" + text + "}";
  }
  auto number = cast<TypedAttr>(values.front());
  Expression value = literal(number, number.getType());
  // Braces do not convert a negative number to an unsigned one.
  auto integer = dyn_cast<IntegerAttr>(number);
  const bool changesSign =
      integer && integer.getValue().isNegative() && signInMemory(pointer) != Sign::Signed;
  const bool isEnumeration = isa<ad::OpaqueType>(pointer.getPointee()) || isConverted(pointer);
  std::string text = value.text;
  if (changesSign || isEnumeration)
    text = "static_cast<" + e.typeInMemory(pointer) + ">(" + text + ")";
  addIncludesOfSpelling(text, e.includes);
  values = values.drop_front();
  return text;
}

void Statements::table(Operation *op) {
  auto table = cast<ad::TableOp>(op);
  comment(op);
  std::string name = e.names.forValue(table);
  llvm::ArrayRef<Attribute> values = table.getValues().getValue();
  Expression address{"&" + name, Prec::Unary, table.getType()};
  address.pointee = Inner{name, Prec::Primary};
  address.cheap = true;
  line("static constexpr " + declarator(e.typeInMemory(table.getType()), name) + " = " +
       tableText(values, table.getType(), e) + ";");
  e.define(table, address);
}

/// The first use of the variable is a store that can as well initialize it.
static ad::StoreOp initializingStore(ad::LocalOp local) {
  Operation *first = nullptr;
  for (Operation *user : local->getUsers()) {
    Operation *beside = local->getBlock()->findAncestorOpInBlock(*user);
    if (!first || beside->isBeforeInBlock(first))
      first = beside;
  }
  auto store = dyn_cast_or_null<ad::StoreOp>(first);
  if (!store || store.getPointer() != local || store.getValue() == local.getResult())
    return {};
  return store;
}

static constexpr int64_t mostZeros = 8; ///< Objects in an array that are written out one by one.

static int64_t objectsIn(Type type) {
  auto array = dyn_cast<ad::ArrayType>(type);
  return array ? array.getSize() * objectsIn(array.getElementType()) : 1;
}

void Statements::clearRecords(const std::string &first, const std::string &count, Type type) {
  if (!holdsRecord(type))
    return;
  std::string i = e.names.fresh("i");
  line("for (std::int64_t " + i + " = 0; " + i + " < " + count + "; ++" + i + ")");
  if (auto array = dyn_cast<ad::ArrayType>(type); array && array.getCxxName().empty()) {
    Statements inner(e, place);
    inner.clearRecords(first + "[" + i + "]", std::to_string(array.getSize()), array.getElementType());
    text += indented(inner.text);
  } else {
    line("  " + first + "[" + i + "] = " + zeroValue(type, e) + ";");
  }
  e.include("<cstdint>");
  e.names.release(i);
}

void Statements::local(Operation *op) {
  auto local = cast<ad::LocalOp>(op);
  Type type = local.getType().getPointee();
  std::string name = e.names.forValue(local), spelling = e.typeInMemory(local.getType());
  Expression address{"&" + name, Prec::Unary, local.getType(), signInMemory(local.getType())};
  address.cheap = true;
  if (auto array = dyn_cast<ad::ArrayType>(type); array && array.isDynamic()) {
    comment(op);
    e.include("<vector>");
    line(spelling + " " + name + (local.getCount() ? "(" + converted(e(local.getCount())).text + ")" : "") +
         ";");
    address.pointee = Inner{name, Prec::Primary};
    return e.define(local, address);
  }
  if (local.getCount()) {
    comment(op);
    // T (*)[n] cannot stand in front of [].
    bool isNamed = spelling.find("(*") != std::string::npos;
    if (isNamed) {
      std::string alias = e.names.fresh(name + "_type");
      line("using " + alias + " = " + spelling + ";");
      spelling = alias;
    }
    size_t bracket = std::min(spelling.find('['), spelling.size());
    std::string element = spelling.substr(0, bracket), extents = spelling.substr(bracket);
    const std::string count = converted(e(local.getCount())).text;
    if (needsValues(type)) {
      e.include("<vector>");
      line("std::vector<" + spelling + "> " + name + "(" + count + ", " + zeroValue(type, e) + ");");
      address.text = name + ".data()";
    } else {
      e.include("<memory>");
      line("const std::unique_ptr<" + element + "[]" + extents + "> " + name + "(new " + element + "[" +
           count + "]" + extents + (local.getZero() ? "()" : "") + ");");
      address.text = name + ".get()";
    }
    address.prec = Prec::Primary;
    address.indexed = name;
    address.pointee = Inner{name + "[0]", Prec::Primary};
    if (local.getZero() && !needsValues(type))
      clearRecords(name, withSign(e(local.getCount()), Sign::Signed).text, type);
    return e.define(local, address);
  }
  address.pointee = Inner{name, Prec::Primary};
  e.define(local, address);
  bool isScalar = !isa<ad::ArrayType, ad::RecordType>(type);
  if (ad::StoreOp store = initializingStore(local); store && isScalar && !local.getZero()) {
    e.declaredByStore[store] = local;
    return;
  }
  comment(op);
  // An array that a loop fills, which may run zero times, draws a warning where it is read: once per call,
  // zeros cost little. In a loop they would not.
  bool isFilledLater = isa<ad::ArrayType>(type) && isa<func::FuncOp>(op->getParentOp());
  std::string init = local.getZero() && isConverted(local.getType()) ? "{}"
                     : local.getZero() || needsValues(type)          ? " = " + zeroInitializer(type, e)
                     : isFilledLater                                 ? " = {}"
                                                                     : "";
  // Many objects are cleared by a loop.
  auto array = dyn_cast<ad::ArrayType>(type);
  const bool isLong = array && objectsIn(array) > mostZeros && local.getZero() && holdsRecord(type) &&
                      !needsValues(type) && !isConverted(local.getType());
  line(declarator(spelling, name) + (isLong ? "" : init) + ";");
  if (isLong)
    clearRecords(name, std::to_string(array.getSize()), array.getElementType());
}

void Statements::store(Operation *op) {
  auto store = cast<ad::StoreOp>(op);
  Type type = store.getValue().getType();
  const ad::PtrType pointer = store.getPointer().getType();
  auto target = [&] { return objectOf(e(store.getPointer()), type); };
  // Of `x += change`, the change may be long, and not the sum.
  const bool isCompound = compoundAssignment(target().text, store.getValue(), e).has_value();
  shortenOperands(isCompound ? store.getValue().getDefiningOp() : op); // the address may become a variable
  comment(op);
  if (e.declaredByStore.contains(op))
    return line(declarator(e.typeInMemory(pointer), target().text) + " = " +
                converted(stored(e(store.getValue()), pointer, e)).text + ";");
  if (isConverted(pointer))
    return line(target().text + " = " + stored(e(store.getValue()), pointer, e).text + ";");
  line(assignment(target().text, store.getValue()));
}

void Statements::replay(Operation *operation) {
  auto op = cast<ad::ReplayOp>(operation);
  comment(operation);
  e.include("<cstddef>");
  std::string i = e.names.fresh("i");
  line("for (std::size_t " + i + " = " + e(op.getPointers()).text + ".size(); " + i + "-- > 0;)");
  line("  *" + e(op.getPointers()).text + "[" + i + "] = " + e(op.getValues()).text + "[" + i + "];");
  e.names.release(i);
}

void Statements::stack(Operation *op) {
  comment(op);
  e.include("<vector>");
  if (auto made = dyn_cast<ad::NewStackOp>(op)) {
    std::string name = e.names.forValue(made);
    line(e.typeName(made.getType()) + " " + name + ";");
    Expression variable{name, Prec::Primary, made.getType()};
    variable.cheap = true;
    return e.define(made, variable);
  }
  auto pop = cast<ad::PopOp>(op);
  std::string name = e(pop.getStack()).text;
  if (e.prepared.isRead(pop))
    declare(pop, {name + ".back()", Prec::Primary, pop.getType()});
  line(name + ".pop_back();");
}
