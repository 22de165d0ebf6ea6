"""Random programs of tensors: a grammar of its own, whose expressions have shapes. What they mean is said again by
TinyTensor.h."""

import random

from shapes import Shapes, braces
from tree import Node, block, compound, fixed, indented, integer, optional, real, stmt, truth

PRELUDE = """#include "../fuzz/TensorCheck.h"

#include <utility>

// The functions are what they are by chance.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused"
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-parameter"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-value"
#pragma GCC diagnostic ignored "-Wparentheses"
#pragma GCC diagnostic ignored "-Wimplicit-fallthrough"
#ifdef __clang__
#pragma GCC diagnostic ignored "-Wself-assign-overloaded"
#pragma GCC diagnostic ignored "-Wparentheses-equality"
#endif
"""

LIMIT = 3


class Name:
    """kind: tensor, real, int, counter (below `below`)."""

    def __init__(self, name, kind, shape=None, const=False, below=4):
        self.name, self.kind, self.shape, self.const, self.below = name, kind, shape, const, below


class Place:
    """Where a statement stands."""

    def __init__(self, parent=None, loops=0, times=1, result=None, helper=False):
        self.parent, self.loops, self.times, self.result, self.helper = parent, loops, times, result, helper
        self.own = []

    def inner(self, times=1, loop=False):
        return Place(self, self.loops + loop, self.times * times, self.result, self.helper)

    def add(self, *arguments, **more):
        self.own.append(Name(*arguments, **more))
        return self.own[-1]

    def all(self):
        place, found = self, []
        while place:
            found += reversed(place.own)
            place = place.parent
        return found

    def of(self, kind, shape=None, write=False):
        return [n for n in self.all() if n.kind == kind and not (write and n.const) and shape in (None, n.shape)]


