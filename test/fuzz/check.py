"""Checks many programs at once: adgen once, each compiler once. Gives every program its verdict."""

import os
import re
import subprocess
import time
from collections import namedtuple
from pathlib import Path

from metamorphic import related_text
from program import file_text
from tensors import tensor_text

# kind: "" (passed), refused, invalid (the program's own fault), unsure (the differences are), crash, hang, compile,
# wrong, aborted, bits; detail: what was said.
Verdict = namedtuple("Verdict", "kind detail unsure points")
PASSED = Verdict("", "", 0, 2)

UNSURE = ("the test's differences are not sure", "the test's second differences are not sure", "the test's roles compute different outputs")
GENERATED = "in what adgen wrote"
STRICT = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas", "-ffp-contract=off",
          "-fno-builtin"]  # which would evaluate std::sin(0.5) itself, better than the library
SANITIZE = ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


class Tools:
    def __init__(self, build, work, clang="clang++-19", gxx="g++", flags=()):
        test = Path(__file__).resolve().parent.parent
        self.build, self.work = Path(build).resolve(), Path(work).resolve()
        self.clang, self.gxx = clang, gxx
        self.includes = [f"-I{test / 'corpus'}", f"-I{test.parent / 'include'}", f"-I{self.build / 'include'}"]
        self.flags = list(flags)
        self.work.mkdir(parents=True, exist_ok=True)

    def run(self, command, seconds):
        """(exit status, or None after too long; output)"""
        try:
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=seconds,
                                  errors="replace", env={**os.environ, "ASAN_OPTIONS": "detect_leaks=1"})
        except subprocess.TimeoutExpired:
            return None, ""
        return done.returncode, done.stdout + done.stderr


