"""Programs whose loops bear `#pragma grad checkpoint(n)`: their gradients are those of the same programs without."""

import random
import re
import zlib

from check import RelatedBatch
from program import PRELUDE, Program
from metamorphic import INCLUDE

LOOP = re.compile(r"(for|while) \(|do {")
MARK = "#pragma grad checkpoint("


def outer_loops(text):
    """The numbers of the lines in which loops begin that are in no other."""
    depth, inside, behind = 0, None, False
    for number, line in enumerate(text.splitlines()):
        stripped = line.strip()
        after_do = behind and stripped.startswith("while (") and stripped.endswith(";")
        if inside is None and LOOP.match(stripped) and not after_do:
            inside = depth
            yield number
        depth += line.count("{") - line.count("}")
        if inside is not None and depth <= inside and line.rstrip().endswith(("}", ";")):
            inside = None
        behind = stripped == "}"


def marked(text, seed, left_out=()):
    """With pragmas in front of most outer loops. left_out: the texts of loops that bear none."""
    lines = text.splitlines()
    for number in reversed(list(outer_loops(text))):
        # By what stands there, so that a loop keeps its pragma while the shrinker cuts elsewhere.
        chance = zlib.crc32(f"{seed} {lines[number].strip()}".encode())
        if chance % 8 and lines[number].strip() not in left_out:
            lines.insert(number, f"{MARK}{1 + chance // 8 % 4})")
    return "\n".join(lines) + "\n"


class LoopProgram(Program):
    """With more loops, and mostly with parameters whose memory the function does not write: checkpoint(n) refuses others."""

    KINDS = Program.KINDS + [("loop", 12)]
    READ = {"reference": "real", "list": "const-list", "four": "const-four", "matrix": "real", "pair-reference": "pair",
            "pair-pointer": "const-pair", "body-reference": "body"}

    def choose_signature(self):
        result, names = super().choose_signature()
        if random.Random(self.seed // 10 * 31).random() < 0.75:
            names = [self.READ.get(name, name) for name in names]
        return result, names


class Checkpointed:
    def __init__(self, seed, without=()):
        self.seed = seed
        self.program = LoopProgram(seed, without)
        self.tree = self.program.tree

    def function_text(self, name, tree=None, left_out=()):
        plain = lambda called: self.program.function_text(called, tree).replace("#pragma grad mode(jvp)\n", "")
        # The name without the number of its functions, which stand in both.
        text = marked(plain("@"), self.seed, left_out).replace("@", name)
        return plain(f"{name}_p") + "\n" + text

    def check_text(self, name, tree):
        program, kept = self.program, tree.parts[-1].type
        within = f".within({program.tolerance})" if program.mixed else ""
        points = ", ".join(f"point({', '.join(point[i] for i in kept)}){within}" for point in program.points)
        return f'RELATED({name}, same(1e-12), "checkpoint", (FUNCTION({name}_p), FUNCTION({name})), {points})'


def checkpoint_text(named, left_out=lambda name: ()):
    text, starts = INCLUDE + PRELUDE, []
    for name, program, tree in named:
        text += "\n"
        starts.append((text.count("\n") + 1, name))
        text += program.function_text(name, tree, left_out(name))
    starts.append((text.count("\n") + 1, None))
    text += '\n#pragma GCC diagnostic pop\n#include "../exec/Generated.h"\n\n'
    text += "\n".join(program.check_text(name, tree) for name, program, tree in named) + "\n"
    return text, starts


class LeftOut:
    """Of a batch: leaves out the checkpoints that adgen refuses."""

    def __init__(self, tools, named, label, ways=("adgen",)):
        super().__init__(tools, named, label, ways)
        self.left_out = {name: [] for name, *_ in named}

    def errors(self, output):
        lines = self.source.read_text().splitlines()
        for match in re.finditer(re.escape(str(self.source)) + r":(\d+):\d+: error: (checkpoint\(n\).*)", output):
            name = self.name_at(int(match.group(1)))
            if name:
                self.leave_out(name, lines, int(match.group(1)) - 1, match.group(2))
        yield from super().errors(output)

    def leave_out(self, name, lines, number, message):
        """The checkpoint at this line, or the last one in front of it."""
        found = [i for i in range(len(lines)) if lines[i].startswith(MARK) and self.name_at(i + 1) == name]
        here = [i for i in found if i <= number + 1]
        for mark in here[-1:] or found[:1]:
            loop = lines[mark + 1].strip().replace(name, "@")
            if loop not in self.left_out[name]:
                self.left_out[name].append(loop)
                self.given_up.append(("checkpoint", message))

    def drop(self, name, kind, detail):
        if kind == "refused" and detail.startswith("checkpoint(n)") and self.left_out.get(name):
            self.drops += 1
        else:
            super().drop(name, kind, detail)


class CheckpointBatch(LeftOut, RelatedBatch):
    def __init__(self, tools, named, label, ways=("adgen",)):
        super().__init__(tools, named, label, ways)
        self.text_of = lambda named: checkpoint_text(named, lambda name: self.left_out[name])
