"""Statements of random programs without control flow of their own: declarations, assignments, exchanges."""

from scope import Variable
from tree import block, compound, integer, real, stmt


class Simple:
    def fresh(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def declare(self, scope):
        """One declaration; sometimes of several variables, the second of which uses the first."""
        name = self.fresh("v")
        if self.allow("mixed") and self.chance(0.3):
            type = self.pick(["Float", "Long", "Float"])
            statement = stmt(f"{type} {name} = ", self.assigned(scope), ";")
            scope.add(Variable(name, "real", scope.level, type=type))
            return statement
        const = self.chance(0.2)
        parts = ["const " if const else "", f"Real {name} = ", self.assigned(scope)]
        scope.add(Variable(name, "real", scope.level, const=const))
        if self.chance(0.25):
            second = self.fresh("v")
            parts += [f", {second} = ", self.assigned(scope, 1)]
            scope.add(Variable(second, "real", scope.level, const=const))
        return stmt(*parts, ";")

    def declare_late(self, scope):
        """A variable without an initial value that every branch sets."""
        name = self.fresh("v")
        statement = compound(
            f"Real {name};\nif (", self.test(scope), ") ", block([stmt(f"{name} = ", self.assigned(scope), ";")]),
            "else ", block([stmt(f"{name} = ", self.assigned(scope), ";")]),
        )
        scope.add(Variable(name, "real", scope.level))
        return statement

    def declare_whole(self, scope):
        name = self.fresh("k")
        if self.chance(0.25):
            statement = stmt(f"bool {name} = ", self.test(scope), ";")
            scope.add(Variable(name, "bool", scope.level))
            return statement
        type = self.pick(["int", "int", "int", "long", "unsigned", "short", "std::size_t", "unsigned char", "auto"])
        statement = stmt(f"{type} {name} = ", self.small(scope), ";")
        scope.add(Variable(name, "int", scope.level, type=type))
        return statement

    def small(self, scope):
        """An integer from 0 to 7."""
        return integer("(", self.whole(scope, 1), f") % {self.rng.randrange(3, 8)}")

    def set_whole(self, scope):
        found = scope.of("int", "bool", write=True)
        if not found:
            return self.declare_whole(scope)
        v = self.pick(found)
        if v.kind == "bool":
            return stmt(f"{v.name} = ", self.test(scope), ";")
        return self.weighted([
            (3, lambda: stmt(f"{v.name} = ", self.small(scope), ";")),
            (2, lambda: stmt(f"{v.name} = ({v.name} + {self.rng.randrange(1, 4)}) % {self.rng.randrange(3, 8)};")),
            (1, lambda: compound(f"if (++{v.name} > 6)", " ", block([stmt(f"{v.name} = 0;")]))),
            (1, lambda: stmt(f"{v.name} ^= 1;")),
            (1, lambda: stmt(f"{v.name} >>= 1;")),
            (1, lambda: stmt(f"{v.name} = {v.name} ? {v.name} - 1 : {self.rng.randrange(8)};")),
        ])()

    def assign(self, scope):
        target = self.place(scope, write=True)
        if not target:
            return self.declare(scope)
        return self.weighted([
            (6, lambda: stmt(target, " = ", self.assigned(scope), ";")),
            (3, lambda: stmt(target, self.pick([" += ", " -= "]), self.summand(scope), ";")),
            (2, lambda: stmt(target, " *= ", self.factor(scope), ";")),
            (1, lambda: stmt(target, " /= 2 + ", real("std::sin(", self.moderate(scope, 1, 9), ")"), ";")),
            (1, lambda: self.assign_odd(scope)),
        ])()

    def assign_odd(self, scope):
        """Where the order of things matters."""
        other = self.place(scope, write=True, keep=lambda v: v.type == "Real")
        target = self.place(scope, write=True, keep=lambda v: v.type == "Real")
        if not other:
            return self.declare(scope)
        counters = scope.of("int", write=True)
        arrays = [v for v in scope.of("array", write=True) if v.size >= 4]
        choices = [
            (2, lambda: stmt("(", self.test(scope), " ? ", target, " : ", other, self.pick([") = ", ") += "]),
                             self.factor(scope), ";")),
            (2, lambda: stmt(target, " = ", self.assigned(scope, 1), ", ", other, " *= ", self.factor(scope), ";")),
            (2, lambda: stmt(target, " = ", other, " = ", self.assigned(scope, 1), ";")),
            (1, lambda: stmt(target, " = (", other, " = ", self.moderate(scope, 1, 1), ", ", other, " * 0.5);")),
        ]
        if counters and arrays:
            counter, array = self.pick(counters).name, self.pick(arrays)
            choices.append((2, lambda: stmt(
                f"{counter} %= {array.size - 1};\n{array.name}[{counter}++] = ", self.without(scope, counter), ";")))
            choices.append((2, lambda: stmt(
                f"{counter} %= {array.size};\n{array.name}[{counter}] *= 0.5, {counter} = ({counter} + 1) % 4;")))
            choices.append((1, lambda: stmt(
                f"{counter} = {counter} % {array.size - 1} + 1;\n", "{ ", f"Real {self.fresh('v')} = {array.name}[--{counter}]",
                f" + {array.name}[0]; ", target, f" = std::sin(v{self.names});", " }")))
        return self.weighted(choices)()

    def without(self, scope, name):
        """An expression that does not read the variable."""
        for _ in range(8):
            expression = self.moderate(scope, 1, 1)
            if name not in expression.text() and "_" not in expression.text():
                return expression
        return real(self.number())

    def exchange(self, scope):
        x, y = (self.place(scope, write=True, keep=lambda v: v.type == "Real") for _ in range(2))
        if not x:
            return self.declare(scope)
        return stmt("std::swap(", x, ", ", y, ");")

    def use_tuple(self, scope):
        """Values, references and arrays in tuples; parts of objects of derived classes."""
        a, b, c, d = (self.place(scope, write=True, keep=lambda v: v.type == "Real") for _ in range(4))
        if not a:
            return self.declare(scope)
        pairs = scope.of("pair", write=True)
        t = self.fresh("t")
        choices = [
            (2, lambda: stmt("std::tie(", a, ", ", b, ") = std::make_tuple(", self.assigned(scope, 1), ", ",
                             self.assigned(scope, 1), ");")),
            (2, lambda: stmt("std::tie(", a, ", ", b, ") = std::tie(", c, ", ", d, ");")),
            (1, lambda: stmt("crossed(", a, ", ", b, ") = std::tie(", c, ", ", d, ");")),
            (1, lambda: stmt("std::tie(", a, ", std::ignore) = split(", self.moderate(scope, 1, 9), ");")),
            (2, lambda: stmt(f"{{ auto [{t}n, {t}u] = split(", self.moderate(scope, 1, 9), f"); {t}u[0] *= 0.5 + {t}n * 0.1; ",
                             a, f" = std::sin({t}u[0]) + std::cos({t}u[1]); }}")),
            (2, lambda: stmt(f"{{ auto {t} = crossed(", a, ", ", b, ");\n", c, f" = std::sin(std::get<0>({t})); std::get<1>({t}) = ",
                             f"0.5 * std::cos(std::get<0>({t})); }}")),
        ]
        if pairs:
            p, q = self.pick(pairs).name, self.pick(pairs).name
            choices += [
                (2, lambda: stmt(f"{{ Tail {t}({p}, ", self.assigned(scope, 1), f"); static_cast<Pair &>({t}) = {q}; {t}.turn(0.5);\n",
                                 a, f" = std::sin({t}.a * {t}.b) + std::cos({t}.c); {p} = {t}; }}")),
                (2, lambda: stmt(f"{{ Tail {t}({p}, ", self.assigned(scope, 1), f"); std::swap<Pair>({t}, {q});\n",
                                 a, f" = std::sin({t}.dot({p})) + std::cos({t}.c); }}")),
            ]
        return self.weighted(choices)()

    def declare_record(self, scope):
        name = self.fresh("s")
        kind = self.pick(["pair", "pair", "body"])
        known = scope.of(kind)
        if kind == "pair":
            initial = self.weighted([
                (3, lambda: ["Pair ", name, "{", self.assigned(scope, 1), ", ", self.assigned(scope, 1), "};"]),
                (1, lambda: ["Pair ", name, "{};"]),
                (2 if known else 0, lambda: ["Pair ", name, " = ", self.pick(known).name, ";"]),
                (1 if known else 0, lambda: ["Pair ", name, " = mixed(", self.pick(known).name, ", {",
                                             self.moderate(scope, 1, 2), ", ", self.moderate(scope, 0, 3), "});"]),
            ])()
        else:
            initial = self.weighted([
                (2, lambda: ["Body ", name, "{{", self.assigned(scope, 1), ", ", self.assigned(scope, 1), ", ",
                             self.number(), "}, {", self.assigned(scope, 1), ", ", self.assigned(scope, 0), "}, ",
                             "static_cast<int>(", self.small(scope), "), ", self.assigned(scope, 1), "};"]),
                (1, lambda: ["Body ", name, "{};"]),
                (2 if known else 0, lambda: ["Body ", name, " = ", self.pick(known).name, ";"]),
            ])()
        scope.add(Variable(name, kind, scope.level))
        return stmt(*initial)

    def use_record(self, scope):
        pairs, bodies = scope.of("pair", "pair-pointer", write=True), scope.of("body", "body-pointer", write=True)
        if not pairs and not bodies:
            return self.declare_record(scope)
        object = lambda v: ("*" if v.kind.endswith("-pointer") else "") + v.name
        arrow = lambda v: v.name + ("->" if v.kind.endswith("-pointer") else ".")
        choices = []
        if pairs:
            v, w = self.pick(pairs), self.pick(pairs)
            choices += [
                (2, lambda: stmt(arrow(v), "turn(", self.factor(scope), ");")),
                (2, lambda: stmt(object(v), " = ", object(w), ";")),
                (2, lambda: stmt(object(v), " = mixed(", object(v), ", ", object(w), ");")),
                (1, lambda: stmt("std::swap(", object(v), ", ", object(w), ");")),
                (2, lambda: stmt(object(v), " = {", self.assigned(scope, 1), ", ", arrow(w), "a};")),
            ]
            target = self.place(scope, write=True)
            if target:
                choices.append((2, lambda: stmt(target, " = std::sin(", arrow(v), "dot(", object(w), "));")))
        if bodies:
            body, other = self.pick(bodies), self.pick(bodies)
            choices += [
                (2, lambda: stmt(object(body), " = ", object(other), ";")),
                (2, lambda: stmt(arrow(body), "drift(", self.factor(scope), ");")),
                (1, lambda: stmt(arrow(body), "kind = ", self.small(scope), ";")),
                (1, lambda: stmt(arrow(body), "v.turn(", self.factor(scope), ");")),
            ]
            if pairs:
                u = self.pick(pairs)
                choices.append((1, lambda: stmt(arrow(body), "v = ", object(u), ";")))
                choices.append((1, lambda: stmt(object(u), " = ", arrow(body), "v;")))
        return self.weighted(choices)()
