"""The tests that compare numbers, made quick: what adgen writes is compiled and run only where a mutant changes it,
and only with the checks of the functions that it changes."""

import os
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

QUICK = ["-O0", "-ffp-contract=off"]
SANITIZED = [*QUICK, "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


def calls(text, names):
    """(first argument, begin, end) of each call of one of the macros at the beginning of a line."""
    for match in re.finditer(rf"^(?:{'|'.join(names)})\((\w+)", text, re.MULTILINE):
        depth, end = 1, match.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        yield match.group(1), match.start(), end


def sections(header):
    """What adgen wrote, request by request."""
    return re.split(r"^(?=#ifndef ADGEN_)", re.sub(r"^//.*\n", "", header, flags=re.MULTILINE), flags=re.MULTILINE)


class Test:
    """One source file."""

    def __init__(self, tools, source):
        self.tools, self.source = tools, source
        self.name = str(source.relative_to(tools.root)) if source.is_relative_to(tools.root) else source.name
        self.text = source.read_text()
        self.prefix = tools.work / self.name.replace("/", "-").removesuffix(".cpp")
        self.kills = Counter()
        self.sound = {}
        self.baseline = None
        self.reached = set()

    def libraries(self):
        needs_runtime = "adgen/adgen.h" in self.text or "RowCheck.h" in self.text
        libraries = self.tools.runtime if needs_runtime else []
        if 'Check.h"' not in self.text or "RowCheck.h" in self.text:
            return libraries
        reference = Path(f"{self.prefix}.reference.so")
        if not reference.exists() or reference.stat().st_mtime < self.source.stat().st_mtime:
            done = self.tools.run(
                ["g++", "-std=c++17", "-O0", "-w", "-shared", "-fPIC", "-fvisibility=hidden",
                 "-fvisibility-inlines-hidden", "-fno-gnu-unique", "-Wl,-Bsymbolic", "-DADGEN_REFERENCE",
                 *self.tools.includes, self.source, "-o", reference, "-lquadmath"])
            if done != "":
                raise RuntimeError(f"no reference of {self.name}: {done}")
        return [reference, *libraries]

    def generate(self, mutant):
        """What adgen writes; None where it does not."""
        header = self.header(mutant)
        failed = self.tools.run([self.tools.build / "bin" / "adgen", self.source, "-o", header, "--", "-std=c++17",
                                 *self.tools.includes], mutant, seconds=90)
        return (failed, None) if failed else ("", header.read_text())

    def header(self, mutant):
        return Path(f"{self.prefix}{self.tools.worker()}.mutant.h" if mutant else f"{self.prefix}.right.h")

    def prepare(self):
        """What adgen writes without a mutant, and the mutants that could have changed it."""
        reached = Path(f"{self.prefix}.reached")
        os.environ["ADGEN_REACHED"] = str(reached)
        failed, self.baseline = self.generate(0)
        del os.environ["ADGEN_REACHED"]
        if failed:
            raise RuntimeError(f"adgen fails on {self.name}: {failed}")
        self.reached = {int(number) for number in reached.read_text().split()}

    def narrowed(self, changed):
        """The source with the checks of changed functions alone; None where nothing would be checked."""
        text, kept = self.text, 0
        for name, begin, end in reversed(list(calls(text, ["CORPUS", "CORPUS_WRT"]))):
            if re.search(rf"\b{name}_", changed):
                kept += 1
            else:
                text = text[:begin] + re.sub(r"[^\n]", " ", text[begin:end]) + text[end:]
        return text if kept or text == self.text else None

    def execute(self, text, header, mutant, flags):
        """What is wrong with the program, "" if nothing."""
        program = Path(f"{self.prefix}{self.tools.worker()}.run")
        source = program.with_name(program.name + ".cpp")
        source.write_text(text)
        failed = self.tools.run(["g++", "-std=c++17", "-w", *flags, f"-DADGEN_OUTPUT=\"{header}\"",
                                 f"-I{self.source.parent}", *self.tools.includes, source, "-o", program,
                                 *self.libraries()], mutant, seconds=300)
        if failed:
            return "does not compile"
        failed = self.tools.run([program], mutant, seconds=60)
        if not failed:
            return ""
        if failed == "hangs":
            return "does not end"
        return "sanitizer" if re.search("Sanitizer|runtime error", failed) else "wrong numbers"

    def is_sound(self, text, flags):
        if len(flags) not in self.sound:
            self.sound[len(flags)] = self.execute(text, self.header(0), 0, flags) == ""
        return self.sound[len(flags)]

    def kill(self, mutant, flags):
        """How the test finds the mutant; "" if it does not, None if it cannot, for nothing changes."""
        if self.baseline is None:
            self.prepare()
        failed, header = self.generate(mutant)
        if failed:
            crash = failed == "hangs" or re.search("PLEASE submit|Stack dump|Assertion", failed)
            return "adgen crashes" if crash else "adgen refuses"
        old, new = sections(self.baseline), sections(header)
        changed = "".join(set(new) - set(old)) + "".join(set(old) - set(new))
        text = self.narrowed(changed) if changed else None
        if text is None:
            return None
        found = self.execute(text, self.header(mutant), mutant, flags)
        if not found:
            return ""
        # The first time, without the mutant: the suite passes, but does it in this way?
        if not self.tools.trusts and not self.is_sound(text, flags):
            raise RuntimeError(f"{self.name} fails without a mutant")
        return found


class Tools:
    def __init__(self, root, work, trusts=False):
        self.root, self.build, self.work = root, root / "build", work
        self.includes = [f"-I{root / 'include'}", f"-I{root / 'test' / 'corpus'}", f"-I{root / 'test' / 'exec'}",
                         f"-I{self.build / 'include'}"]
        self.runtime = [f"-L{self.build}/lib", f"-Wl,-rpath,{self.build}/lib", "-ladgen_runtime"]
        self.trusts = trusts
        work.mkdir(parents=True, exist_ok=True)
        # Most of what the compiler reads for a file of the corpus.
        self.run(["g++", "-std=c++17", "-w", *QUICK, *self.includes, "-x", "c++-header",
                  root / "test" / "corpus" / "CorpusCheck.h", "-o", work / "CorpusCheck.h.gch"])

    @staticmethod
    def worker():
        """In the names of files that each thread has for itself."""
        return "." + threading.current_thread().name.rpartition("_")[2]

    def run(self, command, mutant=0, seconds=600):
        """What it says when it fails; "" when it does not."""
        environment = {**os.environ, "ADGEN_MUTANT": str(mutant), "ASAN_OPTIONS": "detect_leaks=1"}
        try:
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=seconds,
                                  errors="replace", env=environment)
        except subprocess.TimeoutExpired:
            return "hangs"
        return (done.stdout + done.stderr or f"status {done.returncode}") if done.returncode else ""

    def output(self, command):
        return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


