#include "OutputFile.h"
#include "adgen/Driver/Registration.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <set>

using namespace adgen;

/// A word as a shell takes it, on one line whatever is in it.
static std::string quoted(llvm::StringRef word) {
  auto isPlain = [](char letter) {
    return llvm::isAlnum(letter) || llvm::StringRef("-_=+,./:").contains(letter);
  };
  if (!word.empty() && llvm::all_of(word, isPlain))
    return word.str();
  std::string result = "'";
  for (char letter : word)
    result += letter == '\'' ? "'\\''" : std::string(1, letter == '\n' || letter == '\\' ? ' ' : letter);
  return result + "'";
}

std::string adgen::bannerText(llvm::StringRef what, llvm::StringRef source,
                              llvm::ArrayRef<std::string> words) {
  std::string text = "// " + what.str() + " of functions in " + llvm::sys::path::filename(source).str() +
                     ", written by adgen " ADGEN_VERSION ". Do not edit; run this again:\n//     adgen";
  for (const std::string &word : words)
    text += " " + quoted(word);
  return text + "\n";
}

std::string adgen::headerText(llvm::ArrayRef<Derivative> derivatives, llvm::StringRef source,
                              llvm::ArrayRef<std::string> words) {
  return bannerText("Derivatives", source, words) + "#pragma once\n\n" + definitionsText(derivatives);
}

std::string adgen::definitionsText(llvm::ArrayRef<Derivative> derivatives) {
  std::string text;

  // Quoted names first, as clang-format sorts them.
  std::set<std::string> quotedHeaders, systemHeaders;
  for (const Derivative &derivative : derivatives)
    for (const std::string &header : derivative.text.includes)
      (header.front() == '<' ? systemHeaders : quotedHeaders).insert(header);
  std::vector<std::string> headers(quotedHeaders.begin(), quotedHeaders.end());
  headers.insert(headers.end(), systemHeaders.begin(), systemHeaders.end());
  if (!headers.empty())
    text += includeLines(headers) + "\n";

  if (llvm::any_of(derivatives,
                   [](const Derivative &derivative) { return !derivative.registration.empty(); }))
    text += "// What adgen::grad<f> is told below.\n" + registrationPrelude() + "\n";
  std::set<std::string> helpers;
  for (const Derivative &derivative : derivatives)
    text += (&derivative == &derivatives.front() ? "" : "\n") + derivative.definition(helpers);
  return text;
}
