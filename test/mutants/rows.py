"""The mutants of the derivative rows, made from the tables: every row, every cotangent."""

import re

from schema import Mutant

TABLES = ["include/adgen/Ops/Elementwise.def", "include/adgen/Ops/Special.def", "include/adgen/Ops/Tensor.def"]
RULES = {"UNARY": 1, "BINARY": 2, "TERNARY": 3}
FIRST = {"ROW": 3, "ORDERED": 3, "FRACTIONAL": 2}


def arguments(text, begin):
    """(begin, end) of each argument of the macro call whose `(` is in front of `begin`."""
    depth, quoted, start, found = 0, False, begin, []
    for at in range(begin, len(text)):
        c = text[at]
        if c == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif c in "({":
            depth += 1
        elif c in ")}" and depth:
            depth -= 1
        elif c == ")" or c == "," and depth == 0:
            found.append((start, at))
            start = at + 1
            if c == ")":
                return found
    return found


def rules(text):
    """(row, begin, end) of every rule that passes a derivative."""
    for match in re.finditer(r"^(UNARY|BINARY|TERNARY|ORDERED|FRACTIONAL|ROW)\s*\(", text, re.MULTILINE):
        parts = arguments(text, match.end())
        row = text[slice(*parts[0])].strip()
        kind = match.group(1)
        wanted = parts[FIRST[kind] :] if kind in FIRST else parts[2 : 2 + RULES[kind]]
        for begin, end in wanted:
            rule = text[begin:end]
            begin += len(rule) - len(rule.lstrip())
            end -= len(rule) - len(rule.rstrip())
            if text[begin:end] not in ("none", "refuse"):
                yield row, begin, end


def mutations(rule):
    """(what goes wrong, the mutated rule)"""
    yield "sign", re.sub(r"\bdy\b", "(-dy)", rule)
    swapped = re.sub(r"\b[xz]\b", lambda m: "z" if m.group() == "x" else "x", rule)
    if re.search(r"\bx\b", rule) and re.search(r"\bz\b", rule) and " == " not in rule and "(" not in rule:
        yield "operands exchanged", swapped
    for match in re.finditer(r" ([-+*/<>]) ", rule):
        other = {"+": "-", "-": "+", "*": "/", "/": "*", "<": ">", ">": "<"}[match.group(1)]
        yield f"{match.group(1)} is {other}", rule[: match.start(1)] + other + rule[match.end(1) :]


def row_mutants(root, first):
    """Numbered from `first` on."""
    mutants = []
    for file in TABLES:
        text = (root / file).read_text()
        for row, begin, end in rules(text):
            rule = text[begin:end]
            for what, mutated in mutations(rule):
                if mutated == rule:
                    continue
                name = f"{row}: {what} in {' '.join(rule.split())}"
                mutants.append(Mutant(first + len(mutants), name, file, rule, mutated, begin, end, "", []))
    return mutants
