#!/usr/bin/env python3
"""Runs `adgen --emit=check` on the derivatives that the corpus asks for, and the tests that it writes.

    corpus.py --build build [--gxx g++] [--flags=-O1] [--files math,loops] [--count N] [--point N]

Without --files: test/corpus, test/regressions and examples, all of them; that takes a quarter of an hour. The arguments
of --emit=check come from the point(...) of a function (its first; another with --point): the length of each array, the
box around its numbers, its integers. Says for each file how many derivatives have been checked, and why the others have
not been. Fails if a check does, or where a test has not been written for another reason than the function's parameters.
"""

import argparse
import collections
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SUITES = ("test/corpus", "test/regressions", "examples")
# The examples have no points.
EXAMPLES = {
    "newton": {"residual": ["--box=E:1,2", "--box=eccentricity:0.1,0.9"]},
    "option": {"call_price": ["--box=0.3,0.9"]},
    "tutorial": {
        function: ["--size=x:5", "--size=y:3", "--size=w:5x3", "--size=b:3", "--box=y:0,1"]
        for function in ("function", "function_with_logits", "function_stop_gradient", "forward_fn")
    },
    "xor": {"loss": ["--size=x:4x2", "--size=y:4x1"]},
}
# What no differences at random arguments can check, and why.
UNSUITABLE = {
    "edges.stackMachine": "instructions that are all alike overrun its stack",
    "linear-algebra.choleskyLogDeterminant": "a random matrix is not positive definite",
    "precision.longAccumulator": "it rounds to float inside, where small differences see steps",
    "structs.linkedByIndex": "links that are all alike make a circle",
    "types.characters": "instructions that are all alike read in front of its stack",
    "tutorial.function_stop_gradient": "differences know of no stop_gradient",
}
COLUMNS = ("passed", "failed", "no plateau", "unsuitable", "refused")


def run(command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)


