"""Expressions of random programs. Every real one comes with a bound of its magnitude, so that values stay
moderate and a difference from the reference is a defect, not the conditioning of the program."""

from tree import integer, real, truth

LIMIT = 2.5  # what a variable holds, about

UNARY = [  # text, bound of the result, bound of the operand
    ("std::sin({})", 1, 30), ("std::cos({})", 1, 30), ("std::tanh({})", 1, 30), ("std::atan({})", 1.6, 99),
    ("std::erf({})", 1, 20), ("-{}", None, 99), ("std::exp(std::sin({}))", 2.8, 20),
    ("std::log(2 + std::cos({}))", 1.1, 20), ("std::sqrt(1.5 + std::sin({}))", 1.6, 20), ("std::fabs({})", None, 99),
    ("std::log1p(std::fabs({}))", 3, 20), ("std::cbrt(3 + std::tanh({}))", 1.6, 20), ("std::asinh({})", 3, 20),
    ("std::expm1(std::tanh({}))", 1.8, 20), ("std::asin(0.9 * std::tanh({}))", 1.3, 20), ("({0})", None, 99),
    ("std::pow({}, 2)", "square", 3), ("std::exp(-{0} * {0})", 1, 10), ("1 / (1 + {0} * {0})", 1, 10),
    ("std::abs({})", None, 99), ("std::exp2(std::tanh({}))", 2, 20), ("std::cosh(std::tanh({}))", 1.6, 20),
    ("std::log2(3 + std::sin({}))", 2, 20), ("std::fmod({}, 3)", 3, 20),
]
BINARY = [
    ("({} + {})", "sum"), ("({} - {})", "sum"), ("{} * {}", "product"), ("{} / (2 + std::sin({}))", "left"),
    ("std::fmax({}, {})", "most"), ("std::fmin({}, {})", "most"), ("std::hypot({}, 1 + {})", "sum"),
    ("std::atan2({}, 3 + std::cos({}))", "one"), ("std::copysign({}, {})", "left"),
    ("std::max<Real>({}, {})", "most"), ("std::min<Real>({}, {})", "most"),
    ("std::pow(2 + std::sin({}), std::tanh({}))", "three"), ("std::fma(Real({}), Real(0.5), Real({}))", "sum"),
    ("({} + {})", "sum"), ("{} * {}", "product"), ("({} - {})", "sum"), ("{} * {}", "product"),
]


