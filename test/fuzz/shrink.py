"""Makes a program that fails smaller, as long as it fails in the same way."""

import re

from check import Batch, RelatedBatch
from program import file_text
from tree import Node

TOGETHER = 16  # candidates in one file


def symptom(verdict):
    """What two failures have in common."""
    detail = re.sub(r"\S+:\d+:\d+: |'[^']*'|‘[^’]*’|\bf\d+\w*|0x\w+|-?\d+(\.\d+)?(e[-+]?\d+)?", "#", verdict.detail)
    if verdict.kind == "wrong":
        detail = next((word for word in ("second derivative", "of the gradient", "forward says", "leaves", "the value", "second call",
                                         "compared with") if word in detail), "")
        if detail in ("of the gradient", "forward says"):
            detail = "derivative"
    return verdict.kind, detail


class Shrinker:
    def __init__(self, tools, program, verdict, ways, batch=Batch):
        self.tools = tools
        self.program = program
        self.batch = batch
        self.wanted = symptom(verdict)
        self.ways = ways
        self.tries = 0

    def shrink(self, rounds=40, report=lambda text: None):
        """The smallest tree that was found."""
        best, start = self.program.tree, 0
        for _ in range(rounds):
            smaller, start = self.pass_over(best, start)
            if smaller is None:
                break
            best = smaller
            report(best)
        return best

    def pass_over(self, tree, start):
        """The first group of edits in which one helps decides; what helps alone is then tried together.
        Gives the smaller tree, and at which group to go on."""
        edits = sorted(edits_of(tree), key=lambda edit: -edit[0])
        groups = [edits[first : first + TOGETHER] for first in range(0, len(edits), TOGETHER)]
        for step in range(len(groups)):
            at = (start + step) % len(groups)
            group = [(edit, applied(tree, [edit])) for _, edit in groups[at]]
            group = [(edit, candidate) for edit, candidate in group if measure(candidate) < measure(tree)]
            last = [pair for pair, fails in zip(group, self.failing([candidate for _, candidate in group])) if fails]
            if not last:
                continue
            best = min((candidate for _, candidate in last), key=measure)
            together = applied(tree, independent([edit for edit, _ in last]))
            if measure(together) < measure(best) and self.failing([together])[0]:
                best = together
            return best, at
        return None, 0

    def failing(self, trees):
        if not trees:
            return []
        self.tries += len(trees)
        named = [(f"c{i}", self.program, tree) for i, tree in enumerate(trees)]
        batch = self.batch(self.tools, named, "shrink", self.ways)
        batch.until = {"refused": "generated", "crash": "generated", "hang": "generated", "compile": "compiled"}.get(
            self.wanted[0], "")
        verdicts = batch.check()
        fails = [symptom(verdicts[name]) == self.wanted for name, *_ in named]
        if self.wanted[0] in ("wrong", "aborted", "bits", "endless"):
            # The program itself may be none any more.
            sound = self.sound([entry for entry, fail in zip(named, fails) if fail])
            fails = [fail and name in sound for (name, *_), fail in zip(named, fails)]
        return fails

    def sound(self, named):
        """Those that the sanitizers are content with."""
        found = set()
        if not named:
            return found
        if issubclass(self.batch, RelatedBatch):
            named = [(name, program.program, tree) for name, program, tree in named]
        batch = Batch(self.tools, named, "sound")
        batch.write()
        program = f"{batch.prefix}.plain"
        if not batch.compile_reference():
            return found
        status, _ = self.tools.run(
            [self.tools.gxx, "-std=c++17", "-O1", "-w", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
             "-DCORPUS_PLAIN", *self.tools.includes, batch.source, "-o", program, batch.reference], 200)
        for name, *_ in batch.named if status == 0 else []:
            status, output = self.tools.run([program, f"--only={name}"], 20)
            if status == 0:
                found.add(name)
        return found


def measure(tree):
    return len(tree.text()) + 8 * len(tree.parts[-1].type)


