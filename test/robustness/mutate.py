"""Sources of the corpus, broken at the level of tokens. The same seed gives the same text."""

import pathlib
import random
import re

TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|\#[ \t]*[a-z]+
    |[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*|::|->|\+\+|--|<<=|>>=|<<|>>|&&|\|\||[-+*/%&|^!<>=]=|\.\.\.|\s+|.""",
    re.S | re.X)
# What the harness of the corpus provides, as far as the functions need it.
PRELUDE = """#include <cmath>
#include <cstddef>
using Real = double;
using Float = float;
using Long = long double;
#define EXEC_FIELDS(...)
"""
EPILOGUE = '\n#if __has_include("hostile.grad.h")\n#include "hostile.grad.h"\n#endif\n'
OPERATORS = "+ - * / % & | ^ && || < > <= >= == != = += -= *= /= %= <<= << >> , . -> :: ? : ! ~ ++ -- ( ) [ ] { } ;".split()
# What stays C++ in most places: each by another of its row.
ALIKE = [row.split() for row in (
    "+ - * /", "+= -= *= /= =", "< > <= >= == !=", "&& ||", "++ --", "% & | ^ << >>", ". ->", "* &", "break continue return",
    "Real double float int long bool auto Float Long unsigned char", "sin cos exp log sqrt fabs tanh floor fmod pow",
    "const static volatile constexpr inline", "for while", "if while", "0 1 2 3 -1 7 100", "1.0 0.5 0.0 -2.0 1e300 1e-310 3 0.1f 2.5L 1e999")]
NUMBERS = ("0 1 2 -1 0.0 1.0 -0.0 0.5f 2.0L 1e308 1e-320 1e999 0x7fffffff 2147483648 4294967296 "
           "18446744073709551615 0x1p-3 1u 1ull 'a' true nullptr \"s\" 08 1.5.2 1'000 0b101").split()
WORDS = ("double float long int unsigned char bool void auto const static volatile constexpr register struct union enum "
         "class template typename typedef using namespace operator new delete this throw try catch goto break continue "
         "return if else for while do switch case default sizeof decltype alignof inline virtual friend mutable extern "
         "asm noexcept thread_local explicit signed short static_cast reinterpret_cast dynamic_cast const_cast").split()
STATEMENTS = ["break;", "continue;", "return;", "return 0;", "return {};", "goto out;", "out:;", "throw 1;", "static double s;",
              "double;", "struct L { double a; } l;", "auto q = [&] { return 1.0; };", "int a[0];", "double b[-1];",
              "using T = double;", "asm(\"nop\");", "if (0) return 1;", "for (;;) ;", "while (1) break;", "do { } while (0);",
              "switch (0) { case 1: default:; }", "{ { {} } }", "#pragma grad", "#pragma grad checkpoint(3)", "#endif",
              "delete this;", "case 3:;", "extern double e;", "double &r = *(double *)nullptr;", "union { int i; float f; } u;"]
REQUESTS = [
    "wrt(nothing)", "wrt(99)", "wrt(4294967296)", "wrt(-1)", "wrt()", "wrt(0, 0)", "wrt(x, x)", "wrt(0, 1, 2, 3, 4, 5, 6, 7)",
    "wrt(x.y)", "wrt(x->y)", "wrt(this->x)", "wrt(this)", "wrt(*x)", "wrt(x[0])", "wrt(0.5)", "wrt(\"x\")", "wrt(x", "wrt x", "wrt",
    "weights(x)", "weights(nothing)", "weights()", "weights(std::cout)", "has_aux", "has_aux(1)", "has_aux has_aux",
    "mode(jvp) has_aux", "mode(vjp) has_aux", "mode(jvp) weights(x)", "mode(hessian)", "mode(jacobian)", "mode(vjp)", "mode(forward)",
    "mode()", "mode(mode)", "mode", "name(int)", "name(main)", "name(f)", "name(operator)", "name(std)", "name(a::b)", "name()",
    "name(_)", "name(sin)", "derivative_of(f)", "nondifferentiable", "checkpoint(1)", "checkpoint(0)", "checkpoint(-1)",
    "checkpoint(99999999999)", "checkpoint", "f wrt(0)", "::f", "std::sin", "std::sort wrt(0)", "operator+", "f<double>", "::", "f::",
    "main", "mode(jvp) mode(vjp)", "@", "\\", "__FILE__", "grad", "this", "0", "...", "wrt(...)", "name(__func__)",
]
FINE = ["alike"] * 6 + ["name"] * 4 + ["lines"] * 3 + ["statement", "request", "request"]
COARSE = ["delete", "swap", "neighbours", "duplicate", "operator", "number", "identifier", "word", "insert", "statement", "splice",
          "request"]


class Source:
    """A file of the corpus without its harness, in blocks between blank lines at the top level."""

    def __init__(self, path):
        text = path.read_text()
        text = re.split(r'^#include "(?:\.\./exec/)?Generated\.h"', text, flags=re.M)[0]
        if "CorpusCheck.h" in text:
            text = re.sub(r'#include "[^"]*CorpusCheck.h"\n', lambda _: PRELUDE, text)
        self.path = path
        self.blocks = self.split(text)
        self.targets = [i for i, block in enumerate(self.blocks) if re.search(r"^\s*#pragma grad(?! checkpoint)", block, re.M)]

    @staticmethod
    def split(text):
        blocks, depth = [""], 0
        for line in text.splitlines(keepends=True):
            blocks[-1] += line
            depth += line.count("{") - line.count("}")
            if not line.strip() and depth <= 0:
                blocks.append("")
        return blocks


def load(folder):
    """The sources below `folder`, the tests' directory, that need no header of their own."""
    files = [path for name in ("corpus", "golden", "regressions") for path in sorted((folder / name).glob("*.cpp"))]
    sources = [Source(path) for path in files]
    return [source for source in sources if source.targets and not any('#include "' in block for block in source.blocks)]


def tokens_of(text):
    return TOKEN.findall(text)


class Mutator:
    def __init__(self, seed, sources):
        self.random = random.Random(seed)
        self.source = self.random.choice(sources)
        self.log = [self.source.path.name]

    def text(self):
        """The source with the pragmas of one or two functions, which are changed in a few places."""
        blocks = list(self.source.blocks)
        chosen = self.random.sample(self.source.targets, min(len(self.source.targets), self.random.choice((1, 1, 1, 2))))
        for index in self.source.targets:
            if index not in chosen:
                blocks[index] = re.sub(r"^\s*#pragma grad.*\n", "", blocks[index], flags=re.M)
        kinds = FINE if self.random.random() < 0.8 else COARSE
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3))):
            near = self.random.choice(chosen)
            index = near if self.random.random() < 0.8 else max(0, near - self.random.randrange(1, 4))
            blocks[index] = self.mutate(blocks[index], self.random.choice(kinds))
        text = "".join(blocks)
        if self.random.random() < 0.04:
            tokens = tokens_of(text)
            text = "".join(tokens[:self.random.randrange(len(tokens))])
            self.log.append("cut")
            return text
        return text + EPILOGUE

    def mutate(self, text, kind):
        tokens = tokens_of(text)
        solid = [i for i, token in enumerate(tokens) if not token.isspace() and not token.startswith("//")]
        if len(solid) < 2:
            return text
        pick = self.random.choice
        i, j = pick(solid), pick(solid)
        if kind == "delete":
            tokens[i] = " "
        elif kind == "swap":
            tokens[i], tokens[j] = tokens[j], tokens[i]
        elif kind == "neighbours":
            k = self.random.randrange(len(solid) - 1)
            i, j = solid[k], solid[k + 1]
            tokens[i], tokens[j] = tokens[j], tokens[i]
        elif kind == "duplicate":
            tokens[i] += " " + tokens[i]
        elif kind == "insert":
            tokens[i] += " " + tokens[j] + " "
        elif kind == "splice":
            other = [token for token in tokens_of(pick(self.source.blocks)) if not token.startswith("#")]
            if other:
                begin = self.random.randrange(len(other))
                tokens[i] += " " + "".join(other[begin:begin + self.random.randrange(1, 12)]) + " "
        elif kind == "alike":
            places = [(k, row) for k in solid for row in ALIKE if tokens[k] in row]
            if places:
                i, row = pick(places)
                tokens[i] = pick(row)
        elif kind == "lines":
            lines = text.splitlines(keepends=True)
            whole = [k for k, line in enumerate(lines) if line.rstrip().endswith(";")] or range(len(lines))
            i, j = pick(whole), pick(whole)
            lines[i] = pick(("", lines[i] * 2, lines[j], lines[j] + lines[i]))
            self.log.append(f"lines {i}")
            return "".join(lines)
        elif kind == "request":
            request = pick(REQUESTS)
            self.log.append(f"request {request}")
            lines = text.splitlines(keepends=True)
            pragmas = [k for k, line in enumerate(lines) if line.lstrip().startswith("#pragma grad")]
            k = pick(pragmas) if pragmas else self.random.randrange(len(lines))
            lines[k] = (lines[k] if not pragmas or self.random.random() < 0.3 else "") + f"#pragma grad {request}\n"
            return "".join(lines)
        elif kind == "statement":
            ends = [k for k in solid if tokens[k] in ";{}"]
            if ends:
                tokens[pick(ends)] += "\n" + pick(STATEMENTS) + "\n"
        else:
            names = [tokens[k] for k in solid if tokens[k][0].isalpha() and tokens[k] not in WORDS]
            classes = {"name": (lambda t: t in names, lambda: pick(names)),
                       "operator": (lambda t: not (t[0].isalnum() or t[0] in "_#\"'."), lambda: pick(OPERATORS)),
                       "number": (lambda t: t[0].isdigit(), lambda: pick(NUMBERS)),
                       "identifier": (lambda t: t[0].isalpha(), lambda: pick([tokens[k] for k in solid if tokens[k][0].isalpha()])),
                       "word": (lambda t: t[0].isalpha(), lambda: pick(WORDS))}
            fits, replacement = classes[kind]
            places = [k for k in solid if fits(tokens[k])]
            if places:
                tokens[pick(places)] = replacement()
        self.log.append(kind)
        return "".join(tokens)


def mutant(seed, sources):
    """The text of a seed and what has been done to it."""
    mutator = Mutator(seed, sources)
    text = mutator.text()
    return text, ", ".join(mutator.log)


if __name__ == "__main__":
    import sys
    print(mutant(int(sys.argv[1]), load(pathlib.Path(__file__).resolve().parent.parent))[0])
