"""Calls in random programs, and the functions that are called: out-parameters, recursion, pointers to functions,
lambdas."""

from scope import Function, Scope, Variable
from tree import Node, block, compound, fixed, integer, real, stmt

# How a parameter is written, and what it is inside. An entry: text, kind, size, written to.
PARAMETERS = {
    "real": ("Real {}", "real", 1, False),
    "const-reference": ("const Real &{}", "real", 1, False),
    "reference": ("Real &{}", "real", 1, True),
    "one": ("Real *{}", "pointer", 1, True),
    "three": ("Real *{}", "pointer", 3, True),
    "const-three": ("const Real *{}", "pointer", 3, False),
    "whole": ("int {}", "int", 1, False),
    "pair": ("Pair {}", "pair", 1, False),
    "const-pair": ("const Pair &{}", "pair", 1, False),
    "pair-reference": ("Pair &{}", "pair", 1, True),
    "pair-pointer": ("Pair *{}", "pair-pointer", 1, True),
    "body-reference": ("Body &{}", "body", 1, True),
}
PURE = ["real", "real", "real", "const-reference", "const-three", "whole", "pair", "const-pair"]


class Helper:
    def __init__(self, name, result, parameters, cost, recursive):
        self.name = name
        self.result = result
        self.parameters = parameters
        self.cost = cost
        self.recursive = recursive

    def is_pure(self):
        return self.result == "Real" and all(not PARAMETERS[p][3] for p in self.parameters)


