#!/usr/bin/env python3
"""Compares the gradient that adgen writes for a source with the text beside it.

    check.py ADGEN model.cpp...             compares with model.expected
    check.py --update ADGEN model.cpp...    rewrites it; read the difference before it is committed

Only the includes, the gradient and its helpers are compared: '<f>_value_and_grad' hardly differs from '<f>_grad', and the
rest of the file says the same for every function.
"""

import difflib
import pathlib
import subprocess
import sys


def generated(adgen, source):
    command = [adgen, source.name, "-o", "-", "--", "-std=c++17"]
    return subprocess.run(command, cwd=source.parent, stdout=subprocess.PIPE, text=True, check=True).stdout


def excerpt(text):
    """The includes, the gradients and their helpers of a generated header."""
    lines, inside, previous = [], False, ""
    for line in text.splitlines():
        if line.startswith("///") and not previous.startswith("///"):
            inside = not line.startswith("/// Value and gradient of")
            lines += [""] if inside else []
        if inside or line.startswith("#include"):
            lines.append(line)
        if line.startswith("}"):
            inside = False
        previous = line
    return [line + "\n" for line in lines]


def main(arguments):
    update = arguments[:1] == ["--update"]
    adgen, *sources = arguments[update:]
    failed = False
    for source in map(pathlib.Path, sources):
        expected = source.with_suffix(".expected")
        found = excerpt(generated(adgen, source.resolve()))
        if update:
            expected.write_text("".join(found))
            continue
        known = expected.read_text().splitlines(keepends=True)
        difference = list(difflib.unified_diff(known, found, expected.name, "generated"))
        sys.stdout.writelines(difference)
        failed |= bool(difference)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
