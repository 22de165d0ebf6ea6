// Prints a file of tests with one function, or more, for every row of the
// tables in include/adgen/Ops. A row that is called as an ordinary function of
// its operands needs nothing here; the rows that are not (operators, operands
// that are axes) have a sample in Samples.def. A row with neither is an error.

#include "adgen/adgen.h"

// `abs` is looked up on purpose wherever it leads.
#pragma clang diagnostic ignored "-Wabsolute-value"

#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

struct Row {
  std::string name;
  int arity;
  double low, high;
  bool inStd, inAdgen, onTensors; ///< Whether name(x, z, u) compiles, on numbers and on tensors.
  bool isActive;
};

// Whether a call compiles with the functions of one namespace.
#define DETECT(NAME)                                                                                         \
  struct Call_##NAME {                                                                                       \
    template <class... A> static auto test(int) -> decltype(NAME(std::declval<A>()...), std::true_type());   \
    template <class... A> static std::false_type test(...);                                                  \
  };
namespace ofStd {
using namespace std;
#define UNARY(NAME, ...) DETECT(NAME)
#define BINARY(NAME, ...) DETECT(NAME)
#define TERNARY(NAME, ...) DETECT(NAME)
#define INACTIVE(NAME, ...) DETECT(NAME)
#include "adgen/Ops/Elementwise.def"
} // namespace ofStd
namespace ofAdgen {
using namespace adgen;
#define UNARY(NAME, ...) DETECT(NAME)
#define BINARY(NAME, ...) DETECT(NAME)
#define TERNARY(NAME, ...) DETECT(NAME)
#define INACTIVE(NAME, ...) DETECT(NAME)
#include "adgen/Ops/Elementwise.def"
} // namespace ofAdgen

template <class Call, class T> constexpr bool isCallable(int arity) {
  switch (arity) {
  case 1:
    return decltype(Call::template test<T>(0))::value;
  case 2:
    return decltype(Call::template test<T, T>(0))::value;
  default:
    return decltype(Call::template test<T, T, T>(0))::value;
  }
}

#define ROW_OF(NAME, ARITY, LOW, HIGH, ACTIVE)                                                               \
  {#NAME,                                                                                                    \
   ARITY,                                                                                                    \
   LOW,                                                                                                      \
   HIGH,                                                                                                     \
   isCallable<ofStd::Call_##NAME, double>(ARITY),                                                            \
   isCallable<ofAdgen::Call_##NAME, double>(ARITY),                                                          \
   isCallable<ofAdgen::Call_##NAME, adgen::TensorD>(ARITY),                                                  \
   ACTIVE},
const std::vector<Row> rows = {
#define UNARY(NAME, OP, DX, LOW, HIGH) ROW_OF(NAME, 1, LOW, HIGH, true)
#define BINARY(NAME, OP, DX, DZ, LOW, HIGH) ROW_OF(NAME, 2, LOW, HIGH, true)
#define TERNARY(NAME, OP, DX, DZ, DU, LOW, HIGH) ROW_OF(NAME, 3, LOW, HIGH, true)
#define INACTIVE(NAME, OP, ARITY) ROW_OF(NAME, ARITY, -3, 3, false)
#include "adgen/Ops/Elementwise.def"
};

const std::vector<std::string> specialRows = {
#define ORDERED(NAME, ...) #NAME,
#define FRACTIONAL(NAME, ...) #NAME,
#include "adgen/Ops/Special.def"
};

const std::vector<std::string> generalRows = {
#define ROW(NAME, ...) #NAME,
#define INACTIVE(NAME, ...) #NAME,
#include "adgen/Ops/Tensor.def"
};

// Samples.def: SCALAR(row, arity, expression), TENSOR(row, arity, expression), COVERED(row, where).
struct Sample {
  std::string row;
  int arity;
  std::string expression;
};
const std::vector<Sample> scalarSamples = {
#define SCALAR(ROW, ARITY, ...) {#ROW, ARITY, #__VA_ARGS__},
#include "Samples.def"
};
const std::vector<Sample> tensorSamples = {
#define TENSOR(ROW, ARITY, ...) {#ROW, ARITY, #__VA_ARGS__},
#include "Samples.def"
};
const std::set<std::string> covered = {
#define COVERED(ROW, WHERE) #ROW,
#include "Samples.def"
};

bool hasSample(const std::string &row, const std::vector<Sample> &samples) {
  for (const Sample &sample : samples)
    if (sample.row == row)
      return true;
  return false;
}

std::string checks; ///< What main does.
const char *const operands[] = {"x", "z", "u"};

std::string list(const std::string &type, int arity) {
  std::string text;
  for (int i = 0; i < arity; ++i)
    text += (i ? ", " : "") + type + (type.empty() ? "" : " ") + operands[i];
  return text;
}

