// adgen.so: clang++-19 -fplugin=adgen.so model.cpp
#include "adgen/Driver/FrontEnd.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include <cstdio>
#include <cstdlib>

namespace {

/// Another Clang lays out its classes differently, so that every call would go
/// astray. This runs when the plugin is loaded, before it registers anything.
struct VersionCheck {
  VersionCheck() {
    const std::string compiler = clang::getClangFullVersion();
    if (compiler.find("clang version " CLANG_VERSION_STRING) != std::string::npos)
      return;
    std::fprintf(stderr, "error: adgen.so is built for Clang %s and cannot be loaded by %s; use clang++-%d\n",
                 CLANG_VERSION_STRING, compiler.c_str(), CLANG_VERSION_MAJOR);
    // No destructors: the compiler is only half initialised.
    std::_Exit(1);
  }
};

class Action : public clang::PluginASTAction {
public:
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                        llvm::StringRef) override {
    return adgen::createFrontEnd(compiler);
  }

  bool ParseArgs(const clang::CompilerInstance &, const std::vector<std::string> &) override { return true; }

  ActionType getActionType() override { return AddBeforeMainAction; }
};

const VersionCheck versionCheck;
const clang::FrontendPluginRegistry::Add<Action> registration("adgen", "derivatives for #pragma grad");

} // namespace