class Expressions:
    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, items):
        return items[self.rng.randrange(len(items))]

    def weighted(self, choices):
        """choices: (weight, function)."""
        total = sum(weight for weight, _ in choices)
        at = self.rng.random() * total
        for weight, choice in choices:
            at -= weight
            if at < 0:
                return choice
        return choices[-1][1]

    # Integers

    def index(self, scope, size, symbol=None):
        """A subscript of an array of at least `size`, exactly `symbol` elements."""
        choices = [(2, lambda: integer(str(self.rng.randrange(size))))]
        counters = [v for v in scope.of("counter") if v.below == symbol or isinstance(v.below, int) and v.below <= size]
        end = symbol or str(size)
        if counters:
            counter = self.pick(counters).name
            choices.append((6, lambda: integer(counter)))
            choices.append((1, lambda: integer(f"{end} - 1 - {counter}")))
            choices.append((1, lambda: integer(f"({counter} + {self.rng.randrange(1, 4)}) % {end}")))
        whole = scope.of("int", "counter")
        if whole:
            name = self.pick(whole).name
            choices.append((2, lambda: integer(f"{name} % {end}")))
            if size in (4, 8) and not symbol:
                choices.append((1, lambda: integer(f"({name} & {size - 1})")))
            choices.append((1, lambda: integer("(", self.whole(scope, 1), f") % {end}")))
        return self.weighted(choices)()

    def whole(self, scope, depth):
        """An integer that is not negative."""
        names = [v.name for v in scope.of("int", "counter", "size")]
        if depth == 0 or self.chance(0.3) or not names:
            return integer(self.pick(names) if names and self.chance(0.8) else str(self.rng.randrange(5)))
        inner = lambda: self.whole(scope, depth - 1)
        return self.weighted([
            (3, lambda: integer("(", inner(), " + ", inner(), ")")),
            (2, lambda: integer(inner(), f" % {self.rng.randrange(2, 6)}")),
            (2, lambda: integer(inner(), f" * {self.rng.randrange(1, 4)}")),
            (1, lambda: integer("(", self.test(scope, 0), " ? ", inner(), " : ", inner(), ")")),
            (1, lambda: integer("(", inner(), " ^ ", inner(), ")")),
            (1, lambda: integer("(", inner(), " >> 1)")),
            (1, lambda: integer("static_cast<int>(", self.test(scope, 0), ")")),
        ])()

    def varying(self, scope):
        """An integer that is no constant."""
        found = scope.of("int", "counter", "size")
        if not found:
            return None
        name = self.pick(found).name
        return self.weighted([
            (3, lambda: integer(name)),
            (1, lambda: integer("(", name, " + ", self.whole(scope, 1), ")")),
            (1, lambda: integer(f"(2 * {name} + 1)")),
        ])()

    # Truth values

    def test(self, scope, depth=1):
        flags = scope.of("bool")
        choices = [
            (4, lambda: truth(self.moderate(scope, 1, 9), f" {self.pick(['<', '>', '<=', '>='])} ",
                              self.moderate(scope, 1 if depth else 0, 9))),
        ]
        if scope.of("int", "counter", "size"):
            choices += [
                (3, lambda: truth(self.varying(scope), f" {self.pick(['<', '>', '==', '!=', '<=', '>='])} ",
                                  self.pick("1234"))),
                (1, lambda: truth(self.varying(scope), " < ", self.whole(scope, 1), " + 1")),
                (1, lambda: truth(self.varying(scope), f" % {self.rng.randrange(2, 4)} == 0")),
            ]
        if flags:
            choices.append((2, lambda: truth(self.pick(["", "!"]), self.pick(flags).name)))
        if depth:
            inner = lambda: self.test(scope, depth - 1)
            choices.append((2, lambda: truth("(", inner(), self.pick([" && ", " || "]), inner(), ")")))
            choices.append((1, lambda: truth("!(", inner(), ")")))
        return self.weighted(choices)()

    # Places that hold a real number

    def place(self, scope, write=False, keep=lambda v: True):
        """The text of an lvalue, or None."""
        found = [v for v in scope.of("real", "array", "matrix", "pointer", "pair", "body", "pairs", "pair-pointer",
                                     "body-pointer", write=write) if keep(v)]
        if not found:
            return None
        # What is near is used more.
        variable = found[min(int(self.rng.expovariate(0.25)), len(found) - 1)] if self.chance(0.6) else self.pick(found)
        return self.place_in(scope, variable)

    def place_in(self, scope, v):
        kind = v.kind
        if kind == "real":
            return real(v.name)
        if kind == "array":
            return real(v.name, "[", self.index(scope, v.size, v.symbol), "]")
        if kind == "matrix":
            return real(v.name, "[", self.index(scope, v.size, v.symbol), "][", self.index(scope, v.columns), "]")
        if kind == "pointer":
            if v.size == 1 or self.chance(0.3):
                return real("*", v.name)
            if self.chance(0.2):
                return real("*(", v.name, " + ", self.index(scope, v.size), ")")
            return real(v.name, "[", self.index(scope, v.size), "]")
        if kind == "pairs":
            return real(v.name, "[", self.index(scope, v.size, v.symbol), "]", self.pick([".a", ".b"]))
        arrow = "->" if kind.endswith("-pointer") else "."
        if kind.startswith("pair"):
            return real(v.name, arrow, self.pick("ab"))
        return self.weighted([
            (3, lambda: real(v.name, arrow, "pos[", self.index(scope, 3), "]")),
            (2, lambda: real(v.name, arrow, "v.", self.pick("ab"))),
            (1, lambda: real(v.name, arrow, "mass")),
        ])()

    # Real numbers

    def number(self):
        return self.pick(["0.5", "0.25", "-0.75", "1.25", "2.0", "-1.0", "0.1", "1.5", "0.3", "3.0"])

    def value(self, scope, depth):
        """(expression, bound of its magnitude)"""
        if depth == 0 or self.chance(0.15):
            if self.chance(0.85):
                place = self.place(scope)
                if place:
                    return place, LIMIT
            if self.chance(0.25) and scope.of("int", "counter"):
                return real("0.125 * ", self.whole(scope, 0)), 2
            text = self.number()
            return real(text), abs(float(text))
        inner = lambda: self.value(scope, depth - 1)
        kind = self.rng.random()
        if kind < 0.35:
            text, bound, most = self.pick(UNARY)
            operand, size = inner()
            if size > most:
                return operand, size
            bound = size if bound is None else size * size if bound == "square" else bound
            # A text that stands twice in the result is one node twice: what the shrinker does to it, it does to both.
            first, *others = text.replace("{0}", "{}").split("{}")
            parts = [first]
            for other in others:
                parts += [self.closed(operand, text), other]
            return real(*parts), bound
        if kind < 0.45:
            x, y = inner(), inner()
            return real("(", self.test(scope, 0), " ? ", x[0], " : ", y[0], ")"), max(x[1], y[1])
        if kind < 0.55 and self.allow("calls"):
            call = self.call_in_expression(scope)
            if call:
                return call, LIMIT
        text, bound = self.pick(BINARY)
        x, y = inner(), inner()
        bound = {"sum": x[1] + y[1] + 1, "product": x[1] * y[1], "left": x[1], "most": max(x[1], y[1]), "one": 1.6,
                 "three": 3}[bound]
        first, middle, last = text.split("{}")
        return real(first, self.closed(x[0], text), middle, self.closed(y[0], text), last), bound

    def closed(self, operand, text):
        """In parentheses where it stands beside an operator."""
        if text.startswith("{} ") or "* {" in text or "-{" in text or "+ {}" in text:
            plain = len(operand.parts) == 1 and not operand.text().startswith("-")
            return operand if plain else real("(", operand, ")")
        return operand

    def moderate(self, scope, depth, limit):
        if self.allow("mixed"):
            return real("Real(", self.limited(scope, depth, limit), ")")
        return self.limited(scope, depth, limit)

    def limited(self, scope, depth, limit):
        operand, size = self.value(scope, depth)
        if size <= limit:
            return operand
        if limit >= 1.6 and self.chance(0.3):
            return real("std::atan(", operand, ")")
        return real(self.pick(["std::sin(", "std::tanh(", "std::sin(0.5 * ", "std::tanh(0.25 * "]), "(", operand, "))")

    def assigned(self, scope, depth=2):
        """What may be stored into a variable."""
        if self.allow("mixed"):
            return real("Real(", self.any_assigned(scope, depth), ")")
        return self.any_assigned(scope, depth)

    def any_assigned(self, scope, depth):
        if scope.times > 2 and self.chance(0.6):
            # Again and again: a contraction.
            place = self.place(scope)
            if place:
                return real("0.5 * ", place, " + 0.375 * ", self.moderate(scope, depth, 1))
        return self.moderate(scope, depth, LIMIT)

    def summand(self, scope, depth=2):
        """What may be added to a variable, also in a loop."""
        return real(self.pick(["0.25 * ", "0.1 * ", "0.5 * "]) if scope.times > 2 else "",
                    real("std::sin(", self.value(scope, depth)[0], ")") if self.chance(0.4)
                    else real("(", self.moderate(scope, depth, 1), ")"))

    def factor(self, scope):
        return real("std::cos(", self.moderate(scope, 1, 9), ")")