class Batch:
    """named: (name, program, tree)."""

    text_of = staticmethod(file_text)
    fast = "-O3"

    def __init__(self, tools, named, label, ways=("adgen",)):
        self.tools = tools
        self.named = list(named)
        self.label = label
        self.ways = ways
        self.verdicts = {}
        self.seconds = {}
        self.drops = 0
        self.given_up = []  # parts of programs that were left out: (part, message)
        self.until = ""  # "generated" or "compiled": no more than that
        self.prefix = tools.work / label

    def check(self):
        while self.named and not self.generate():
            pass
        if self.until == "generated":
            for name, *_ in self.named:
                self.verdicts[name] = PASSED
        elif self.named and (self.until == "compiled" or self.compile_reference()):
            self.compile_and_run()
        return self.verdicts

    def write(self, named=None):
        text, self.starts = self.text_of(named or self.named)
        self.source = Path(f"{self.prefix}.cpp")
        self.source.write_text(text)

    def name_at(self, line):
        found = None
        for start, name in self.starts:
            if start <= line:
                found = name
        return found

    def drop(self, name, kind, detail):
        self.drops += 1
        self.verdicts.setdefault(name, Verdict(kind, detail, 0, 0))
        self.named = [entry for entry in self.named if entry[0] != name]

    def errors(self, output):
        """(program, message) for each error in the source."""
        for match in re.finditer(re.escape(str(self.source)) + r":(\d+):\d+: (?:fatal )?error: (.*)", output):
            name = self.name_at(int(match.group(1)))
            if name:
                yield name, match.group(2)
        # In a header, on behalf of the source.
        for match in re.finditer(r"error: (adgen .*)\n(?:(?!.*error: ).*\n)*?" + re.escape(str(self.source))
                                 + r":(\d+):\d+: note: while differentiating", output):
            name = self.name_at(int(match.group(2)))
            if name:
                yield name, match.group(1)
        # In what adgen wrote, as it found when it read that again.
        for match in re.finditer(r"^<[\w ]+ of ([^,>]*), [^>]*>:\d+:\d+: error: (.*)", output, re.M):
            for name, *_ in self.named:
                if re.match(rf"{name}(_|$)", match.group(1)):
                    yield name, f"{GENERATED}: {match.group(2)}"

    def adgen(self, named=None):
        self.write(named)
        seconds = 20 + 2 * len(named or self.named)
        return self.tools.run([self.tools.build / "bin" / "adgen", self.source, "-o", f"{self.prefix}.grad.h", "--",
                               "-std=c++17", "-ferror-limit=0", "-w", *self.tools.includes], seconds)

    def generate(self):
        """Runs adgen; False where programs had to be left out."""
        status, output = self.adgen()
        if status == 0:
            return True
        if status == 1:
            found = list(self.errors(output))
            for name, message in found:
                own = "adgen" in message or not re.search(r"undeclared|no matching|expected|narrow|invalid operands", message)
                kind = "compile" if message.startswith(GENERATED) else "refused" if own else "invalid"
                self.drop(name, kind, message)
            if found:
                return False
            if re.search(r"Check\.h:\d+:\d+: error|Compare\.h:\d+:\d+: error", output):
                raise RuntimeError(output[:3000])  # of the harness
        self.bisect()
        return False

    def bisect(self):
        """Leaves out what adgen crashes on, or does not end with."""
        def search(named):
            status, output = self.adgen(named)
            if status == 0 or status == 1 and list(self.errors(output)):
                return
            if len(named) == 1:
                self.drop(named[0][0], "hang" if status is None else "crash", f"status {status}: {last_words(output)}")
                return
            search(named[: len(named) // 2])
            search(named[len(named) // 2 :])

        before = self.drops
        search(self.named)
        if self.drops == before:  # only together?
            for name, *_ in list(self.named):
                self.drop(name, "crash", "only in company")

    def compile_reference(self):
        self.reference = f"{self.prefix}.reference.so"
        while self.named:
            status, output = self.tools.run(
                [self.tools.gxx, "-std=c++17", "-O0", "-w", "-fmax-errors=0", "-shared", "-fPIC", "-fvisibility=hidden",
                 "-fvisibility-inlines-hidden", "-fno-gnu-unique", "-Wl,-Bsymbolic", "-DADGEN_REFERENCE",
                 *self.tools.includes, self.source, "-o", self.reference, "-lquadmath"], 300)
            if status == 0:
                return True
            found = list(self.errors(output))
            for name, message in found:
                self.drop(name, "invalid", message)
            if not found:
                raise RuntimeError(output[:3000])
            while self.named and not self.generate():
                pass
        return False

    def linked(self):
        return [self.reference]

    def compile_and_run(self):
        header = f"-DADGEN_OUTPUT=\"{self.prefix}.grad.h\""
        commands = {
            "adgen": [self.tools.gxx, "-O0", header],
            "adgen.debug": [self.tools.gxx, *SANITIZE, header],
            "adgen.fast": [self.tools.gxx, self.fast, "-Wno-array-bounds", "-Wno-maybe-uninitialized", header],
            "plugin": [self.tools.clang, f"-fplugin={self.tools.build}/lib/adgen.so", "-O1"],
        }
        gradients = {}
        for way in self.ways:
            program = f"{self.prefix}.{way}"
            started = time.time()
            while self.named:
                status, output = self.tools.run(
                    [commands[way][0], *STRICT, *commands[way][1:], *self.tools.flags, *self.tools.includes, self.source,
                     *(["-c", "-o", "/dev/null"] if self.until else ["-o", program, *self.linked()])], 600)
                if status == 0:
                    break
                found = self.errors_anywhere(output) if status else []
                for name, message in found:
                    self.drop(name, "compile", f"{way}: {message}")
                if not found:
                    for name, *_ in list(self.named):
                        self.drop(name, "compile", f"{way}: {output[:300] if status else 'takes too long'}")
                while self.named and not self.generate():
                    pass
            if self.named and not self.until:
                self.run(program, way, gradients)
            self.seconds[way] = time.time() - started
        for name, *_ in self.named:
            texts = {gradients.get((way, name), "") for way in self.ways}
            if len(texts) > 1 and name not in self.verdicts:
                self.verdicts[name] = Verdict("bits", "the gradients of " + ", ".join(self.ways) + " differ", 0, 2)
            self.verdicts.setdefault(name, PASSED)

    def errors_anywhere(self, output):
        """Of a compiler: in the source, or in what adgen wrote."""
        found = list(self.errors(output))
        header = Path(f"{self.prefix}.grad.h")
        lines = header.read_text().splitlines() if header.exists() else []
        for match in re.finditer(re.escape(str(header)) + r":(\d+):\d+: error: (.*)", output):
            names = [entry[0] for entry in self.named]
            for line in reversed(lines[: int(match.group(1))]):
                owner = [name for name in names if re.search(rf"\b{name}_", line)]
                if owner:
                    found.append((owner[0], match.group(2)))
                    break
        if not found:  # from the plugin's buffer, or the linker
            for match in re.finditer(r"error: (.*)", output):
                owner = [name for name, *_ in self.named if re.search(rf"\b{name}_", output[match.start(): match.start() + 3000])]
                if owner:
                    found.append((owner[0], match.group(1)))
        return found

    def run(self, program, way, gradients):
        status, output = self.tools.run([program, "--gradients"], 60)
        if status in (0, 1):
            self.judge(output, way, gradients)
            return
        for name, *_ in self.named:
            status, output = self.tools.run([program, "--gradients", f"--only={name}"], 20)
            if status in (0, 1) and "Sanitizer" not in output and "runtime error" not in output:
                self.judge(output, way, gradients, [name])
            else:
                self.verdicts[name] = Verdict("aborted" if status is not None else "endless", f"{way}: {last_words(output)}", 0, 2)

    def judge(self, output, way, gradients, names=None):
        said = {}
        for line in output.splitlines():
            gradient = re.match(r"gradient of (\w+), point \d+: (.*)", line)
            if gradient:
                key = way, gradient.group(1)
                gradients[key] = gradients.get(key, "") + gradient.group(2).replace("-0x0p+0", "0x0p+0") + " "
            message = re.match(r"(\w+), point (\d+): (.*)", line)
            if message:
                said.setdefault(message.group(1), {}).setdefault(message.group(2), []).append(message.group(3))
        for name, *_ in self.named:
            if names and name not in names or name in self.verdicts and self.verdicts[name].kind:
                continue
            unsure, wrong = 0, []
            for messages in said.get(name, {}).values():
                doubtful = any(message.startswith(UNSURE) for message in messages)
                unsure += doubtful
                wrong += [m for m in messages if not m.startswith(UNSURE)
                          and not (doubtful and (" of the gradient is " in m or "forward says" in m or "second derivative" in m))]
            if wrong:
                self.verdicts[name] = Verdict("wrong", f"{way}: {wrong[0]}", unsure, 2)
            elif unsure:
                self.verdicts[name] = Verdict("unsure" if unsure > 1 else "", "", unsure, 2)


class RelatedBatch(Batch):
    """Of metamorphic.py: needs no reference."""

    text_of = staticmethod(related_text)

    def compile_reference(self):
        return True

    def linked(self):
        return []


class TensorBatch(Batch):
    """Of tensors.py: the reference is the same program on TinyTensor.h."""

    text_of = staticmethod(tensor_text)

    def linked(self):
        return [self.reference, f"-L{self.tools.build}/lib", f"-Wl,-rpath,{self.tools.build}/lib", "-ladgen_runtime"]


def last_words(output):
    """What an aborted program said that matters."""
    for pattern in (r"Assertion .*", r"runtime error: .*", r"ERROR: .*", r"LLVM ERROR.*", r"terminate called.*", r".*error: .*",
                    r"#\d+ 0x\w+ (?:adgen|mlir|clang)\S*.*"):
        match = re.search(pattern, output)
        if match:
            return match.group(0)[:200]
    return output.strip()[-200:]