class Calls:
    def make_helper(self, result, parameters, recursive=False):
        if recursive and self.chance(0.3):
            return self.make_mutual(result, parameters)
        name = self.next_name()
        return self.define(name, result, parameters, recursive and (name, result, parameters))

    def make_mutual(self, result, parameters):
        """Two functions that call each other, of which the first is given back."""
        name, other = self.next_name(), self.next_name()
        other_result = self.pick(["Real", "Real", "void", "Pair"])
        other_parameters = [self.pick(list(PARAMETERS)) for _ in range(self.rng.randrange(1, 3))]
        if all(not PARAMETERS[p][3] for p in parameters):
            # The first has no effects; so has the second, then.
            other_result, other_parameters = "Real", [self.pick(PURE) for _ in other_parameters]
        texts = ["int d"] + [PARAMETERS[p][0].format(f"q{i}") for i, p in enumerate(other_parameters)]
        self.functions.append(Node("function", [f"static {other_result} @_{other}({', '.join(texts)});\n"]))
        helper = self.define(name, result, parameters, (other, other_result, other_parameters))
        # Only one level deeper does the second call the first.
        self.helpers.remove(helper)
        self.define(other, other_result, other_parameters, (name, result, parameters))
        self.helpers.append(helper)
        return helper

    def next_name(self):
        self.helpers_made += 1
        return f"h{self.helpers_made}"

    def define(self, name, result, parameters, recursive):
        """recursive: the function that it calls one level deeper: name, result, parameters."""
        function = Function(result, 1)
        scope = Scope(function, level=1)
        texts = []
        if recursive:
            texts.append("int d")
            scope.add(Variable("d", "counter", 0, below=4))
        for i, parameter in enumerate(parameters):
            text, kind, size, written = PARAMETERS[parameter]
            own = f"q{i}"
            texts.append(text.format(own))
            by_value = parameter in ("real", "whole", "pair")
            # The caller's objects live longer than anything here; a parameter by value is a variable of the body.
            scope.add(Variable(own, kind, 1 if by_value else 0, size, const=not written and not by_value))
        old, self.budget = self.budget, self.rng.randrange(1, 6)
        body = []
        if recursive:
            body.append(fixed("if (d <= 0) ", block([self.give_back(scope, last=True)])))
        body += self.statements(scope, self.rng.randrange(1, 4))
        if recursive:
            body.append(self.recurse(scope, *recursive))
            body += self.statements(scope, 1)
        if result != "void":
            body.append(self.give_back(scope, last=True))
        self.budget = old
        self.functions.append(Node("function", [f"static {result} @_{name}({', '.join(texts)}) ", block(body)]))
        helper = Helper(name, result, parameters, 4 + function.cost * (3 if recursive else 1), bool(recursive))
        self.helpers.append(helper)
        return helper

    def recurse(self, scope, name, result, parameters):
        arguments = self.arguments(scope, parameters)
        if arguments is None:
            return self.assign(scope)
        call = Node("call", [f"@_{name}({self.pick(['d - 1', 'd - 1', 'd / 2'])}", *self.joined(arguments, True), ")"], name)
        return self.use_call(scope, [call], result)

    def joined(self, arguments, comma_first):
        parts = []
        for i, argument in enumerate(arguments):
            if i or comma_first:
                parts.append(", ")
            parts.append(Node("argument", argument))
        return parts

    def arguments(self, scope, parameters):
        """Parts of each argument; None where something is missing."""
        found = []
        for parameter in parameters:
            argument = self.argument(scope, parameter)
            if argument is None:
                return None
            found.append(argument)
        return found

    def argument(self, scope, parameter):
        _, kind, size, written = PARAMETERS[parameter]
        if parameter == "real":
            return [self.moderate(scope, 1, 2.5)]
        if parameter == "const-reference":
            place = self.place(scope, keep=lambda v: v.type == "Real")
            return [place] if place else None
        if parameter == "reference":
            place = self.place(scope, write=True, keep=lambda v: v.type == "Real")
            return [place] if place else None
        if parameter == "whole":
            return ["static_cast<int>(", self.small(scope), ")"]
        if kind == "pointer":
            return self.address(scope, size, 99, const=not written)
        if kind in ("pair", "pair-pointer"):
            known = scope.of("pair", "pair-pointer", write=written)
            if not known:
                return None
            v = self.pick(known)
            star = "&" if kind == "pair-pointer" and v.kind == "pair" else "*" if kind == "pair" and v.kind != "pair" else ""
            return [star + v.name]
        known = scope.of("body", "body-pointer", write=True)
        if not known:
            return None
        v = self.pick(known)
        return [("*" if v.kind == "body-pointer" else "") + v.name]

    def may_call(self, scope, helper):
        return scope.times * helper.cost < 3000

    def call(self, scope, helper):
        arguments = self.arguments(scope, helper.parameters)
        if arguments is None or not self.may_call(scope, helper):
            return None
        scope.function.cost += scope.times * helper.cost
        first = [integer(self.pick("0123"))] if helper.recursive else []
        return [Node("call", [f"@_{helper.name}(", *first, *self.joined(arguments, helper.recursive), ")"], helper.name)]

    def call_in_expression(self, scope):
        pure = [h for h in self.helpers if h.is_pure()]
        if scope.function.depth == 0 and len(self.helpers) < 6 and self.chance(0.15 if pure else 0.6):
            parameters = [self.pick(PURE) for _ in range(self.rng.randrange(1, 4))]
            pure = [self.make_helper("Real", parameters, self.chance(0.2))]
        if not pure:
            return None
        parts = self.call(scope, self.pick(pure))
        return real(*parts) if parts else None

    def call_statement(self, scope):
        helpers = self.helpers
        if scope.function.depth == 0 and len(self.helpers) < 6 and self.chance(0.5 if helpers else 1):
            result = self.pick(["Real", "Real", "void", "void", "Pair", "int", "bool"])
            parameters = [self.pick(list(PARAMETERS)) for _ in range(self.rng.randrange(1, 5))]
            helpers = [self.make_helper(result, parameters, self.chance(0.25))]
        if not helpers:
            return self.assign(scope)
        helper = self.pick(helpers)
        parts = self.call(scope, helper)
        return self.use_call(scope, parts, helper.result) if parts else self.assign(scope)

    def use_call(self, scope, parts, result):
        if result == "void" or self.chance(0.1):
            return stmt(*parts, ";")
        if result == "Pair":
            known = scope.of("pair", write=True)
            if known and self.chance(0.5):
                return stmt(self.pick(known).name, " = ", *parts, ";")
            name = self.fresh("s")
            if self.chance(0.3):
                scope.add(Variable(f"{name}a", "real", scope.level))
                scope.add(Variable(f"{name}b", "real", scope.level))
                return stmt(f"auto [{name}a, {name}b] = ", *parts, ";")
            scope.add(Variable(name, "pair", scope.level))
            return stmt(f"Pair {name} = ", *parts, ";")
        if result in ("int", "bool"):
            inner = scope.inner()
            test = ["if (", *parts, ") "] if result == "bool" or self.chance(0.5) else ["if (", *parts, " > 2) "]
            return compound(*test, block(self.statements(inner, 1)))
        target = self.place(scope, write=True)
        if target and self.chance(0.7):
            return stmt(target, " = ", "0.5 * std::sin(" if self.chance(0.5) else "(", *parts, ");")
        name = self.fresh("v")
        scope.add(Variable(name, "real", scope.level))
        return stmt(f"{self.pick(['Real', 'auto'])} {name} = ", *parts, ";")

    def function_pointer(self, scope):
        unary = [h for h in self.helpers if h.parameters == ["real"] and h.result == "Real" and not h.recursive]
        while len(unary) < 2:
            if scope.function.depth or len(self.helpers) > 8:
                return self.assign(scope)
            unary.append(self.make_helper("Real", ["real"]))
        target = self.place(scope, write=True)
        if not target or not all(self.may_call(scope, h) for h in unary):
            return self.assign(scope)
        f, g = self.rng.sample(unary, 2)
        name = self.fresh("f")
        choose = [self.test(scope), f" ? @_{f.name} : @_{g.name}"] if self.chance(0.7) else [f"@_{f.name}"]
        statements = [fixed(f"Real (*{name})(Real) = ", *choose, ";")]
        if self.chance(0.4):
            statements.append(compound("if (", self.test(scope), ") ", block([stmt(f"{name} = @_{g.name};")])))
        statements.append(stmt(target, f" = std::sin({name}(", self.moderate(scope, 1, 2.5), "));"))
        return compound("", block(statements))

    def function_object(self, scope):
        if scope.times > 60:
            return self.assign(scope)
        name, t = self.fresh("f"), self.fresh("v")
        by_value = self.chance(0.3)
        function = Function("Real", 1)
        inner = Scope(function, scope, scope.level + 1, scope.times * 2)
        inner.add(Variable(t, "real", inner.level))
        body = [] if by_value else self.statements(inner, self.rng.randrange(1, 3))
        body.append(self.give_back(inner, last=True))
        # What the function object changes must not decide where its result goes: g++ reads that too early.
        fixed_place = lambda v: v.kind in ("real", "pair")
        target = self.place(scope, write=True, keep=fixed_place)
        if not target:
            return self.declare(scope)
        calls = [stmt(target, " = ", f"{name}(", self.moderate(scope, 1, 2.5), ");")]
        if self.chance(0.5):
            calls.append(stmt(self.place(scope, write=True, keep=fixed_place), f" += 0.25 * {name}(", self.moderate(scope, 1, 2.5), ");"))
        return compound("", block([
            fixed(f"auto {name} = [{'=' if by_value else '&'}](Real {t}) -> Real ", block(body), ";")] + calls))

    def bind(self, scope):
        """std::pair, and names for members."""
        pairs = scope.of("pair", write=True)
        if pairs and self.chance(0.5):
            v, a, b = self.pick(pairs), self.fresh("v"), self.fresh("v")
            scope.add(Variable(a, "real", scope.level))
            scope.add(Variable(b, "real", scope.level))
            return stmt(f"auto {self.pick(['', '&'])}[{a}, {b}] = {v.name};")
        name = self.fresh("m")
        statement = stmt(f"std::pair<Real, Real> {name}{{", self.assigned(scope, 1), ", ", self.assigned(scope, 1), "};")
        scope.add(Variable(f"{name}.first", "real", scope.level))
        scope.add(Variable(f"{name}.second", "real", scope.level))
        return statement
