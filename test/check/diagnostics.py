#!/usr/bin/env python3
"""Lists what adgen can say in an error or a warning, and what of that no test provokes.

    diagnostics.py [--all]

A diagnostic is an argument with a string literal in a call of one of REPORTERS in lib/; what is filled in is `…`. It
is covered where a line of a file under test/ has its text. Without --all: those that are not.
"""

import argparse
import re
import sys
from pathlib import Path

REPORTERS = r"\b(?:error|warning|refuse\w*|fail|usage|report\w*|emitError)"
CALL = re.compile(REPORTERS + r"\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
HOLE = "…"


def arguments_at(text, start):
    """The arguments of the call whose parenthesis is in front of `start`."""
    parts, depth, i = [""], 0, start
    while i < len(text):
        if match := LITERAL.match(text, i):
            parts[-1] += match[0]
            i = match.end()
            continue
        letter = text[i]
        if letter in "({[":
            depth += 1
        elif letter in ")}]":
            if depth == 0:
                return parts
            depth -= 1
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
        i += 1
    return parts


def message_of(argument):
    """The literals of an expression, with a hole for what stands between them."""
    message, last = "", 0
    for match in LITERAL.finditer(argument):
        between = argument[last:match.start()].strip()
        if between and not message.endswith(HOLE):
            message += HOLE
        message += match[1].replace('\\"', '"')
        last = match.end()
    return message + (HOLE if argument[last:].strip() else "")


def diagnostics_in(path):
    # Comments go: their quotes are no literals.
    text = re.sub(r"(?m)^[ \t]*//.*$|[ \t]//\s.*$", "", path.read_text())
    for call in CALL.finditer(text):
        for argument in arguments_at(text, call.end()):
            if " " in (message := message_of(argument)).strip(HOLE):
                yield message, text.count("\n", 0, call.start()) + 1
                break


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent.parent
    tests = [path.read_text() for path in sorted((root / "test").rglob("*"))
             if path.suffix in (".cpp", ".test", ".mlir", ".txt")]
    tests += [path.read_text() for path in sorted((root / "docs").glob("*.md"))]
    total = uncovered = 0
    for path in sorted((root / "lib").rglob("*.cpp")) + sorted((root / "tools").rglob("*.cpp")):
        for message, line in diagnostics_in(path):
            total += 1
            fragments = [re.escape(part) for part in message.split(HOLE) if part.strip()]
            covered = any(re.search(".*".join(fragments), text) for text in tests)
            uncovered += not covered
            if options.all or not covered:
                print(f"{path.relative_to(root)}:{line}: {message}")
    print(f"{uncovered} of {total} diagnostics have no test", file=sys.stderr)


main()
