#!/usr/bin/env python3
"""Sources that are extreme in one respect each, for adgen: a derivative or a diagnostic, within ten seconds on the processor.
(What makes Clang itself overflow its stack, as ten thousand minus signs do, is not among them.)

    extremes.py --adgen adgen [--all] [--only NAME] [--seconds 10]

Without --all, those that take little time. Each says how it ends: with a derivative, or with an error that has these words.
"""

import argparse
import pathlib
import shlex
import sys
import tempfile

from limits import Run

GRAD = "#pragma grad\n"


def function(body, parameters="double x"):
    return f"{GRAD}double f({parameters}) {{\n{body}\n}}\n"


def lines(count, line):
    """`line` with {i} and so on in place of a number."""
    return "\n".join(line.format(i=i, j=i + 1, k=i % 7) for i in range(count))


def statements(count, line, parameters="double x"):
    return function(lines(count, line) + "\nreturn x;", parameters)


def templates(body):
    return f"template <int N> double t(double x) {{ {body} }}\n" + function("return t<300>(x);")


NESTED = "bracket nesting level exceeded"
DEEP = "nested too deeply"
LONG = "too long to be differentiated"
DONE = None
# Name: the source, how it ends, whether it takes more than a second or two.
CASES = {
    "ten thousand parentheses": (function(f"return {'(' * 10000}x{')' * 10000};"), NESTED, False),
    "two hundred parentheses": (function(f"return {'(' * 200}x{')' * 200};"), DONE, False),
    "ten thousand blocks": (function("{" * 10000 + "x = x * x;" + "}" * 10000 + "return x;"), NESTED, False),
    "two hundred blocks": (function("{" * 200 + "x = x * x;" + "}" * 200 + "return x;"), DONE, False),
    "a thousand unary operators": (function(f"return {'- ' * 1000}x;"), DONE, False),
    "a hundred loops inside of each other": (function(lines(100, "for (int i{i} = 0; i{i} < 2; ++i{i})") + "x = x * x;\nreturn x;"),
                                             DONE, False),
    "a thousand loops inside of each other": (function(lines(1000, "for (int i{i} = 0; i{i} < 2; ++i{i})") + "x = x * x;\nreturn x;"),
                                              DEEP, False),
    "a thousand else ifs": (function("if (x > 2) x = 1;\n" + lines(1000, "else if (x > -{i}.5) x = x * {i};") + "\nreturn x;"), DEEP, False),
    "two hundred else ifs": (function("if (x > 2) x = 1;\n" + lines(198, "else if (x > -{i}.5) x = x * {i};") + "\nreturn x;"), DONE, False),
    "a thousand early returns": (statements(1000, "if (x > {j}) return x * {j};"), "", True),
    "a thousand conditional operators": (function("return " + lines(1000, "x > {i} ? x * {i} :") + " x;"), DEEP, False),
    "a sum of twenty thousand": (function("return " + "x + " * 20000 + "x;"), DEEP, False),
    "a product of two thousand": (function("return " + "x * " * 2000 + "x;"), DONE, True),
    "a hundred thousand lines": (statements(100000, "x = x * 1.0001 + {k}.5;"), LONG, True),
    "a hundred thousand variables": (function("double v0 = x;\n" + lines(100000, "double v{j} = v{i} * v{i};") + "\nreturn v99999;"),
                                     LONG, True),
    "a hundred thousand lines with ifs": (statements(50000, "if (x > {k}.5)\n  x = x * 0.5 + {k};"), LONG, True),
    "a hundred thousand lines on arrays": (
        function(lines(100000, "x[{k}] = x[{k}] * x[1];") + "\nreturn x[0];", "double *x"), LONG, True),
    "five thousand lines": (statements(5000, "x = x * 1.0001 + {k}.5;"), DONE, True),
    "four thousand lines with ifs": (statements(2000, "if (x > {k}.5)\n  x = x * 0.5 + {k};"), DONE, True),
    "five thousand lines on arrays": (
        function(lines(5000, "x[{k}] = x[{k}] * x[1];") + "\nreturn x[0];", "double *x"), DONE, True),
    "four thousand variables": (function("double v0 = x;\n" + lines(4000, "double v{j} = v{i} * v{i};") + "\nreturn v3999;"), DONE, True),
    "five hundred loops": (statements(500, "for (int i = 0; i < 9; ++i) x += x * {i};"), DONE, True),
    "a thousand loops that add to one element": (
        function("double s = 1;\n" + lines(1000, "for (int i = 0; i < n; ++i) s += s * x[n] * y[i] * {j};") + "\nreturn s;",
                 "const double *x, const double *y, int n"), DONE, False),
    "three hundred workspaces": (
        function("double s = 1;\n" + lines(300, "{{ double *r = new double[n];\nfor (int k = 0; k < n; ++k) {{ for (int i = 0; i < n; ++i) "
                 "r[i] = x[i] * x[k];\nfor (int i = 0; i < n; ++i) for (int j = i + 1; j < n; ++j) r[j] += s * x[i];\nfor (int i = 0; i < n; "
                 "++i) s += r[i] * r[i] * r[i];\ns *= 0.5; }} delete[] r; }}") + "\nreturn s;", "const double *x, int n"), DONE, True),
    "a thousand cases": (function("switch (k) {\n" + lines(1000, "case {i}: x = x * {i}; break;") + "\n}\nreturn x;", "double x, int k"),
                         "", False),
    "forty gotos": (function(lines(40, "l{i}: x = x * 0.5; if (x > {j}) goto l{k};") + "\nreturn x;"), DONE, False),
    "a template without end": ("template <int N> double t(double x) { return t<N + 1>(x) * x; }\n" + function("return t<0>(x);"),
                               "recursive template instantiation", False),
    "types of a template without end": ("template <class T> struct W { T a; };\ntemplate <class T> double t(T v, double x) "
                                        "{ return t(W<T>{v}, x) * x; }\n" + function("return t(1, x);"),
                                        "recursive template instantiation", False),
    "a template that calls itself 300 times": (templates("if constexpr (N == 0) return x; else return t<N - 1>(x) * x;"), "call", False),
    "calls that double": ("static double f0(double x) { return x * x; }\n" + lines(30, "static double f{j}(double x) {{ return "
                          "f{i}(x) * f{i}(x + 1); }}") + "\n" + function("return f30(x);"), LONG, True),
    "an array of a hundred million": (function("double a[100000000] = {}; a[5] = x; return a[5] * a[7];"), DONE, False),
    "a table of a hundred thousand": ("static const double table[] = {" + "1.5, " * 100000 + "};\n" +
                                      function("return x * table[i];", "double x, int i"), DONE, False),
    "a struct of two thousand": (f"struct S {{ {lines(2000, 'double m{i};')} }};\n" + function("return s.m0 * s.m1;", "const S &s"), DONE, False),
    "a hundred parameters": (function("return p0 * p99;", ", ".join(f"double p{i}" for i in range(100))), DONE, False),
    "two thousand parameters": (function("return p0 * p99;", ", ".join(f"double p{i}" for i in range(2000))), "results", False),
    "a name of ten thousand letters": (f"{GRAD}double {'f' * 10000}(double x) {{ return x * x; }}\n", DONE, False),
    "fifty pointers to each other": (function(f"return {'*' * 50}x;", f"double {'*' * 50}x"), DONE, False),
    "a thousand pointers to each other": (function(f"return {'*' * 1000}x;", f"double {'*' * 1000}x"), "", True),
    "two hundred lambdas": (function("return " + "[&] { return x * " * 200 + "x" + "; }()" * 200 + ";"), "call", False),
    "ten thousand names in wrt": (f"#pragma grad wrt({', '.join(['x'] * 10000)})\ndouble f(double x) {{ return x; }}\n", "given twice", False),
    "ten thousand times the same pragma": (GRAD * 10000 + "double f(double x) { return x; }\n", "a second time", False),
    "five hundred pragmas": (lines(500, "#pragma grad name(g{i})") + "\ndouble f(double x) { return x * x; }\n", DONE, True),
    "five hundred functions": (lines(500, "#pragma grad\ndouble f{i}(double x) {{ return x * {i}; }}"), DONE, True),
    "five hundred members": ("struct S {\n" + lines(500, "#pragma grad\ndouble f{i}(double x) {{ return x * {i}; }}") + "};\n", DONE, True),
    "ten thousand broken functions": (lines(10000, "#pragma grad wrt(y)\ndouble f{i}(double x) {{ return x * {i}; }}"), "", False),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--adgen", type=shlex.split, required=True)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        source, header = pathlib.Path(folder, "extreme.cpp"), pathlib.Path(folder, "extreme.grad.h")
        for name, (text, end, is_long) in CASES.items():
            if (options.only and options.only != name) or (is_long and not options.all and not options.only):
                continue
            source.write_text(text)
            header.unlink(missing_ok=True)
            run = Run([*options.adgen, str(source), "-o", str(header), "--", "-std=c++17"], seconds=options.seconds)
            problem = run.problem()
            if not problem and end is DONE and run.status != 0:
                problem = "no derivative"
            if not problem and end and (run.status == 0 or end not in run.text):
                problem = f"no error '{end}'"
            if not problem and run.status != 0 and header.exists():
                problem = "a file in spite of an error"
            # A generated text that does not compile is not a diagnostic for the user.
            if not problem and any(line.startswith("<grad of") for line in run.text.splitlines()):
                problem = "a diagnostic in what adgen writes"
            failures += bool(problem)
            print(f"{name}: {'derivative' if run.status == 0 else 'diagnostic'}, {run.seconds:.1f} s, {run.megabytes} MB"
                  + (f": {problem}\n{run.text[:400]}" if problem else ""), flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