class Ladder:
    """The files, the likeliest first."""

    def __init__(self, tools):
        self.tools = tools
        test = tools.root / "test"
        files = [*sorted(test.glob("regressions/*.cpp")), *sorted(test.glob("corpus/*.cpp")),
                 *sorted(test.glob("exec/*.cpp"))]
        self.tests = [Test(tools, file) for file in files] + [Test(tools, self.random_programs(first, 24))
                                                             for first in (10000, 20000, 30000)]

    def random_programs(self, first, count):
        """A file like those that test/fuzz checks."""
        sys.path.insert(0, str(self.tools.root / "test" / "fuzz"))
        from program import Program, file_text

        programs = [Program(seed, []) for seed in range(first, first + count)]
        path = self.tools.work / f"random-{first}.cpp"
        path.write_text(file_text([(f"f{p.seed}", p, p.tree) for p in programs])[0])
        return path

    def prepare(self):
        for test in self.tests:
            test.prepare()

    @staticmethod
    def likelihood(test, mutant):
        short = test.name.removeprefix("test/").removesuffix(".cpp")
        hint = -mutant.likely.index(short) if short in mutant.likely else -len(mutant.likely)
        return hint, test.kills[mutant.file], test.kills.total()

    def run(self, mutant, most):
        """(test, how, seconds)"""
        started = time.time()
        changed = []
        reaching = [test for test in self.tests if mutant.number in test.reached]
        for test in sorted(reaching, key=lambda t: self.likelihood(t, mutant), reverse=True)[:most]:
            how = test.kill(mutant.number, QUICK)
            if how:
                test.kills[mutant.file] += 1
                return test.name, how, time.time() - started
            if how is not None:
                changed.append(test)
        for test in changed[:4]:
            if how := test.kill(mutant.number, SANITIZED):
                test.kills[mutant.file] += 1
                return test.name, how, time.time() - started
        if changed:
            return "", f"changes {len(changed)} tests", time.time() - started
        return "", "changes nothing" if reaching else "is never reached", time.time() - started
