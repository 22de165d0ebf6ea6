// From a resolved request to C++ text.
#pragma once

#include "adgen/Import/ResolvedRequest.h"
#include <memory>

namespace adgen {

/// What `adgen --emit=` prints.
enum class EmitKind { Cpp, Mlir, Dot, Svg, Report, Check };

/// A function that derivatives call and share.
struct GeneratedHelper {
  std::string name; // qualified: "::n::f_adjoint"
  std::string declaration, definition;
};

/// The text for one request.
struct GeneratedDerivative {
  std::vector<GeneratedHelper> helpers;
  std::string functions;             // `inline` definitions, to stand in the primal's namespace
  std::vector<std::string> includes; // the headers they need: "<cmath>", "adgen/runtime/Runtime.h"
  bool stopsGradients = false;       // the primal calls stop_gradient: differences would see through it
};

/// What one translation unit remembers: the graphs of functions generated
/// earlier, so that derivatives of generated functions compose.
class GenerationState;

std::shared_ptr<GenerationState> createGenerationState();

/// Import … emit for one request on a complete function definition.
/// Diagnostics go to sema's engine; nothing comes back after an error.
std::optional<GeneratedDerivative> generateDerivative(clang::Sema &sema, const ResolvedRequest &request,
                                                      GenerationState &state);

/// What `--emit=report` prints: the decisions behind the derivatives that have been generated in this state,
/// in the order of the source's lines.
std::string printReport(const GenerationState &state);

/// The graph of a derivative that generateDerivative has made, as `--emit=mlir|dot|svg` prints it.
/// Diagnostics go to sema's engine; nothing comes back after an error.
std::optional<std::string> renderGraph(clang::Sema &sema, const ResolvedRequest &request,
                                       GenerationState &state, EmitKind kind);

} // namespace adgen
