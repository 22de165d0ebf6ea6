"""A random program: one function to differentiate, the functions it calls, the points to check it at."""

import random

from calls import Calls
from control import Control
from expressions import Expressions
from memory import Memory
from results import PRELUDE as RESULTS, Results
from scope import Function, Scope, Variable
from simple import Simple
from vectors import PRELUDE as VECTORS, Vectors
from tree import Node, block, indented

PRELUDE = """#include <algorithm>
#include <array>
#include <climits>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

// The functions are what they are by chance.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wtautological-compare"
#pragma GCC diagnostic ignored "-Wtype-limits"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#pragma GCC diagnostic ignored "-Wunused-value"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wparentheses"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Wunsequenced"
#pragma GCC diagnostic ignored "-Wc++20-extensions"
#pragma GCC diagnostic ignored "-Wunused-label"
#pragma GCC diagnostic ignored "-Wself-assign"
#pragma GCC diagnostic ignored "-Wparentheses-equality"
#pragma GCC diagnostic ignored "-Wmissing-braces"
#pragma GCC diagnostic ignored "-Wxor-used-as-pow"
#else
#pragma GCC diagnostic ignored "-Wsequence-point"
#endif

struct Pair {
  Real a, b;
  Real dot(const Pair &other) const { return a * other.a + b * other.b; }
  void turn(Real by) {
    const Real old = a;
    a = 0.8 * a - 0.6 * b * by;
    b = 0.6 * old + 0.8 * std::sin(b);
  }
};
EXEC_FIELDS(Pair, a, b)
[[maybe_unused]] static Pair mixed(const Pair &x, Pair y) {
  y.b = std::sin(y.b);
  return {0.5 * x.a + 0.5 * y.b, 0.5 * x.b - 0.25 * y.a};
}
struct Tail : Pair {
  Real c;
  Tail(const Pair &p, Real c) : Pair(p), c(c) {}
};
[[maybe_unused]] static std::pair<Real, std::array<Real, 2>> split(Real x) { return {x, {std::sin(x), 0.5 * x}}; }
[[maybe_unused]] static std::tuple<Real &, Real &> crossed(Real &x, Real &y) { return {y, x}; }
struct Body {
  Real pos[3];
  Pair v;
  int kind;
  Real mass;
  void drift(Real dt) {
    for (int i = 0; i < 3; ++i)
      pos[i] = 0.75 * pos[i] + 0.25 * (i == kind ? v.a : v.b) * dt;
    v.turn(0.5 * mass);
  }
};
EXEC_FIELDS(Body, pos, v, kind, mass)
struct Node {
  Real value;
  Node *next;
};
""" + RESULTS + VECTORS

# Parameters of the function: text, what the scope gets to know, how many numbers.
TOP = {
    "real": ("Real {0}", [("{0}", "real", 1, False)], "r"),
    "const-reference": ("const Real &{0}", [("{0}", "real", 0, True)], "r"),
    "reference": ("Real &{0}", [("{0}", "real", 0, False)], "r"),
    "list": ("Real *{0}, int n{0}", [("{0}", "array", 0, False)], "rrrrr5"),
    "const-list": ("const Real *{0}, int n{0}", [("{0}", "array", 0, True)], "rrrrr5"),
    "four": ("Real *{0}", [("{0}", "pointer", 1, False)], "rrrr"),
    "const-four": ("const Real *{0}", [("{0}", "pointer", 1, True)], "rrrr"),
    "matrix": ("Real (*{0})[3]", [("{0}", "matrix", 0, False)], "rrrrrrrrr"),
    "pair": ("Pair {0}", [("{0}", "pair", 1, False)], "rr"),
    "const-pair": ("const Pair &{0}", [("{0}", "pair", 0, True)], "rr"),
    "pair-reference": ("Pair &{0}", [("{0}", "pair", 0, False)], "rr"),
    "pair-pointer": ("Pair *{0}", [("{0}", "pair-pointer", 0, False)], "rr"),
    "body": ("Body {0}", [("{0}", "body", 1, False)], "rrrrrir"),
    "body-reference": ("Body &{0}", [("{0}", "body", 0, False)], "rrrrrir"),
    "whole": ("int {0}", [("{0}", "int", 1, False)], "i"),
    "flag": ("bool {0}", [("{0}", "bool", 1, False)], "b"),
    "float": ("Float {0}", [("{0}", "real", 1, False)], "r"),
}


