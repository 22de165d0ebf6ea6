// Classes that generated code cannot name or fill in: those that the primal
// declares inside of its body, and those with members that are not public.  Where
// a variable of one cannot be avoided, the function declares a class of its own.
#pragma once

#include "mlir/IR/Types.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace adgen::emit {

class Emission;

class LocalTypes {
public:
  /// Defines what `type` consists of. \returns `spelling`, with the names that the classes have here.
  std::string define(mlir::Type type, std::string spelling, Emission &e);
  const std::string &definitions() const { return text; }

private:
  void visit(mlir::Type type, std::string &spelling, Emission &e);
  void defineRecord(mlir::Type record, const std::string &name, Emission &e);

  std::string text;
  std::map<std::string, mlir::Type> defined;
  std::vector<std::string> beingDefined;
  std::set<std::string> declaredAhead;
};

} // namespace adgen::emit