/// An inactive row times x, so that there is something to differentiate.
std::string callOf(const Row &row, bool onTensors) {
  std::string call =
      (onTensors || !row.inStd ? "adgen::" : "std::") + row.name + "(" + list("", row.arity) + ")";
  return row.isActive ? call : "x * static_cast<T>(" + call + ")";
}

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

void printScalar(const std::string &id, int arity, const std::string &expression, double low, double high) {
  for (const char *type : {"double", "float", "long double"}) {
    const std::string name = id + "_" + (type[0] == 'l' ? "long" : type);
    // The factor is the cotangent of the row: one that a rule cannot leave out.
    std::printf("#pragma grad\n%s %s(%s) { return static_cast<%s>(0.75) * (%s); }\n", type, name.c_str(),
                list(type, arity).c_str(), type, replaced(expression, "T", type).c_str());
    if (type[0] != 'f')
      std::printf("#pragma grad %s_grad\n", name.c_str());
    if (type[0] == 'd')
      std::printf("#pragma grad %s mode(jvp)\n#pragma grad %s_grad mode(jvp)\n", name.c_str(), name.c_str());
  }
  std::printf("\n");
  checks += "  ROW_ON_SCALARS(" + id + ", " + std::to_string(arity) + ", " + std::to_string(low) + ", " +
            std::to_string(high) + ")\n";
}

void printTensor(const std::string &id, int arity, const std::string &expression, double low, double high,
                 bool isElementwise) {
  std::printf("#pragma grad wrt(%s)\nadgen::TensorD %s_tensor(%s, const adgen::TensorD &weights) {\n"
              "  return sum((%s) * weights);\n}\n",
              list("", arity).c_str(), id.c_str(), list("const adgen::TensorD &", arity).c_str(),
              expression.c_str());
  std::printf("#pragma grad mode(jvp)\nstatic adgen::TensorD %s_value(%s) { return %s; }\n", id.c_str(),
              list("const adgen::TensorD &", arity).c_str(), expression.c_str());
  std::printf("\n");
  checks += "  ROW_ON_TENSORS(" + id + ", " + std::to_string(arity) + ", " +
            (isElementwise ? "true, " : "false, ") + std::to_string(low) + ", " + std::to_string(high) +
            ")\n";
}

} // namespace

int main(int argc, char **argv) {
  const bool tensors = argc > 1 && std::string(argv[1]) == "tensors";
  int missing = 0;
  std::printf(
      "// Printed by RowCorpus.cpp.\n#include \"RowCheck.h\"\n\nnamespace rows {\nusing namespace %s;\n\n",
      tensors ? "adgen" : "std");
  std::map<std::string, const Row *> byName;
  for (const Row &row : rows) {
    byName[row.name] = &row;
    if (!tensors && (row.inStd || row.inAdgen) && !hasSample(row.name, scalarSamples))
      printScalar("row_" + row.name, row.arity, callOf(row, false), row.low, row.high);
    if (tensors && row.onTensors && row.isActive && !hasSample(row.name, tensorSamples))
      printTensor("row_" + row.name, row.arity, callOf(row, true), row.low, row.high, true);
    if (!row.inStd && !row.inAdgen && !row.onTensors && !hasSample(row.name, scalarSamples) &&
        !hasSample(row.name, tensorSamples) && !covered.count(row.name)) {
      std::fprintf(stderr,
                   "the row '%s' is no function of numbers or tensors and has no sample in Samples.def\n",
                   row.name.c_str());
      ++missing;
    }
  }
  for (const std::string &row : specialRows)
    if (!hasSample(row, scalarSamples)) {
      std::fprintf(stderr, "the row '%s' has no sample in Samples.def\n", row.c_str());
      ++missing;
    }
  for (const std::string &row : generalRows)
    if (!hasSample(row, tensorSamples) && !covered.count(row)) {
      std::fprintf(stderr, "the row '%s' has no sample in Samples.def\n", row.c_str());
      ++missing;
    }
  int count = 0;
  for (const Sample &sample : tensors ? tensorSamples : scalarSamples) {
    auto row = byName.find(sample.row);
    double low = row == byName.end() ? 0.3 : row->second->low,
           high = row == byName.end() ? 2 : row->second->high;
    const std::string id = "sample" + std::to_string(++count) + "_" + sample.row;
    if (tensors)
      printTensor(id, sample.arity, sample.expression, low, high, row != byName.end());
    else
      printScalar(id, sample.arity, sample.expression, low, high);
  }
  std::printf("} // namespace rows\n#include \"Generated.h\"\nusing namespace rows;\nint main() {\n%s  "
              "return finish();\n}\n",
              checks.c_str());
  return missing != 0;
}
