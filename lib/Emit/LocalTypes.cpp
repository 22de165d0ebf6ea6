#include "LocalTypes.h"

#include "Emission.h"

#include "adgen/IR/AdDialect.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace adgen;
using namespace adgen::emit;

/// "ns_Vec_double" for "@::ns::Vec<double>".
static std::string ownName(llvm::StringRef cxxName) {
  std::string name;
  for (char c : cxxName.drop_front())
    if (llvm::isAlnum(c) || c == '_')
      name += c;
    else if (!name.empty() && name.back() != '_')
      name += '_';
  name.erase(name.find_last_not_of('_') + 1);
  return name;
}

static void replaceAll(std::string &text, llvm::StringRef from, const std::string &to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), to);
}

void LocalTypes::visit(Type type, std::string &spelling, Emission &e) {
  if (auto array = dyn_cast<ad::ArrayType>(type))
    return visit(array.getElementType(), spelling, e);
  if (auto pointer = dyn_cast<ad::PtrType>(type))
    return visit(pointer.getPointee(), spelling, e);
  if (auto stack = dyn_cast<ad::StackType>(type))
    return visit(stack.getElementType(), spelling, e);
  if (auto itself = dyn_cast<ad::OpaqueType>(type);
      itself && itself.getCxxName().starts_with(localTypeMark)) {
    // A class inside itself, or inside one that it leads to.
    const std::string own = ownName(itself.getCxxName());
    replaceAll(spelling, itself.getCxxName(), own);
    const bool isComplete = defined.count(own) && !llvm::is_contained(beingDefined, own);
    const bool isItself = !beingDefined.empty() && beingDefined.back() == own;
    if (!isComplete && !isItself && declaredAhead.insert(own).second)
      text += "struct " + own + ";\n";
    return;
  }
  auto record = dyn_cast<ad::RecordType>(type);
  if (!record)
    return;
  if (record.getCxxName().front() != localTypeMark) {
    for (Type field : record.getFieldTypes())
      visit(field, spelling, e);
    return;
  }
  const std::string own = ownName(record.getCxxName());
  replaceAll(spelling, record.getCxxName(), own);
  defineRecord(record, own, e);
}

void LocalTypes::defineRecord(Type type, const std::string &name, Emission &e) {
  auto record = cast<ad::RecordType>(type);
  auto [known, isNew] = defined.try_emplace(name, record);
  if (!isNew) {
    if (known->second != record) // two classes of one name, in two functions
      e.refuse(e.function);
    return;
  }
  std::string members;
  beingDefined.push_back(name);
  for (auto [index, field] : llvm::enumerate(record.getFieldNames()))
    members +=
        "  " +
        declarator(e.typeInMemory(record.fieldPointer(index)), cast<StringAttr>(field).getValue().str()) +
        ";\n";
  beingDefined.pop_back();
  text += "struct " + name + " {\n" + members + "};\n";
}

std::string LocalTypes::define(Type type, std::string spelling, Emission &e) {
  visit(type, spelling, e);
  return spelling;
}