def edits_of(tree):
    """(how much it takes away, edit)"""
    main = tree.parts[-1]
    texts = main.text()
    for position, parameter in enumerate(main.type):
        yield 3, ("parameter", (), parameter)
    for index, helper in enumerate(tree.parts[:-1]):
        name = re.search(r"@_h\d+", helper.parts[0]).group(0)
        if not any(re.search(name + r"\b", text) for text in [other.text() for other in tree.parts[index + 1 :]]):
            yield helper.size() + 100, ("function", (index,), None)
    for path in tree.paths():
        node = tree.at(path)
        if node.kind == "block":
            count = len(node.parts)
            length = count
            while length:
                for first in range(0, count, length):
                    part = node.parts[first : first + length]
                    if all(isinstance(each, Node) and each.kind == "stmt" for each in part):
                        yield sum(each.size() for each in part), ("cut", path, (first, first + length))
                length //= 2
            for index, statement in enumerate(node.parts):
                if statement.kind == "stmt":
                    for inner in inner_blocks(statement):
                        gain = statement.size() - statement.at(inner).size()
                        yield gain, ("hoist", path, (index, inner))
        elif node.kind == "opt" and node.parts:
            yield node.size(), ("empty", path, None)
        elif node.kind == "expr" and node.type:
            literal = {"R": "0.5", "I": "1", "B": "true"}.get(node.type) or f"adgen::full<double>({node.type[1:]}, 0.5)"
            if node.size() or node.text() != literal:
                if len(node.parts) > 1 or node.type != "R":
                    yield node.size(), ("replace", path, literal)
                for inner in node.paths():
                    if inner and node.at(inner).kind == "expr" and node.at(inner).type == node.type:
                        yield node.size() - node.at(inner).size(), ("replace", path, inner)


def inner_blocks(statement):
    """Paths to the blocks that belong to a statement itself."""
    for path in statement.paths():
        if path and statement.at(path).kind == "block" and not any(
                statement.at(path[:n]).kind == "block" for n in range(1, len(path))):
            yield path


def span(edit):
    """The part of a node that an edit is about: (path, first, behind the last)."""
    kind, path, what = edit
    if kind == "cut":
        return (path, *what)
    if kind == "hoist":
        return path, what[0], what[0] + 1
    return path[:-1], path[-1] if path else 0, path[-1] + 1 if path else 0


def independent(edits):
    chosen = []
    for edit in edits:
        if edit[0] not in ("function", "parameter") and not any(overlap(span(edit), span(other)) for other in chosen):
            chosen.append(edit)
    return chosen


def overlap(x, y):
    (path, first, end), (other, other_first, other_end) = sorted((x, y), key=lambda each: len(each[0]))
    if path == other:
        return first < other_end and other_first < end
    return other[: len(path)] == path and first <= other[len(path)] < end


def applied(tree, edits):
    tree = tree.clone()
    # From the back, so that the places of those in front stay what they are.
    for kind, path, what in sorted(edits, key=lambda edit: span(edit)[0] + span(edit)[1:2], reverse=True):
        if kind == "parameter":
            tree.parts[-1].type = tuple(i for i in tree.parts[-1].type if i != what)
        elif kind == "function":
            del tree.parts[path[0]]
        elif kind == "cut":
            del tree.at(path).parts[what[0] : what[1]]
        elif kind == "hoist":
            node = tree.at(path)
            node.parts[what[0] : what[0] + 1] = node.parts[what[0]].at(what[1]).parts
        elif kind == "empty":
            tree.at(path).parts = []
        else:
            node = tree.at(path)
            node.parts = [what] if isinstance(what, str) else [node.at(what)]
    return tree


def regression_text(program, tree, name, seed, verdict):
    """As a file of test/regressions: with no more in front than it needs."""
    what = re.sub(r"\s+", " ", verdict.detail.split(": ", 1)[-1])[:100]
    text, _ = file_text([(name, program, tree)],
                        f"// RUN: %corpus-test %s %t\n// Found by test/fuzz, seed {seed}. {verdict.kind}: {what}\n")
    text = text.replace('"CorpusCheck.h"', '"../corpus/CorpusCheck.h"')
    body = program.function_text(name, tree)
    for struct, end in (("Node", None), ("Body", "struct Node"), ("Pair", "struct Body")):
        used = re.search(rf"\b{struct}\b|mixed\(", body) or (struct == "Pair" and re.search(r"\bBody\b", body))
        if not used:
            text = re.sub(rf"struct {struct} {{.*?(?=\nstruct |\n\n)", "", text, count=1, flags=re.S)
    return text
