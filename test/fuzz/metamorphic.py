"""Pairs of programs whose gradients have to be related, whatever they are: a program and what rewrite.py makes of it,
and functions composed of it."""

import random
import re

from program import PRELUDE, TOP, Program
from rewrite import Rewriter, renamed
from tree import indented

INCLUDE = '#include "../fuzz/RelationCheck.h"\n\n'


class Related:
    """A program with its relatives. only: the rewrite to make, instead of a random mixture."""

    def __init__(self, seed, without=(), only=""):
        self.seed = seed
        self.program = Program(seed, without)
        self.tree = self.program.tree
        self.only = only
        self.done = ()
        self.neighbour = None
        other = Program(seed + 1 if seed % 10 < 9 else seed - 1, without)
        if other.signature == self.program.signature and other.result == self.program.result == "Real":
            self.neighbour = other

    # What check.py and shrink.py want of a program

    def function_text(self, name, tree=None):
        tree = tree or self.tree
        texts = [self.one(name, tree), self.rewritten(f"{name}_r", tree)]
        texts += self.algebra(name, tree)[1]
        return "\n".join(texts)

    def check_text(self, name, tree):
        """With the lines of the relations."""
        program, kept = self.program, tree.parts[-1].type
        within = f".within({program.tolerance})" if program.mixed else ""
        points = ", ".join(f"point({', '.join(p[i] for i in kept)}){within}" for p in program.points)
        self.rewritten(f"{name}_r", tree)
        bits = set(self.done) <= Rewriter.SAME_BITS | {"rename"}
        lines = [f"RELATED({name}, same({0 if bits else 1e-11}), \"{' + '.join(self.done)}\", "
                 f"(FUNCTION({name}), FUNCTION({name}_r)), {points})"]
        relation, _, functions = self.algebra(name, tree)
        lines.append(f"RELATED({name}, {relation}, \"{relation.split('(')[0]}\", "
                     f"({', '.join(f'FUNCTION({f})' for f in functions)}), {points})")
        return "\n".join(lines)

    def one(self, name, tree, program=None):
        """Without forward mode, which is the corpus's."""
        return (program or self.program).function_text(name, tree).replace("#pragma grad mode(jvp)\n", "")

    def rewritten(self, name, tree):
        rng = random.Random(self.seed)
        rewriter = Rewriter(rng, tree.clone())
        for rule in Rewriter.RULES:
            # All are drawn for, so that one rule does the same with others and alone.
            chosen = rng.random() < 0.6
            rewriter.rng = random.Random(self.seed * 31 + len(rule))
            if chosen and not self.only or self.only == rule:
                getattr(rewriter, rule)()
        text = self.one("@", rewriter.tree)
        if rng.random() < 0.5 and not self.only or self.only == "rename":
            text = renamed(text)
            rewriter.mark("rename")
        self.done = sorted(rewriter.done) or ["copy"]
        if self.done == ["copy"]:
            text = renamed(text)
            self.done = ["rename"]
        return indented(text).replace("@", name)

    # Functions composed of the program's

    def arguments(self, kept):
        """(name, kind, number of real numbers that have a derivative) of each parameter."""
        program = self.program
        for i in kept:
            kind = program.signature[i]
            text = program.parameters[i].split(", ")[0]
            names = re.findall(r"(\w+)\)?(?:\[\d\])?$", text)
            yield names[0], kind, TOP[kind][2].count("r")

    def algebra(self, name, tree):
        """(relation, texts of functions, functions in the relation's order)"""
        program, kept = self.program, tree.parts[-1].type
        rng = random.Random(self.seed * 17)
        known = list(self.arguments(kept))
        written = any(not const and (level == 0 or inner == "pointer")
                      for i in kept for _, inner, level, const in TOP[program.signature[i]][1])
        reals = [i for i, (_, kind, _) in enumerate(known) if kind == "real"]
        choices = ["scaled", "scaled", "sine", "zero"]
        if reals:
            choices += ["halved", "halved"]
        if self.neighbour and not written and len(kept) == len(program.parameters):
            choices += ["sum"] * 4
            if known and known[0][1] == "real":
                choices += ["chain"] * 4
        kind = rng.choice(choices)
        parameters = ", ".join(program.parameters[i] for i in kept)
        names = [n for i in kept for n in self.passed(i)]
        call = lambda function, changed=None: f"{function}({', '.join((changed or {}).get(n, n) for n in names)})"
        new = f"{name}_g"
        head = f"#pragma grad\nReal {new}({parameters}) "
        one = lambda expression: [f"{head}{{\n  return {expression};\n}}\n"]
        if program.result != "Real" or program.mixed:
            back = "return " if program.result != "void" else ""
            text = f"#pragma grad\n{program.result} {new}({parameters}) {{\n  {back}{call(name)};\n}}\n"
            return f"same({2e-3 if program.mixed else 1e-13})", [text], [name, new]
        if kind == "scaled":
            factor = rng.choice(["2", "-0.5", "3"])
            expression = {"2": f"2 * {call(name)}", "-0.5": f"-{call(name)} / 2", "3": f"{call(name)} * 3"}[factor]
            return f"scaled({factor}, 1e-13)", one(expression), [name, new]
        if kind == "sine":
            return "sine(1e-12)", one(f"std::sin({call(name)})"), [name, new]
        if kind == "zero":
            text = f"{head}{{\n  const Real r = {call(name)};\n  return r + 0 * std::exp(std::sin(r)) * r;\n}}\n"
            return "scaled(1, 1e-13)", [text], [name, new]
        if kind == "halved":
            marks = ", ".join("true" if i in reals else "false" for i in range(len(known)))
            entries = ", ".join(", ".join(["0.5" if i in reals else "1"] * known[i][2]) for i in range(len(known)) if known[i][2])
            changed = {known[i][0]: f"0.5 * {known[i][0]}" for i in reals}
            # A point has one argument for two parameters, see TOP.
            marks = ", ".join(mark for i, mark in zip(kept, marks.split(", "))
                              for mark in ([mark, "false"] if TOP[program.signature[i]][2].endswith("5") else [mark]))
            return f"halved({{{marks}}}, {{{entries}}}, 1e-13)", one(call(name, changed)), [name, new]
        other = f"{name}_n"
        texts = [self.one(other, None, self.neighbour)]
        if kind == "sum":
            return "sum(2, -3, 1e-12)", texts + one(f"2 * {call(name)} - {call(other)} * 3"), [name, other, new]
        return ("chain(1e-11)", texts + one(call(name, {known[0][0]: call(other)})), [other, name, new])

    def passed(self, i):
        """The names of a parameter, which may be two."""
        for text in self.program.parameters[i].split(", "):
            yield re.findall(r"(\w+)\)?(?:\[\d\])?$", text)[0]


def related_text(named):
    text = INCLUDE + PRELUDE
    starts = []
    for name, program, tree in named:
        text += "\n"
        starts.append((text.count("\n") + 1, name))
        text += program.function_text(name, tree)
    starts.append((text.count("\n") + 1, None))
    text += '\n#pragma GCC diagnostic pop\n#include "../exec/Generated.h"\n\n'
    text += "\n".join(program.check_text(name, tree) for name, program, tree in named) + "\n"
    return text, starts
