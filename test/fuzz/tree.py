"""The syntax tree of a random program: a concrete one, texts and nodes in turns, so that the shrinker can
cut and replace without knowing the grammar.

In texts, @ stands for the name of the program; functions are called @ and @_<name>.
"""

import copy


class Node:
    """kind: "expr" (with a type: R real, I integer, B truth), "stmt", "fixed" (a statement that has to stay),
    "block" (of statements), "opt" (may be left out), "function", "program"."""

    __slots__ = ("kind", "type", "parts")

    def __init__(self, kind, parts, type=None):
        self.kind = kind
        self.type = type
        self.parts = list(parts)

    def text(self):
        if self.kind == "block":
            return "{\n" + "".join(text_of(part) for part in self.parts) + "}\n"
        return "".join(text_of(part) for part in self.parts)

    def walk(self):
        """Every node below, from the top down, as (parent, index)."""
        for index, part in enumerate(self.parts):
            if isinstance(part, Node):
                yield self, index
                yield from part.walk()

    def at(self, path):
        node = self
        for index in path:
            node = node.parts[index]
        return node

    def paths(self, path=()):
        yield path
        for index, part in enumerate(self.parts):
            if isinstance(part, Node):
                yield from part.paths(path + (index,))

    def clone(self):
        return copy.deepcopy(self)

    def size(self):
        return sum(part.size() + 1 if isinstance(part, Node) else len(part) // 8 for part in self.parts)


def text_of(part):
    return part.text() if isinstance(part, Node) else part


def stmt(*parts):
    return Node("stmt", list(parts) + ["\n"])


def fixed(*parts):
    return Node("fixed", list(parts) + ["\n"])


def compound(*parts):
    """A statement that ends with a block."""
    return Node("stmt", parts)


def block(statements):
    return Node("block", statements)


def optional(*parts):
    return Node("opt", parts)


def real(*parts):
    return Node("expr", parts, "R")


def integer(*parts):
    return Node("expr", parts, "I")


def truth(*parts):
    return Node("expr", parts, "B")


def indented(text):
    lines, depth = [], 0
    for line in text.splitlines():
        line = line.strip()
        closing = len(line) - len(line.lstrip("}"))
        here = depth - closing
        lines.append("  " * max(here, 0) + line if line else line)
        depth += line.count("{") - line.count("}")
    return "\n".join(lines) + "\n"
