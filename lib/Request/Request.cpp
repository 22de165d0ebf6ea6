// The words of a request.
#include "adgen/Request/Request.h"
#include "llvm/Support/ErrorHandling.h"

using namespace adgen;

llvm::StringRef adgen::modeName(Mode mode) {
  switch (mode) {
  case Mode::Reverse:
    return "reverse";
  case Mode::Jvp:
    return "jvp";
  case Mode::Vjp:
    return "vjp";
  case Mode::Jacobian:
    return "jacobian";
  case Mode::Hessian:
    return "hessian";
  }
  llvm_unreachable("unknown mode");
}

llvm::StringRef adgen::modeSuffix(Mode mode) {
  switch (mode) {
  case Mode::Reverse:
    return "_grad";
  case Mode::Jvp:
    return "_jvp";
  case Mode::Vjp:
    return "_vjp";
  case Mode::Jacobian:
    return "_jacobian";
  case Mode::Hessian:
    return "_hessian";
  }
  llvm_unreachable("unknown mode");
}

std::string QualifiedName::text() const {
  std::string result = global ? "::" : "";
  for (const Identifier &component : components) {
    if (&component != &components.front())
      result += "::";
    result += component.text;
  }
  return result;
}

std::string Operand::text() const {
  if (position)
    return std::to_string(*position);
  std::string result;
  for (const Identifier &component : path) {
    if (&component != &path.front())
      result += result == "this" ? "->" : ".";
    result += component.text;
  }
  return result;
}
