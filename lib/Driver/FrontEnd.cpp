#include "adgen/Driver/FrontEnd.h"
#include "SessionConsumer.h"

using namespace adgen;

std::unique_ptr<clang::ASTConsumer> adgen::createFrontEnd(clang::CompilerInstance &compiler) {
  auto session = std::make_shared<Session>(compiler);
  Session::install(session);
  return std::make_unique<SessionConsumer>(session);
}
