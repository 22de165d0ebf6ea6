"""Writes a file of the corpus with random functions: straight lines, branches, calls, structs.

    fuzz.py output.cpp [--seed 1] [--count 50] [--size 8]

Every expression stays moderate (no poles, no overflow), so that a difference
from the reference is a defect and not the conditioning of the function.
"""

import argparse
import random

UNARY = ["std::sin", "std::cos", "std::tanh", "std::atan", "std::erf", "std::asinh", "-", "cube", "bent"]
# Made safe by what they are applied to.
GUARDED = [
    "std::exp(std::sin({}))", "std::log(2 + std::cos({}))", "std::sqrt(1.5 + std::sin({}))", "std::fabs({})",
    "std::log1p(std::fabs({}))", "std::cbrt(3 + std::tanh({}))", "std::lgamma(2.5 + std::sin({}))",
    "std::expm1(std::tanh({}))", "std::acosh(1.5 + std::fabs({}))", "std::asin(0.9 * std::tanh({}))",
    "std::pow({}, 2)", "std::floor(std::tanh({}) * 3)", "std::cosh(std::tanh({}))",
]
BINARY = [
    "({} + {})", "({} - {})", "({} * {})", "{} / (2 + std::sin({}))", "std::fmax({}, {})", "std::fmin({}, {})",
    "std::hypot({}, 1 + std::fabs({}))", "std::atan2({}, 2 + std::cos({}))", "std::copysign({}, {})", "mix({}, {})",
    "std::pow(2 + std::sin({}), std::tanh({}))", "std::fma({}, {}, Real(0.5))", "std::max<Real>({}, {})",
]

PRELUDE = """// Written by fuzz.py.
#include "Check.h"

#include <algorithm>

#pragma GCC diagnostic ignored "-Wtautological-compare"

// Not literals: a compiler that evaluates std::erf(0.5) itself rounds it better than the library does.
Real half = 0.5, below = -1.25, two = 2, tenth = 0.1, three = 3;

struct Pair {
  Real a, b;
  Real product() const { return a * std::sin(b); }
  void shift(Real by) {
    a += by;
    b -= a * 0.5;
  }
};
EXEC_FIELDS(Pair, a, b)
inline Pair operator+(const Pair &x, const Pair &y) { return {x.a + y.a, x.b - y.b}; }
inline Real cube(Real x) { return std::tanh(x) * x * 0.5; }
inline Real bent(Real x) {
  if (x < -0.25)
    return -0.5 * x;
  return x > 0.75 ? std::sin(x) : x * x;
}
inline Real mix(Real x, Real y) { return std::sin(x) * y + 0.25 * x; }
inline void turn(Real &x, Real &y) {
  Real old = x;
  x = std::cos(x) - y * 0.5;
  y = std::sin(old * y);
}
inline int sign(Real x) { return x < 0 ? -1 : x > 0; }
"""


class Writer:
    def __init__(self, rng, size):
        self.rng = rng
        self.size = size
        self.lines = []
        self.names = 0

    def number(self):
        return self.rng.choice(["half", "below", "two", "tenth", "three"])

    def expression(self, variables, depth):
        rng = self.rng
        if depth == 0 or rng.random() < 0.15:
            return rng.choice(variables) if rng.random() < 0.8 else self.number()
        inner = lambda: self.expression(variables, depth - 1)
        kind = rng.random()
        if kind < 0.25:
            return f"{rng.choice(UNARY)}({inner()})"
        if kind < 0.4:
            return rng.choice(GUARDED).format(inner())
        if kind < 0.5:
            return f"({self.condition(variables)} ? {inner()} : {inner()})"
        if kind < 0.55:
            return f"sign({inner()}) * {rng.choice(variables)}"
        return rng.choice(BINARY).format(inner(), inner())

    def condition(self, variables):
        rng = self.rng
        test = f"{self.expression(variables, 1)} {rng.choice(['<', '>', '<=', '>='])} {self.expression(variables, 1)}"
        if rng.random() < 0.2:
            test = f"({test} {rng.choice(['&&', '||'])} {rng.choice(variables)} > 0.3)"
        return test if rng.random() < 0.8 else f"!({test})"

    def fresh(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def statements(self, variables, count, depth, indent):
        """Returns the variables that are visible behind the statements."""
        rng = self.rng
        pad = "  " * indent
        variables = list(variables)
        for _ in range(count):
            kind = rng.random()
            target = rng.choice(variables)
            # A product of a variable with itself, again and again, would leave the moderate range.
            value = f"std::sin({self.expression(variables, 2)})" if rng.random() < 0.5 else self.expression(variables, 2)
            if kind < 0.35:
                name = self.fresh("v")
                self.lines.append(f"{pad}[[maybe_unused]] Real {name} = {value};")
                variables.append(name)
            elif kind < 0.5:
                self.lines.append(f"{pad}{target} = std::tanh({value});")
            elif kind < 0.65:
                self.lines.append(f"{pad}{target} {rng.choice(['+=', '-=', '*='])} std::sin({value});")
            elif kind < 0.72 and len(set(variables)) > 1:
                x, y = rng.sample(sorted(set(variables)), 2)
                self.lines.append(f"{pad}turn({x}, {y});")
            elif kind < 0.8:
                name = self.fresh("p")
                self.lines.append(f"{pad}Pair {name}{{{self.expression(variables, 1)}, {self.expression(variables, 1)}}};")
                self.lines.append(f"{pad}{name}.shift(std::cos({target}));")
                if rng.random() < 0.5:
                    self.lines.append(f"{pad}{name} = {name} + Pair{{{target}, {name}.a}};")
                self.lines.append(f"{pad}{target} = std::sin({name}.product() + {name}.b);")
            elif kind < 0.85:
                name = self.fresh("f")
                self.lines.append(f"{pad}auto {name} = [{rng.choice('=&')}](Real t) {{ return std::sin(t * {target}); }};")
                self.lines.append(f"{pad}{rng.choice(variables)} += {name}({self.expression(variables, 1)});")
            elif depth:
                self.lines.append(f"{pad}if ({self.condition(variables)}) {{")
                self.statements(variables, rng.randint(1, 3), depth - 1, indent + 1)
                if rng.random() < 0.25:
                    self.lines.append(f"{pad}  return {self.expression(variables, 2)};")
                if rng.random() < 0.5:
                    self.lines.append(f"{pad}}} else {{")
                    self.statements(variables, rng.randint(1, 3), depth - 1, indent + 1)
                self.lines.append(f"{pad}}}")
        return variables

    def function(self, name):
        arity = self.rng.randint(1, 4)
        parameters = [f"x{i}" for i in range(arity)]
        self.lines += ["", "#pragma grad", f"Real {name}({', '.join('[[maybe_unused]] Real ' + p for p in parameters)}) {{"]
        variables = self.statements(parameters, self.rng.randint(2, self.size), 2, 1)
        self.lines += [f"  return {self.expression(variables, 3)} + 0.125 * {self.rng.choice(parameters)};", "}"]
        return arity


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("output")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--size", type=int, default=8)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    writer = Writer(rng, options.size)
    checks = []
    for i in range(options.count):
        arity = writer.function(f"fuzzed{i}")
        points = ", ".join(
            "{" + ", ".join(f"{rng.uniform(-2, 2):.6f}" for _ in range(arity)) + "}" for _ in range(4)
        )
        checks.append(f"GRADIENT(fuzzed{i}, at({{{points}}}).within(1e-8))")
    with open(options.output, "w") as file:
        file.write(PRELUDE + "\n".join(writer.lines) + '\n\n#include "Generated.h"\n\n' + "\n".join(checks) + "\n")


main()
