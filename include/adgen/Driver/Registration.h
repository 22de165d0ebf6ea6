// How adgen::grad<f>(...) finds what was generated for f.
#pragma once

#include <set>
#include <string>

namespace adgen {

struct ResolvedRequest;

/// The specialisations of adgen::Derivative (see adgen/Grad.h) for a request,
/// to stand in namespace adgen. Empty where the interface has no words for the
/// request (a gradient with respect to a member of a parameter is called by
/// its own name) and for keys that are already in `taken`, to which it adds.
std::string printRegistration(const ResolvedRequest &request, std::set<std::string> &taken);

/// The declarations that the specialisations need. Generated code repeats them,
/// so that it does not depend on adgen/Grad.h.
std::string registrationPrelude();

} // namespace adgen
