"""Feeds sources that are broken in every way to the plugin and to adgen. Either may refuse, with
exit status 0, 1 or 2; neither may crash, hang, or leave a file behind after a failure.

    survive.py ADGEN -- CLANG FLAGS...
"""
import os
import random
import subprocess
import sys
import tempfile

FUNCTION = "double f(double x, double y) {\n  double z = x * y;\n  return z + x;\n}\n"
PRAGMA = "#pragma grad wrt(x, y)\n"

ODD = {
    "empty": "",
    "only a pragma": "#pragma grad",
    "pragma without newline": FUNCTION + "#pragma grad f wrt(x)",
    "end of file in the body": PRAGMA + "double f(double x, double y) { return x *",
    "end of file in the parameters": PRAGMA + "double f(double x,",
    "end of file in a template header": PRAGMA + "template <class T",
    "brace too many": PRAGMA + FUNCTION + "}\n}\n",
    "brace missing": PRAGMA + "double f(double x, double y) { if (x > 0) { return x; return y; }\nint g;\n",
    "parenthesis missing": PRAGMA + "double f(double x, double y) { return (x * (y; }\nint g() { return 1; }\n",
    "unterminated if": PRAGMA + "double f(double x, double y) {\n#if 1\n  return x * y;\n}\n",
    "else without if": PRAGMA + "double f(double x, double y) {\n#else\n  return x * y;\n}\n",
    "missing include in the body": PRAGMA + 'double f(double x, double y) {\n#include "nowhere.h"\n  return x;\n}\n',
    "body ends in an include": PRAGMA + 'double f(double x, double y) {\n  return x;\n#include "brace.inc"\nint g;\n',
    "pragma ends an include": '#include "pragma.inc"\n' + FUNCTION,
    "body begins in an include": '#include "begin.inc"\n  return x;\n}\nint g;\n',
    "pragmas without end": PRAGMA * 400 + FUNCTION,
    "bindings to a broken class": "struct S {\n  double v;\n  S t;\n};\n"
    + "#pragma grad\ndouble f(double x) {\n  S s{x};\n  auto [v, t] = s;\n  return x * v;\n}\n",
    "nested pragmas": PRAGMA + "double f(double x, double y) {\n" + PRAGMA * 50 + "  return x;\n}\n",
    "named before its definition": "#pragma grad f wrt(x)\n" + FUNCTION,
    "names the derivative of its own": "#pragma grad wrt(x)\n#pragma grad f_grad wrt(x)\n" + FUNCTION,
    "in a parameter list": "double f(double x,\n" + PRAGMA + "double y) { return x * y; }\n",
    "in an enumeration": "enum E {\n" + PRAGMA + "A };\n",
    "in an initialiser": "int a[] = {\n" + PRAGMA + "1, 2 };\n",
    "in an expression": "int a = 1 +\n" + PRAGMA + "2;\n",
    "in a template argument list": "template <class T> struct S {}; S<\n" + PRAGMA + "int> s;\n",
    "in a macro argument": "#define ID(x) x\nID(\n" + PRAGMA + FUNCTION + ")\n",
    "in a lambda": "auto l = [] {\n" + PRAGMA + "return 1; };\n",
    "operator in a macro argument": '#define ID(x) x\nID(_Pragma("grad wrt(x)") double f(double x) { return x; })\n',
    "operator at the end": FUNCTION + '_Pragma("grad f")',
    "operator cut off": FUNCTION + '_Pragma("grad',
    "in front of a class": PRAGMA + "struct S { double f(double x) { return x; } };\n",
    "in front of a namespace": PRAGMA + "namespace n {\n" + PRAGMA + FUNCTION + "}\n",
    "in an unfinished class": "struct S {\n" + PRAGMA + FUNCTION,
    "in a class that is broken": "struct S : Nothing {\n" + PRAGMA + FUNCTION + "};\n",
    "in a class template": "template <class T> struct S {\n" + PRAGMA + FUNCTION + "};\nS<int> s;\n",
    "in a local class": "int main() { struct S {\n" + PRAGMA + FUNCTION + "}; }\n",
    "friend": "struct S {\n#pragma grad wrt(x)\nfriend double f(double x) { return x; }\n};\n",
    "body is a try block": PRAGMA + "double f(double x, double y) try { return x; } catch (...) { return y; }\n",
    "deleted": PRAGMA + "double f(double x, double y) = delete;\n",
    "variadic": PRAGMA + "double f(double x, double y, ...) { return x; }\n",
    "without a return": PRAGMA + "double f(double x, double y) {}\n",
    "calls itself": PRAGMA + "double f(double x, double y) { return x > 0 ? f(x - 1, y) : y; }\n",
    "deduced result": PRAGMA + "auto f(double x, double y) { return x * y; }\n",
    "extern block": 'extern "C" {\n' + PRAGMA + FUNCTION + "}\n",
    "line directive": '#line 7 "elsewhere.cpp"\n' + PRAGMA + FUNCTION,
    "closing bracket first": PRAGMA + ")" + FUNCTION,
    "internal pragmas": "#pragma adgen_read\n#pragma adgen_resume\n" + PRAGMA + "#pragma adgen_read\n" + FUNCTION,
    "internal pragma in the body": PRAGMA + "double f(double x, double y) {\n#pragma adgen_read\n return x; }\n",
    "nul": PRAGMA + "double f(double x, double y) { return x \0 * y; }\n",
    "not UTF-8": PRAGMA + "double \udcff(double x, double y) { return x * y; }\n",
    "deep nesting": PRAGMA + "double f(double x, double y) " + "{" * 200 + "}" * 200,
}
INCLUDES = {"brace.inc": "}\n", "pragma.inc": PRAGMA, "begin.inc": PRAGMA + "double f(double x, double y) {\n"}