class TensorProgram(Shapes):
    def __init__(self, seed, without=()):
        self.seed = seed
        self.rng = random.Random(seed * 6007 + 5)
        self.without = set(without)
        self.names = 0
        self.helpers, self.functions = [], []
        self.budget = self.pick([2, 3, 4, 5, 6, 8, 10, 14, 20, 30])
        # Few shapes, so that values meet.
        self.extents = [self.pick([1, 2, 3, 4]) for _ in range(3)] + [self.pick([2, 3])]
        if self.chance(0.08):
            self.extents = [9, 10, 2]
        self.favourites = [self.any_shape() for _ in range(4)]
        self.tree = self.write()
        self.points = [self.point() for _ in range(2)]

    def chance(self, probability):
        return self.rng.random() < probability

    def pick(self, items):
        return items[self.rng.randrange(len(items))]

    def weighted(self, choices):
        choices = [choice for choice in choices if choice]
        at = self.rng.random() * sum(weight for weight, _ in choices)
        for weight, choice in choices:
            at -= weight
            if at < 0:
                return choice
        return choices[-1][1]

    def fresh(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def any_shape(self):
        return tuple(self.pick(self.extents) for _ in range(self.pick([0, 1, 1, 2, 2, 2, 3])))

    def shape(self):
        return self.pick(self.favourites)

    # The program

    def write(self):
        kinds = ["tensor"] + [self.pick(["tensor", "tensor", "real", "int"]) for _ in range(self.rng.randrange(0, 3))]
        self.result = self.pick(["tensor", "tensor", "Real", "Real", "pair"])
        place = Place(result=self.result)
        self.signature, self.parameters = [], []
        self.result_shape = self.shape()
        for i, kind in enumerate(kinds):
            name = f"{'xnk'[['tensor', 'real', 'int'].index(kind)]}_{'abc'[i]}".replace("_", "")
            shape = self.shape() if kind == "tensor" else None
            by_value = kind != "tensor" or self.chance(0.3)
            self.signature.append((kind, shape))
            self.parameters.append({"tensor": f"{'TensorD ' if by_value else 'const TensorD &'}{name}",
                                    "real": f"Real {name}", "int": f"int {name}"}[kind])
            place.add(name, kind, shape, const=not by_value)
        body = []
        while self.budget > 0:
            body.append(self.statement(place))
        body.append(fixed("return ", self.returned(place), ";"))
        main = Node("main", [block(body)], tuple(range(len(self.parameters))))
        return Node("program", self.functions + [main])

    def type_of_result(self, result=None):
        return {"tensor": "TensorD", "Real": "Real", "pair": "std::pair<TensorD, Real>"}[result or self.result]

    def returned(self, place):
        if place.result == "tensor":
            return self.moderate(place, self.result_shape, 2)
        if place.result == "Real":
            return self.scalar(place, 2)
        return Node("pair", ["{", self.moderate(place, self.result_shape, 1), ", ", self.scalar(place, 1), "}"])

    def point(self):
        arguments = []
        for kind, shape in self.signature:
            if kind == "tensor":
                arguments.append(f"values({self.rng.randrange(10000)}, {braces(shape)})")
            else:
                arguments.append(f"{self.rng.uniform(-2, 2):.6f}" if kind == "real" else str(self.rng.randrange(4)))
        return arguments

    def function_text(self, name, tree=None):
        *helpers, main = (tree or self.tree).parts
        parameters = ", ".join(self.parameters[i] for i in main.type)
        head = f"#pragma grad\n#pragma grad mode(jvp)\n{self.type_of_result()} @({parameters}) "
        return indented("".join(helper.text() for helper in helpers) + head + main.text()).replace("@", name)

    def check_text(self, name, tree):
        points = (", ".join(point[i] for i in tree.parts[-1].type) for point in self.points)
        return f"TENSORS({name}, {', '.join(f'at({point})' for point in points)})"

    # Statements

    KINDS = [
        ("declare", 8), ("assign", 7), ("update", 4), ("declare_real", 4), ("assign_real", 4), ("declare_int", 1),
        ("branch", 4), ("loop", 4), ("leave", 2), ("call", 3), ("copy", 2), ("exchange", 1),
        ("switch", 1),
    ]

    def statement(self, place):
        self.budget -= 1
        kinds = [(weight, name) for name, weight in self.KINDS if name not in self.without]
        if self.budget <= 0 or place.times > 40:
            kinds = [(2, "declare"), (2, "assign"), (1, "assign_real")]
        return getattr(self, self.weighted(kinds))(place)

    def body(self, place):
        return [self.statement(place) for _ in range(self.rng.randrange(1, 4))]

    def declare(self, place):
        shape, name = self.shape(), self.fresh("t")
        const = self.chance(0.2)
        value = self.moderate(place, shape, 2)
        place.add(name, "tensor", shape, const=const)
        return stmt(f"{'const ' if const else ''}TensorD {name} = ", value, ";")

    def copy(self, place):
        """Tensors that share their elements until one of them is written."""
        known = place.of("tensor")
        name = self.fresh("t")
        x = self.pick(known)
        if self.chance(0.3):
            place.add(name, "tensor", x.shape, const=True)
            return stmt(f"const TensorD &{name} = {x.name};")
        writable = place.of("tensor", write=True)
        if self.chance(0.3) and writable:
            x = self.pick(writable)
            place.add(name, "tensor", x.shape)
            return stmt(f"TensorD &{name} = {x.name};")
        place.add(name, "tensor", x.shape)
        return stmt(f"TensorD {name} = {x.name};")

    def assign(self, place):
        known = place.of("tensor", write=True)
        if not known:
            return self.declare(place)
        x = self.pick(known)
        if place.times > 2 and self.chance(0.5):
            return stmt(f"{x.name} = {x.name} * 0.5 + ", self.moderate(place, x.shape, 2), " * 0.25;")
        return stmt(f"{x.name} = ", self.moderate(place, x.shape, 2), ";")

    def update(self, place):
        known = place.of("tensor", write=True)
        if not known:
            return self.declare(place)
        x = self.pick(known)
        return self.weighted([
            (2, lambda: stmt(f"{x.name} {self.pick(['+=', '-='])} ", self.tensor(place, self.narrowed(x.shape), 1)[0].wrapped("sin"), " * 0.25;")),
            (2, lambda: stmt(f"{x.name} *= ", self.tensor(place, self.narrowed(x.shape), 1)[0].wrapped("cos"), ";")),
            (1, lambda: stmt(f"{x.name} *= std::cos(", self.scalar(place, 1), ");")),
            (1, lambda: stmt(f"{x.name} /= ", self.tensor(place, self.narrowed(x.shape), 1)[0].wrapped("sin"), " + 2;")),
        ])()

    def exchange(self, place):
        x = self.pick(place.of("tensor"))
        same = place.of("tensor", x.shape, write=True)
        if len(same) < 2:
            return self.declare(place)
        x, y = self.rng.sample(same, 2)
        return stmt(f"std::swap({x.name}, {y.name});")

    def element(self, place):
        known = place.of("tensor", write=True)
        if not known:
            return self.assign(place)
        x = self.pick(known)
        return stmt(self.element_of(place, x), self.pick([" = ", " += "]), "0.5 * ", self.scalar(place, 1), ";")

    def declare_real(self, place):
        name = self.fresh("s")
        statement = stmt(f"Real {name} = ", self.scalar(place, 2), ";")
        place.add(name, "real")
        return statement

    def assign_real(self, place):
        known = place.of("real", write=True)
        if not known:
            return self.declare_real(place)
        x = self.pick(known).name
        return self.weighted([
            (3, lambda: stmt(f"{x} = ", self.scalar(place, 2), ";")),
            (2, lambda: stmt(f"{x} += 0.25 * ", self.scalar(place, 1), ";")),
            (1, lambda: stmt(f"{x} *= std::cos(", self.scalar(place, 1), ");")),
        ])()

    def declare_int(self, place):
        name = self.fresh("k")
        statement = stmt(f"int {name} = (", self.whole(place), f" + {self.rng.randrange(3)}) % 4;")
        place.add(name, "int")
        return statement

    def branch(self, place):
        parts = ["if (", self.test(place), ") ", block(self.body(place.inner()))]
        if self.chance(0.6):
            parts.append(optional("else ", block(self.body(place.inner()))))
        return compound(*parts)

    def leave(self, place):
        jumps = ["break;", "continue;"] if place.loops else []
        inner = place.inner()
        first = [self.statement(inner)] if self.chance(0.5) else []
        if not place.helper and (not jumps or self.chance(0.3)):
            if not place.parent:
                return self.branch(place)
            last = stmt("return ", self.returned(inner), ";")
        elif jumps:
            last = stmt(self.pick(jumps))
        else:
            return self.branch(place)
        return compound("if (", self.test(place), ") ", block(first + [last]))

    def loop(self, place):
        i, end = self.fresh("i"), self.rng.randrange(1, 5)
        inner = place.inner(3, loop=True)
        inner.add(i, "counter", const=True, below=end)
        known = place.of("int")
        if self.chance(0.25):
            s, k = self.fresh("s"), self.fresh("k")
            inner.own.clear()
            inner.add(s, "real", const=True)
            return compound("", block([
                stmt(f"Real {s} = 1 + std::fabs(", self.scalar(place, 1), ");"), fixed(f"int {k} = 0;"),
                compound(f"while ({s} > 0.3 && {k} < 4) ", block(
                    [fixed(f"++{k};"), stmt(f"{s} *= 0.6 + 0.1 * std::sin({s});")] + self.body(inner)))]))
        if known and self.chance(0.3):
            inner.own[-1].below = 4
            bound = f"e{i}"
            return compound("", block([
                fixed(f"const int {bound} = {self.pick(known).name} % 4;"),
                compound(f"for (int {i} = 0; {i} < {bound}; ++{i}) ", block(self.body(inner)))]))
        if self.chance(0.25):
            return compound(f"for (int {i} = {end - 1}; {i} >= 0; --{i}) ", block(self.body(inner)))
        return compound(f"for (int {i} = 0; {i} < {end}; ++{i}) ", block(self.body(inner)))

    def switch(self, place):
        names = place.of("int") + place.of("counter")
        if not names:
            return self.declare_int(place)
        parts = []
        for label in ["case 0:", "case 2:", "default:"][: self.rng.randrange(2, 4)]:
            inner = place.inner()
            inner.loops = 0
            inner.helper = True  # does not return
            parts.append(Node("fixed", [label + " ", block([self.statement(inner)])]))
            parts.append(stmt("break;"))
        return compound(f"switch ({self.pick(names).name} % 4) ", block(parts))

    # Functions

    def call(self, place):
        call = self.call_of(place)
        if not call:
            return self.assign(place)
        parts, helper = call
        name = self.fresh("t" if helper.result != "Real" else "s")
        if helper.result == "pair":
            place.add(f"{name}a", "tensor", helper.shape)
            place.add(f"{name}b", "real")
            return stmt(f"auto [{name}a, {name}b] = ", *parts, ";")
        place.add(name, "tensor" if helper.result == "tensor" else "real", helper.shape)
        return stmt(f"{self.pick(['auto', self.type_of_result(helper.result)])} {name} = ", *parts, ";")

    def call_of(self, place, shape=None):
        """(parts, helper); shape: of the result."""
        known = [h for h in self.helpers if shape is None or h.result == "tensor" and h.shape == shape]
        if not place.helper and len(self.helpers) < 5 and self.chance(0.3 if known else 0.8):
            known = [self.make_helper(shape)]
        if not known or place.times > 20:
            return None
        helper = self.pick(known)
        arguments = []
        for kind, wanted, written in helper.parameters:
            if arguments:
                arguments.append(", ")
            if kind == "tensor" and written:
                same = place.of("tensor", wanted, write=True)
                if not same:
                    return None
                arguments.append(self.pick(same).name)
            elif kind == "tensor":
                arguments.append(self.moderate(place, wanted, 1))
            else:
                arguments.append(self.scalar(place, 1) if kind == "real" else self.whole(place))
        return [f"@_{helper.name}(", *arguments, ")"], helper

    def make_helper(self, shape=None):
        name = f"h{len(self.helpers) + 1}"
        helper = Helper(name, "tensor" if shape is not None else self.pick(["tensor", "Real", "pair"]),
                        self.shape() if shape is None else shape)
        place = Place(result=helper.result, helper=True)
        texts = []
        for i in range(self.rng.randrange(1, 4)):
            kind = self.pick(["tensor", "tensor", "real", "int"]) if i else "tensor"
            wanted = self.shape() if kind == "tensor" else None
            written = kind == "tensor" and shape is None and self.chance(0.2)
            by_value = kind != "tensor" or self.chance(0.3) and not written
            helper.parameters.append((kind, wanted, written))
            texts.append({"tensor": f"{'TensorD ' if by_value else 'TensorD &' if written else 'const TensorD &'}q{i}",
                          "real": f"Real q{i}", "int": f"int q{i}"}[kind])
            place.add(f"q{i}", kind, wanted, const=not by_value and not written)
        old, self.budget = self.budget, self.rng.randrange(1, 4)
        old_shape, self.result_shape = self.result_shape, helper.shape
        body = [self.statement(place) for _ in range(self.rng.randrange(0, 3))]
        if self.chance(0.2):
            # One that leaves early.
            inner = place.inner()
            body.append(compound("if (", self.test(place), ") ", block([stmt("return ", self.returned(inner), ";")])))
        body.append(fixed("return ", self.returned(place), ";"))
        self.budget, self.result_shape = old, old_shape
        self.functions.append(Node("function", [
            f"static {self.type_of_result(helper.result)} @_{name}({', '.join(texts)}) ", block(body)]))
        self.helpers.append(helper)
        return helper

    # Numbers

    def element_of(self, place, x):
        parts = [f"{x.name}("]
        for axis, extent in enumerate(x.shape):
            parts += [", "] if axis else []
            counters = place.of("counter")
            if counters and self.chance(0.6):
                counter = self.pick(counters)
                parts.append(integer(counter.name if counter.below <= extent else f"{counter.name} % {extent}"))
            else:
                parts.append(integer(str(self.rng.randrange(extent))))
        return real(*parts, ")")

    def scalar(self, place, depth):
        """Between -3 and 3, about."""
        reals, tensors = place.of("real"), place.of("tensor")
        if depth == 0:
            return self.weighted([
                (3, lambda: real(self.pick(reals).name)) if reals else None,
                (3, lambda: self.element_of(place, self.pick(tensors))),
                (1, lambda: real(self.pick(["0.5", "-0.75", "1.25", "0.1", "2.0"]))),
                (0.5, lambda: real("0.25 * ", self.whole(place))),
            ])()
        inner = lambda: self.scalar(place, depth - 1)
        return self.weighted([
            (2, lambda: self.scalar(place, 0)),
            (3, lambda: self.item(place, depth)),
            (3, lambda: real(f"std::{self.pick(['sin', 'tanh', 'cos', 'erf', 'sin'])}(", inner(), ")")),
            (2, lambda: real("std::sin(", inner(), f" {self.pick('+-*')} ", inner(), ")")),
            (1, lambda: real(f"std::{self.pick(['fmax', 'fmin'])}(", inner(), ", ", inner(), ")")),
            (1, lambda: real("(", self.test(place, 0), " ? ", inner(), " : ", inner(), ")")),
            (1, lambda: real("std::log(2 + std::cos(", inner(), "))")),
        ])()

    def item(self, place, depth):
        x = self.moderate(place, (), depth)
        return real("(", x, ").item()") if self.chance(0.5) else real(
            self.pick(["sum", "mean", "max", "min"]), "(", self.tensor(place, self.shape(), depth - 1)[0].wrapped("tanh"),
            " * 0.5).item()")

    def whole(self, place):
        names = place.of("int") + place.of("counter")
        if names and self.chance(0.8):
            return integer(self.pick(names).name)
        return integer(str(self.rng.randrange(4)))

    def test(self, place, depth=1):
        return self.weighted([
            (4, lambda: truth(self.scalar(place, depth), self.pick([" < ", " > ", " <= ", " >= "]), self.scalar(place, 0))),
            (1, lambda: truth(self.whole(place), self.pick([" < ", " > ", " == ", " != "]), self.pick("0123"))),
            (1, lambda: truth("(", self.test(place, 0), self.pick([" && ", " || "]), self.test(place, 0), ")")) if depth else None,
        ])()


class Helper:
    def __init__(self, name, result, shape):
        self.name, self.result, self.shape, self.parameters = name, result, shape, []


def tensor_text(named):
    text, starts = PRELUDE, []
    for name, program, tree in named:
        text += "\n"
        starts.append((text.count("\n") + 1, name))
        text += program.function_text(name, tree)
    starts.append((text.count("\n") + 1, None))
    text += '\n#pragma GCC diagnostic pop\n#include "../exec/Generated.h"\n\n'
    text += "\n".join(program.check_text(name, tree) for name, program, tree in named) + "\n"
    return text, starts
