// One generated derivative, as the plugin injects it and as adgen writes it.
#pragma once

#include "Placement.h"
#include "adgen/Driver/Pipeline.h"
#include <set>

namespace adgen {

struct Derivative {
  ResolvedRequest request;
  GeneratedDerivative text;
  std::string registration; // for adgen::grad<f>, to stand in namespace adgen
  Placement home;           // the namespaces of the primal
  std::string guard;        // a macro that says that this derivative has been defined
  std::string purpose;      // "grad of f, model.cpp:12"

  /// The definition and the registration, to stand outside of all namespaces, behind the functions
  /// that it shares with other derivatives, as far as they are not in `printedHelpers` yet. The guards
  /// let the plugin's text and a header from adgen, or two such headers, meet in one translation unit.
  std::string definition(std::set<std::string> &printedHelpers) const;
};

/// Describes what is generated for a request whose text is ready.
Derivative describeDerivative(const ResolvedRequest &request, GeneratedDerivative text);

/// The `#include` lines that a derivative needs.
std::string includeLines(const std::vector<std::string> &includes);

} // namespace adgen