PIECES = [
    "#pragma grad", "\n", " ", "wrt(", "x", ")", "weights(m)", "has_aux", "name(n)", "mode(reverse)", "double", "f",
    "(double x)", "{", "}", "return x;", ";", "::", "<", ">", "template", "struct S", "namespace n", "#if 1\n",
    "#endif\n", "=", "0", ",", '_Pragma("grad f")', "operator", "try", "catch", ":", "[[a]]", "'", '"', "\\\n", "/*",
]


def corpus():
    """Names and texts: the odd ones, then cuts and mutations of a good one, then noise. Always the same."""
    yield from ODD.items()
    generator = random.Random(1)
    good = "namespace n {\n" + PRAGMA + FUNCTION + "struct S {\n#pragma grad\n double g(double a) { return a; }\n};\n}\n"
    for i in range(12):
        yield "cut {}".format(i), good[: generator.randrange(len(good))]
    for i in range(12):
        text = list(good)
        for _ in range(generator.randrange(1, 6)):
            text[generator.randrange(len(text))] = generator.choice("(){}<>;:,#\n\"'=x")
        yield "mutation {}".format(i), "".join(text)
    for i in range(12):
        yield "pieces {}".format(i), " ".join(generator.choice(PIECES) for _ in range(generator.randrange(5, 60)))
    for i in range(4):
        noise = bytes(generator.randrange(256) for _ in range(400))
        yield "noise {}".format(i), PRAGMA + noise.decode("utf-8", "surrogateescape")


def main():
    separator = sys.argv.index("--")
    adgen, clang = sys.argv[1:separator], sys.argv[separator + 1 :]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, text in INCLUDES.items():
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        source, output = os.path.join(folder, "odd.cpp"), os.path.join(folder, "odd.out.h")
        for name, text in corpus():
            with open(source, "w", encoding="utf-8", errors="surrogateescape") as file:
                file.write(text)
            for tool in (clang + ["-fsyntax-only", source], adgen + [source, "-o", output]):
                try:
                    run = subprocess.run(tool, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
                    problem = None if run.returncode in (0, 1, 2) else "exit status {}".format(run.returncode)
                    if b"Stack dump" in run.stderr:
                        problem = "crash"
                except subprocess.TimeoutExpired:
                    problem = "hang"
                if not problem and os.path.exists(output):
                    if run.returncode != 0:
                        problem = "a file in spite of an error"
                    os.remove(output)
                if problem:
                    failures += 1
                    print("{}: {}: {}\n{!r}".format(problem, name, os.path.basename(tool[0]), text[:300]))
    sys.exit(1 if failures else 0)


main()
