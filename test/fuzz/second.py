"""Programs whose derivatives are differentiated again. They contain numbers that are exactly zero at one of the points,
so that adjoints are, too: there, second derivatives are not what the first ones let expect."""

import collections
import re

from check import Batch
from checkpoint import LeftOut, marked
from program import Program, file_text
from scope import Variable
from shrink import symptom
from tree import real, stmt

# What is asked for, in the order in which it is given up where adgen refuses: macros of SecondCheck.h.
REQUESTS = {
    "REVERSE_OVER_REVERSE": "#pragma grad @_grad\n",
    "REVERSE_OVER_FORWARD": "#pragma grad @_jvp\n",
    "FORWARD_OVER_FORWARD": "#pragma grad @_jvp mode(jvp)\n",
    "FORWARD_OVER_REVERSE": "#pragma grad @_grad mode(jvp)\n",
}


class SecondProgram(Program):
    KINDS = Program.KINDS + [("use_zero", 4)]

    def __init__(self, seed, without=()):
        self.zeros, self.gathered = [], None
        self.requests = tuple(request for request in REQUESTS if request not in without)
        super().__init__(seed, without)

    def opening(self, scope):
        """The points come first: the second one is where something vanishes."""
        self.planned = [super(SecondProgram, self).point() for _ in range(2)]
        if "zeros" in self.without_ or self.chance(0.2):
            return []
        return [self.vanishing(scope) for _ in range(self.rng.randrange(1, 4))]

    def point(self):
        return self.planned.pop(0)

    def closing(self, scope):
        """Gathers what the function has computed, so that more of it has second derivatives."""
        target = self.place(scope, write=True)
        if not target or self.chance(0.3):
            return []
        self.gathered = target
        return [stmt(target, " = 0.5 * ", target, " + ", self.product(scope), ";") for _ in range(self.rng.randrange(1, 4))]

    def product(self, scope):
        return real("0.5 * std::sin(", self.place(scope), " * ", self.place(scope), " + 0.25 * ", self.place(scope), ")")

    def give_back(self, scope, last=False):
        made = super().give_back(scope, last)
        if last and scope.function.depth == 0 and scope.function.result == "Real" and self.gathered:
            made.parts[-2:] = [" + std::cos(", self.gathered, ") * ", self.product(scope), ";", "\n"]
        return made

    def vanishing(self, scope):
        """A variable that is zero at the second point, but moves with a parameter."""
        known = list(self.numbers_at(self.planned[1]))
        name = self.fresh("z")
        if not known:
            return stmt(f"const Real {name} = 0;")
        (x, at), (y, there) = self.pick(known), self.pick(known)
        text = self.weighted([
            (4, lambda: f"{x} - {at}" if not at.startswith("-") else f"{x} + {at[1:]}"),
            (1, lambda: f"std::sin(2 * ({x} - ({at})))"),
            (1, lambda: f"({x} - ({at})) * ({y} - ({there}))"),
            (1, lambda: f"({x} - ({at})) + ({y} - ({there}))"),
            (1, lambda: f"0 * {x}"),
        ])()
        const = self.chance(0.8)
        scope.add(Variable(name, "real", scope.level, const=const))
        self.zeros.append(name)
        return stmt(f"{'const ' if const else ''}Real {name} = {text};")

    def numbers_at(self, point):
        """(expression, number) for the numbers of parameters."""
        for i, (kind, argument) in enumerate(zip(self.signature, point)):
            name = self.parameters[i].split(", ")[0].replace(")", " ").split("[")[0].split()
            name = name[1] if kind == "matrix" else name[-1]
            name = name.strip("*&(")
            numbers = argument[argument.find("{") + 1 : argument.find("}")].split(", ") if "{" in argument else [argument]
            if kind in ("real", "const-reference", "reference"):
                yield name, numbers[0]
            elif kind in ("list", "const-list", "four", "const-four"):
                for k in range(4):
                    yield f"{name}[{k}]", numbers[k]
            elif kind == "matrix":
                yield f"{name}[1][2]", numbers[5]
            elif kind.startswith("pair"):
                yield name + ("->b" if kind == "pair-pointer" else ".b"), numbers[1]
            elif kind.startswith("body"):
                yield f"{name}.pos[1]", numbers[1]

    def use_zero(self, scope):
        """Operations whose adjoints or partial derivatives vanish with a number."""
        zeros = [v.name for v in scope.of("real") if v.name in self.zeros]
        target = self.place(scope, write=True)
        if not zeros or not target:
            return self.assign(scope)
        z, w = self.pick(zeros), self.pick(zeros)
        value = lambda: real("(", self.moderate(scope, 1, 2), ")")
        factor = "0.25 * " if scope.times > 2 else ""
        term = self.weighted([
            (3, lambda: [f"{z} * {z}"]), (2, lambda: [f"{z} * {w}"]), (2, lambda: [f"std::pow({z}, 2)"]),
            (1, lambda: [f"std::pow({z}, 3)"]), (3, lambda: [f"{z} * ", value()]), (2, lambda: [value(), f" * {z} * {w}"]),
            (2, lambda: [f"{z} * std::cbrt(3 + std::tanh(", value(), "))"]), (2, lambda: [f"{z} * std::sqrt(2 + std::sin(", value(), "))"]),
            (2, lambda: [f"std::pow(2 + std::sin(", value(), f"), {z})"]), (1, lambda: [f"{z} / (2 + std::sin(", value(), "))"]),
            (1, lambda: [value(), f" / (1 + {z})"]), (1, lambda: [f"std::cos({z}) * ", value()]), (1, lambda: [f"std::exp(-{z} * {z})"]),
            (2, lambda: [f"std::hypot({z}, 1 + ", value(), " * ", value(), ")"]), (1, lambda: [f"std::atan2({z}, 3 + std::cos(", value(), "))"]),
            (1, lambda: [f"std::fma({z}, Real(", value(), f"), Real({w}))"]), (1, lambda: [f"std::log1p({z} * ", value(), f" * {w})"]),
            (1, lambda: ["0 * ", value()]), (1, lambda: ["0.0 * ", value(), " * ", value()]),
            (1, lambda: [f"{z} * std::atan2(", value(), ", 3 + ", value(), ")"]), (1, lambda: [f"{z} * std::fabs(", value(), ")"]),
            (1, lambda: [f"{z} * std::hypot(", value(), ", 1 + ", value(), ")"]), (1, lambda: [f"{z} * std::exp(", value(), ")"]),
            (1, lambda: [f"{z} * std::tan(0.5 * std::tanh(", value(), "))"]), (1, lambda: [f"{z} * std::log(3 + ", value(), ")"]),
            (1, lambda: [f"{z} * std::fmax(", value(), ", ", value(), ")"]), (1, lambda: [f"{z} * std::pow(3 + ", value(), ", ", value(), ")"]),
            (1, lambda: [f"std::tanh({z}) * std::asin(0.9 * std::tanh(", value(), "))"]),
        ])()
        if self.allow("mixed"):
            term = ["Real(", *term, ")"]
        return self.weighted([
            (4, lambda: stmt(target, self.pick([" += ", " -= "]), factor, "std::sin(", real(*term), ");")),
            (2, lambda: stmt(target, " = ", factor, "std::tanh(", real(*term), ");")),
            (1, lambda: stmt(target, f" *= {z};")),
            (1, lambda: stmt(target, " = ", target, f" * {z} + {factor}", "std::sin(", real(*term), ");")),
        ])()