class Corpus:
    def __init__(self, options):
        self.options = options
        self.counts = collections.defaultdict(collections.Counter)
        self.refusals, self.failures, self.doubts = collections.Counter(), [], []
        self.unsuitable = set()

    def check(self, file, folder):
        written = []
        functions = self.functions_of(file, folder)
        if file.parent.name == "examples":
            # Its main() calls what adgen generates.
            file = Path(shutil.copy(file, folder))
            run([self.options.build / "bin/adgen", file, "-o", file.with_suffix(".grad.h"), "--", "-std=c++17",
                 *self.include(file)], check=True)
        for name, arguments in list(functions.items())[: self.options.count]:
            test = folder / f"{name}.cpp"
            done = run([self.options.build / "bin/adgen", file, f"--function={name}", "--emit=check", *arguments]
                       + ["-o", test, "--", "-std=c++17", *self.include(file)])
            if done.returncode == 0:
                written.append((name, test))
                continue
            reason = re.search(r"error: --emit=check cannot test '[^']*': (.*)", done.stderr)
            if not reason:
                self.fail(file, name, f"no test is written:\n{done.stderr[:1500]}")
                continue
            self.counts[file.stem]["refused"] += 1
            self.refusals[re.sub(r"^parameter '[^']*'", "a parameter", reason[1])] += 1
        # All of a file's tests in one program, which takes half the time. What does not compile there, alone.
        program = folder / "program"
        if self.compile(file, join([test.read_text() for _, test in written]), program).returncode == 0:
            for name, test in written:
                self.run_tests(file, name, program, test.read_text())
            return
        for name, test in written:
            done = self.compile(file, join([test.read_text()]), program)
            if done.returncode:
                self.fail(file, name, f"the test does not compile:\n{done.stderr[:1500]}")
            else:
                self.run_tests(file, name, program, test.read_text())

    def functions_of(self, file, folder):
        """The options for each function that has a point, as check/Shapes.h prints them."""
        if file.stem in EXAMPLES and file.parent.name == "examples":
            return EXAMPLES[file.stem]
        program = folder / "shapes"
        run([self.options.gxx, "-std=c++17", "-w", "-DCORPUS_SHAPES", f"-I{ROOT}/include", file, "-o", program],
            check=True)
        points = collections.defaultdict(list)
        for line in run([program], check=True).stdout.splitlines():
            name, *arguments = line.split()
            points[name].append(arguments)
        at = self.options.point
        return {name: all_of_them[at] for name, all_of_them in points.items() if at < len(all_of_them)}

    def include(self, file):
        return [f"-I{ROOT}/include", f"-I{file.parent}", "-DCORPUS_FUNCTIONS"]

    def compile(self, file, text, program):
        source = program.with_suffix(".cpp")
        source.write_text(text)
        library = self.options.build / "lib"
        return run([self.options.gxx, "-std=c++17", *self.options.flags.split(), "-w", *self.include(file), source,
                    "-o", program, f"-L{library}", f"-Wl,-rpath,{library}", "-lgtest", "-lgtest_main", "-lpthread"]
                   + (["-ladgen_runtime"] if "adgen/adgen.h" in file.read_text() else []))

    def run_tests(self, file, name, program, text):
        for suite, test in re.findall(r"^TEST\((\w+), (\w+)\)", text, re.M):
            if f"{file.stem}.{name}" in UNSUITABLE:
                self.counts[file.stem]["unsuitable"] += 1
                self.unsuitable.add(f"{file.stem}.{name}")
                continue
            try:
                done = run([program, f"--gtest_filter={suite}.{test}"], timeout=20)
                output, passed = done.stdout + done.stderr[-500:], done.returncode == 0 and " 1 test " in done.stdout
            except subprocess.TimeoutExpired:
                output, passed = "no end within 20 s", False
            if passed:
                self.counts[file.stem]["passed"] += 1
            elif "reach no plateau" in output and "differs:" not in output:
                # A kink inside the box is no fault of the derivative.
                self.counts[file.stem]["no plateau"] += 1
                self.doubts.append(f"{file.stem}: {suite}.{test}")
            else:
                messages = re.findall(r"\"(\w[^\"]*at step.*)\"", output)
                self.fail(file, f"{suite}.{test}", "\n".join(messages) or output[-1500:])

    def fail(self, file, name, text):
        print(f"{file.name}: {name}: FAILED", file=sys.stderr, flush=True)
        self.counts[file.stem]["failed"] += 1
        self.failures.append(f"{file.name}: {name}: {text}")

    def print(self):
        total = collections.Counter()
        print(f"{'':20}" + "".join(f"{column:>11}" for column in COLUMNS))
        for file, counts in self.counts.items():
            total += counts
            print(f"{file:20}" + "".join(f"{counts[column]:11}" for column in COLUMNS))
        print(f"{'all':20}" + "".join(f"{total[column]:11}" for column in COLUMNS))
        print("Derivatives; but functions where --emit=check has refused:")
        for reason, count in self.refusals.most_common():
            print(f"{count:5}  {reason}")
        for function in sorted(self.unsuitable):
            print(f"unsuitable: {function}: {UNSUITABLE[function]}")
        for doubt in self.doubts:
            print("no plateau:", doubt)
        for failure in self.failures:
            print("FAILED", failure)
        return 1 if self.failures or not total["passed"] else 0


def join(texts):
    """One translation unit of several tests of the same source: each includes it, and only the first counts."""
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
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--flags", default="-O0", help="for the compiler")
    parser.add_argument("--files", default="", help="names without .cpp, separated by commas; default: all")
    parser.add_argument("--count", type=int, help="the first functions of each file alone")
    parser.add_argument("--point", type=int, default=0, help="which point of a function its arguments come from")
    options = parser.parse_args()
    wanted = options.files.split(",") if options.files else None
    files = [file for suite in SUITES for file in sorted((ROOT / suite).glob("*.cpp"))]
    corpus = Corpus(options)
    for file in files:
        if wanted is None or file.stem in wanted or f"{file.parent.name}/{file.stem}" in wanted:
            start = time.monotonic()
            with tempfile.TemporaryDirectory() as folder:
                corpus.check(file, Path(folder))
            print(f"{file.name}: {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)
    sys.exit(corpus.print())


main()
