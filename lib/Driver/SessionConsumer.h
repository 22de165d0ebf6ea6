// What a session has to hear from the parser.
#pragma once

#include "Session.h"
#include "clang/AST/ASTConsumer.h"

namespace adgen {

class SessionConsumer : public clang::ASTConsumer {
public:
  explicit SessionConsumer(std::shared_ptr<Session> session) : session(std::move(session)) {}

  void HandleTagDeclDefinition(clang::TagDecl *tag) override { session->completeClass(tag); }

protected:
  std::shared_ptr<Session> session;
};

} // namespace adgen