class Program(Expressions, Simple, Memory, Control, Calls, Results, Vectors):
    """seed decides about everything. without: the names of statements and features to leave out."""

    def __init__(self, seed, without=(), size=0):
        self.seed = seed
        self.rng = random.Random(seed * 7919 + 13)
        self.without_ = set(without)
        self.mixed = self.chance(0.12) and "mixed" not in self.without_
        self.names = self.labels = self.helpers_made = 0
        self.helpers, self.functions = [], []
        self.budget = size or self.pick([3, 4, 5, 6, 6, 8, 8, 10, 12, 14, 18, 24, 40, 70])
        self.result, self.signature = self.choose_signature()
        self.tree = self.write()
        self.points = [self.point() for _ in range(2)]
        self.tolerance = 2e-3 if self.mixed else 1e-10

    def allow(self, feature):
        return self.mixed if feature == "mixed" else feature not in self.without_

    def choose_signature(self):
        # Neighbours share their signatures, so that a file of them compiles faster.
        rng = random.Random(self.seed // 10)
        names = [rng.choice(["real", "real", "list", "const-list", "reference"])]
        names += rng.sample([name for name in TOP if name != "float"], rng.randrange(0, 4))
        names = [name for name in names if name not in self.without_] or ["real"]
        if self.mixed:
            names.append("float")
        return rng.choice(["Real", "Real", "Real", "void", "Pair"]), names

    def write(self):
        function = Function(self.result, 0)
        scope = Scope(function, level=1)
        self.parameters = []
        written = False
        for i, name in enumerate(self.signature):
            text, known, _ = TOP[name]
            own = f"{'k' if name in ('whole', 'flag') else 'x'}_{i}".replace("_", "yzuw"[i] if i < 4 else "t")
            self.parameters.append(text.format(own))
            for inner, kind, level, const in known:
                v = Variable(inner.format(own), kind, level, const=const, type="Float" if name == "float" else "Real")
                if kind == "array":
                    v.size, v.symbol, v.whole = 4, f"n{own}", False
                    scope.add(Variable(f"n{own}", "size", 1, const=True))
                elif kind == "pointer":
                    v.size = 4
                elif kind == "matrix":
                    v.size, v.columns, v.symbol = 3, 3, "3"
                elif kind == "int":
                    v.below = 4
                written |= not const and level == 0
                scope.add(v)
        if self.result == "void" and not written:
            self.result = function.result = "Real"
        body = self.opening(scope)
        while self.budget > 0:
            body += self.statements(scope, 1)
        body += self.closing(scope)
        if self.result != "void":
            body.append(self.give_back(scope, last=True))
        # Its type: the parameters that are left.
        main = Node("main", [block(body)], tuple(range(len(self.parameters))))
        return Node("program", self.functions + [main])

    def opening(self, scope):
        """Statements that the function begins with."""
        return []

    def closing(self, scope):
        """Statements in front of its last one."""
        return []

    KINDS = [
        ("declare", 8), ("declare_late", 1), ("declare_whole", 2), ("set_whole", 2), ("assign", 14), ("exchange", 1),
        ("declare_record", 2), ("use_record", 3), ("use_tuple", 1.5), ("use_recursion", 1.5), ("use_integers", 1.5), ("use_vectors", 1.5), ("declare_array", 3), ("declare_pointer", 3), ("move_pointer", 2),
        ("pointer_table", 1), ("walk_pointer", 1), ("walk_beside", 2), ("sweep", 2), ("copy", 1), ("heap", 1), ("linked", 1),
        ("branch", 5), ("leave", 3), ("loop", 7), ("switch", 1.5), ("jump_forward", 0.7), ("jump_back", 0.7),
        ("call_statement", 4), ("function_pointer", 0.7), ("function_object", 1), ("bind", 1),
    ]

    def statements(self, scope, count):
        made = []
        for _ in range(count):
            self.budget -= 1
            scope.function.cost += scope.times
            kinds = self.KINDS
            if self.budget <= 0 or scope.level > 6:
                kinds = [("declare", 1), ("assign", 3), ("set_whole", 0.3)]
            kinds = [(weight, name) for name, weight in kinds if name not in self.without_]
            made.append(getattr(self, self.weighted(kinds))(scope))
        return made

    def point(self):
        """The numbers of every parameter."""
        arguments = []
        for name in self.signature:
            _, _, kinds = TOP[name]
            number = lambda: f"{self.rng.uniform(-2, 2):.6f}"
            if kinds == "rrrrr5":
                arguments.append("array({" + ", ".join(number() for _ in range(5)) + "}), " + str(self.rng.randrange(4, 6)))
                continue
            numbers = [number() if kind == "r" else str(self.rng.randrange(2 if kind == "b" else 4)) for kind in kinds]
            arguments.append(numbers[0] if len(numbers) == 1 else "array({" + ", ".join(numbers) + "})")
        return arguments

    def function_text(self, name, tree=None):
        *helpers, main = (tree or self.tree).parts
        parameters = ", ".join(self.parameters[i] for i in main.type)
        head = f"#pragma grad\n#pragma grad mode(jvp)\n{self.result} @({parameters}) "
        return indented("".join(helper.text() for helper in helpers) + head + main.text()).replace("@", name)

    def check_text(self, name, tree):
        within = f".within({self.tolerance})" if self.mixed else ""
        kept = tree.parts[-1].type
        points = (", ".join(point[i] for i in kept) for point in self.points)
        return f"CORPUS({name}, {', '.join(f'point({point}){within}' for point in points)})"


def file_text(named, header="", prelude=PRELUDE, include="CorpusCheck.h"):
    """named: (name, program, tree). Returns the text and the first line of every program."""
    text = f'{header}#include "{include}"\n\n' + prelude
    starts = []
    for name, program, tree in named:
        text += "\n"
        starts.append((text.count("\n") + 1, name))
        text += program.function_text(name, tree)
    starts.append((text.count("\n") + 1, None))
    text += '\n#pragma GCC diagnostic pop\n#include "../exec/Generated.h"\n\n'
    text += "\n".join(program.check_text(name, tree) for name, program, tree in named) + "\n"
    return text, starts