class Asked:
    """A program, as a file shows it: with some of the requests, and with checkpoints for all or some loops, or none."""

    def __init__(self, program, requests, left_out=None):
        self.program, self.requests, self.left_out = program, requests, left_out

    def function_text(self, name, tree=None):
        text = self.program.function_text("@", tree)
        if self.left_out is not None:
            text = marked(text, self.program.seed, self.left_out)
        return (text + "".join(REQUESTS[request] for request in self.requests)).replace("@", name)

    def check_text(self, name, tree):
        corpus = self.program.check_text(name, tree)
        requests = " ".join(f"{request}({name})" for request in self.requests)
        if not requests:
            return corpus
        return corpus + corpus.replace("CORPUS(", "\nSECOND(", 1).replace(f"({name}, ", f"({name}, ({requests}), ", 1)


def second_text(named, requests_of=lambda name, program: program.requests, left_out_of=lambda name: None):
    shown = [(name, Asked(program, requests_of(name, program), left_out_of(name)), tree) for name, program, tree in named]
    return file_text(shown, include="../fuzz/SecondCheck.h")


class SecondBatch(Batch):
    """Gives up what adgen refuses, one request of a program after the other."""

    fast = "-O1"  # there is much to compile

    def __init__(self, tools, named, label, ways=("adgen",)):
        super().__init__(tools, named, label, ways)
        self.requests = {name: [r for r in program.requests if r != "REVERSE_OVER_REVERSE"] for name, program, _ in named}
        self.last = {name: [r for r in program.requests if r == "REVERSE_OVER_REVERSE"] for name, program, _ in named}
        self.unknown = collections.Counter()
        self.text_of = lambda named: second_text(named, lambda name, _: self.requests[name])

    def generate(self):
        self.changed = set()
        if not super().generate():
            return False
        # What is refused most often comes at the end, when nothing else is.
        if not any(self.last.values()):
            return True
        for name, wanted in self.last.items():
            self.requests[name] = wanted + self.requests[name]
            self.last[name] = []
        return False

    def drop(self, name, kind, detail):
        refusal = re.search(r"error: (adgen .*)", detail)  # in what programs share, found by bisection
        if kind == "crash" and detail.startswith("status 1:") and refusal:
            kind, detail = "refused", refusal.group(1)
        if "is known here" in detail and self.unknown[name] < 12:  # another error is why
            self.unknown[name] += 1
            self.drops += 1
            return
        if kind == "refused" and name in self.changed:
            return
        self.changed.add(name)
        if kind == "refused" and self.requests[name]:
            self.given_up.append((self.requests[name].pop(0), detail))
            self.drops += 1
        else:
            super().drop(name, kind, detail)


class SecondCheckpointBatch(LeftOut, SecondBatch):
    """The derivatives of gradients of loops with checkpoints."""

    def __init__(self, tools, named, label, ways=("adgen",)):
        super().__init__(tools, named, label, ways)
        self.text_of = lambda named: second_text(named, lambda name, _: self.requests[name], lambda name: self.left_out[name])


def second_checkpoint_text(named):
    return second_text(named, left_out_of=lambda name: ())


def narrowed(program, check, verdict):
    """Leaves a program that fails one request, if that is enough."""
    wanted = program.requests
    for request in wanted:
        program.requests = (request,)
        if symptom(check()) == symptom(verdict):
            return
    program.requests = wanted
