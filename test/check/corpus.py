#!/usr/bin/env python3
"""Runs `adgen --emit=check` on the functions of the corpus, and the tests that it writes.

    corpus.py --build build --gxx g++ [--files 'math,loops'] [--minutes N]

The arguments come from the first CORPUS(f, point(...)) of each function: the length of each array and the box around
its numbers. Says how many functions have been checked, and why the others have not. Fails if a check does.
"""

import argparse
import collections
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = re.compile(r"^CORPUS(?:_WRT)?\((\w+),\s*(?:\(([^()]*)\),\s*)?(?:corpus::)?point\(", re.M)
# What is no fault of the derivative: a point at a kink, where the differences have no plateau.
NO_PLATEAU = "reach no plateau"


def split_arguments(text):
    """The arguments of a call whose opening parenthesis stands in front of `text`."""
    parts, depth = [""], 0
    for letter in text:
        if letter in "({[":
            depth += 1
        elif letter in ")}]":
            if depth == 0:
                break
            depth -= 1
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def options_for(position, argument):
    """The command line for one argument of a point; nothing where it says more than a box can."""

    def box(numbers):
        low, high = min(numbers), max(numbers)
        # A single number is a narrow box around it.
        margin = 0 if low < high else max(abs(low), 0.1) / 8
        return f"--box={position}:{low - margin:.17g},{high + margin:.17g}"

    def number(text):
        return float(text.rstrip("fFlL")) if re.fullmatch(r"-?[\d.]+(e-?\d+)?[fFlL]?", text) else None

    if (value := number(argument)) is not None:
        integer = [f"--value={position}:{int(value)}"] if value == int(value) else []
        return [box([value])] + integer
    if match := re.fullmatch(r"filled\((.*)\)", argument, re.S):
        count, low, high = map(number, split_arguments(match[1]))
        return [f"--size={position}:{int(count)}", box([low, high])] if None not in (count, low, high) else None
    if match := re.fullmatch(r"zeros\((\d+)\)", argument):
        return [f"--size={position}:{match[1]}", box([0.0])]
    if match := re.fullmatch(r"array\(\{(.*)\}\)", argument, re.S):
        numbers = [number(part) for part in split_arguments(match[1])]
        if numbers and None not in numbers:
            return [f"--size={position}:{len(numbers)}", box(numbers)]
    return None


def functions_of(source):
    """Name and options of each function that has a point."""
    seen = set()
    for match in CORPUS.finditer(source):
        name = match[1]
        if name in seen:
            continue
        seen.add(name)
        arguments = split_arguments(source[match.end():])
        options = [options_for(i, argument) for i, argument in enumerate(arguments) if argument]
        wrt = [f"--wrt={match[2]}"] if match[2] else []
        yield name, None if None in options else wrt + [option for one in options for option in one]


def reason_of(errors):
    match = re.search(r"error: --emit=check cannot test '[^']*': (.*)", errors)
    return re.sub(r"^parameter '[^']*'", "a parameter", match[1]) if match else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--files", default="", help="names without .cpp, separated by commas; default: all")
    parser.add_argument("--count", type=int, help="the first functions of each file alone")
    parser.add_argument("--minutes", type=float, default=1e9)
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent.parent
    include = [f"-I{root / 'include'}", f"-I{root / 'test/corpus'}", "-DCORPUS_PLAIN"]
    files = [root / "test/corpus" / f"{name}.cpp" for name in options.files.split(",") if name]
    start = time.monotonic()
    checked, not_applicable, failures = 0, collections.Counter(), []
    for file in files or sorted((root / "test/corpus").glob("*.cpp")):
        if time.monotonic() - start > 60 * options.minutes:
            break
        with tempfile.TemporaryDirectory() as folder:
            tests = []
            # Without its pragmas: each run generates for one function alone.
            stripped = Path(folder) / file.name
            stripped.write_text(re.sub(r"(?m)^#pragma grad.*$", "", file.read_text()))
            for name, arguments in list(functions_of(file.read_text()))[:options.count]:
                if arguments is None:
                    not_applicable["its point is not a box"] += 1
                    continue
                test = Path(folder) / f"{name}.cpp"
                command = [options.build / "bin/adgen", stripped, f"--function={name}", "--emit=check", *arguments,
                           "-o", test, "--", "-std=c++17", *include]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode == 0:
                    tests.append((name, test))
                elif reason := reason_of(done.stderr):
                    not_applicable[reason] += 1
                else:
                    failures.append(f"{file.name}: {name}: no test is written:\n{done.stderr[:1500]}")
            if not tests:
                continue
            # All of a file's tests in one program: each repeats the inclusion of the source, and only the first counts.
            program = Path(folder) / "program"
            joined = Path(folder) / "joined.cpp"
            joined.write_text(join([test.read_text() for _, test in tests]))
            done = subprocess.run([options.gxx, "-std=c++17", "-O0", "-w", *include, joined, "-o", program,
                                   f"-L{options.build}/lib", f"-Wl,-rpath,{options.build}/lib", "-lgtest",
                                   "-lgtest_main", "-lpthread"], capture_output=True, text=True)
            if done.returncode:
                failures.append(f"{file.name}: the tests do not compile:\n{done.stderr[:3000]}")
                continue
            for name, _ in tests:
                done = subprocess.run([program, f"--gtest_filter=*.{name}:*.*__{name}"], capture_output=True,
                                      text=True, timeout=60)
                if done.returncode == 0 and " 0 tests" not in done.stdout:
                    checked += 1
                elif NO_PLATEAU in done.stdout and "differs:" not in done.stdout:
                    not_applicable["no plateau: a kink or noise inside the box"] += 1
                else:
                    failures.append(f"{file.name}: {name}:\n{done.stdout[-1500:]}{done.stderr[-500:]}")
    print(f"{checked} functions checked, {sum(not_applicable.values())} not applicable:")
    for reason, count in not_applicable.most_common():
        print(f"{count:5}  {reason}")
    for failure in failures:
        print("FAILED", failure)
    sys.exit(bool(failures) or checked == 0)


def join(texts):
    """One translation unit of several tests of the same source."""
    fields = set()
    lines = []
    for i, text in enumerate(texts):
        for line in text.splitlines():
            if line.startswith("ADGEN_CHECK_FIELDS("):
                if line in fields:
                    continue
                fields.add(line)
            if i and re.match(r'#include "/|#define main |#undef main', line):
                continue
            lines.append(line)
    lines.append("void corpusReference(const char *, const void *, void *) {} // of the harness, not called here")
    return "\n".join(lines) + "\n"


main()
