#!/usr/bin/env python3
"""Breaks the sources of the corpus in small ways and gives them to adgen, and some to the plugin.

    hostile.py --adgen adgen --plugin 'clang++-19 -fplugin=adgen.so' --clang clang++-19 --gxx g++
               [--first SEED] [--count N | --minutes N] [--only SEED] [--keep FOLDER]

Whatever the source says, adgen ends within 10 s, with a derivative or with a diagnostic: without a signal, an assertion or
an internal error. What it writes compiles beside the source without a warning of its own; after an error there is no file.
Whatever Clang alone says of the source is said as well. A failure prints its seed: `mutate.py SEED` shows the text.
"""

import argparse
import collections
import pathlib
import re
import shlex
import signal
import sys
import tempfile
import time

import mutate
from limits import Run

FLAGS = ["-std=c++17", "-Wall", "-Wextra", "-Wno-unknown-pragmas",
         f"-I{pathlib.Path(__file__).resolve().parents[2] / 'include'}"]
DIAGNOSTIC = re.compile(r"^((?:<grad of .*?>|\S+?):\d+:\d+): ((?:fatal )?error|warning): (.*)$", re.M)
FLAG = re.compile(r"\[-W(?:error=)?([\w+-]+)=?\]")


def diagnostics(text):
    # adgen names the file with its folder, here as in messages.
    text = re.sub(r"/\S*/hostile\.cpp", "hostile.cpp", text)
    return DIAGNOSTIC.findall(text)


def own_warnings(found):
    """Those in generated text, unless the source has the same: what the user wrote is repeated in the derivative."""
    flags = set(flag for place, _, message in found if "grad" not in place for flag in FLAG.findall(message))
    return [each for each in found if "grad" in each[0] and (each[1] != "warning" or not flags.intersection(FLAG.findall(each[2])))]


class Hostile:
    def __init__(self, options, folder):
        self.options = options
        self.source, self.header = folder / "hostile.cpp", folder / "hostile.grad.h"
        self.folder = folder
        self.counts = collections.Counter()
        self.slowest = (0, None)

    def run(self, command, **limits):
        return Run(command, cwd=self.folder, **limits)

    def missing(self, alone, found):
        """A diagnostic of Clang alone that is not there with adgen.

        Up to the first error of syntax: how the parser gets over it depends on the empty declaration that adgen puts
        behind the function.
        """
        for place, kind, message in alone:
            # The derivative may call what nothing else does.
            if message.endswith(("[-Wunused-function]", "[-Wunneeded-internal-declaration]")):
                continue
            if (place, kind, message) not in found:
                return f"Clang alone says: {place}: {kind}: {message}"
            if kind != "warning" and "expected" in message:
                break
        return None

    def check(self, seed, text):
        """What is wrong; nothing if all is well."""
        self.source.write_text(text)
        self.header.unlink(missing_ok=True)
        alone = self.run([*self.options.clang, *FLAGS, "-ferror-limit=0", "-fsyntax-only", "hostile.cpp"], seconds=60)
        expected = diagnostics(alone.text)
        adgen = self.run([*self.options.adgen, "hostile.cpp", "-o", "hostile.grad.h", "--", *FLAGS, "-ferror-limit=0"])
        self.counts["refused" if adgen.status else "differentiated"] += 1
        self.slowest = max(self.slowest, (adgen.seconds, seed))
        if problem := adgen.problem():
            return f"adgen: {problem}", adgen.text
        if problem := self.missing(expected, diagnostics(adgen.text)):
            return problem, adgen.text
        if adgen.status != 0 and self.header.exists():
            return "a file in spite of an error", adgen.text
        if own_warnings(diagnostics(adgen.text)):
            return "a diagnostic in what adgen writes", adgen.text
        if adgen.status == 0 and (problem := self.compiles()):
            return problem
        if seed % 4 == 0:
            self.header.unlink(missing_ok=True)
            plugin = self.run([*self.options.plugin, *FLAGS, "-ferror-limit=0", "-fsyntax-only", "hostile.cpp"])
            self.counts["by the plugin"] += 1
            if problem := plugin.problem() or self.missing(expected, diagnostics(plugin.text)):
                return f"plugin: {problem}", plugin.text
            if (plugin.status == 0) != (adgen.status == 0) and "nothing to differentiate" not in adgen.text:
                return f"adgen ends with {adgen.status}, the plugin with {plugin.status}", adgen.text + plugin.text
        return None

    def compiles(self):
        """The other compiler takes what adgen wrote, without a warning that the source itself does not get."""
        compiler = [*self.options.gxx, *FLAGS, "-fsyntax-only", "hostile.cpp"]
        both = self.run(compiler, seconds=60)
        if both.status == 0 and not own_warnings(diagnostics(both.text)):
            return None
        text = self.header.read_text()
        self.header.unlink()
        alone = self.run(compiler, seconds=60)
        self.header.write_text(text)
        # What Clang takes need not be C++ for this compiler.
        return None if alone.status != 0 else (f"{compiler[0]} does not take what adgen writes", both.text + "\n" + text)


def seeds(options):
    if options.only is not None:
        yield options.only
        return
    end = time.monotonic() + 60 * options.minutes
    seed = options.first
    while time.monotonic() < end if options.minutes else seed < options.first + options.count:
        yield seed
        seed += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for tool in ("adgen", "plugin", "clang", "gxx"):
        parser.add_argument("--" + tool, type=shlex.split, required=True)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for the sources of failures")
    options = parser.parse_args()
    options.stopped = False
    sources = mutate.load(pathlib.Path(__file__).resolve().parent.parent)
    failures = 0
    signal.signal(signal.SIGTERM, lambda *_: options.__setattr__("stopped", True))
    with tempfile.TemporaryDirectory() as folder:
        hostile = Hostile(options, pathlib.Path(folder))
        for seed in seeds(options):
            if options.stopped: # what has been found is worth its summary
                break
            text, log = mutate.mutant(seed, sources)
            if not (found := hostile.check(seed, text)):
                continue
            failures += 1
            problem, output = found
            print(f"seed {seed} ({log}): {problem}", flush=True)
            if options.only is not None:
                print(output)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{seed}.cpp").write_text(text)
                (options.keep / f"{seed}.txt").write_text(f"{log}\n{problem}\n{output}")
    counts = ", ".join(f"{count} {what}" for what, count in sorted(hostile.counts.items()))
    print(f"{counts}; {failures} failures; the slowest: seed {hostile.slowest[1]}, {hostile.slowest[0]:.1f} s")
    # A run in which nothing is differentiated, or nothing refused, tests only half.
    if failures or (options.only is None and not (hostile.counts["differentiated"] and hostile.counts["refused"])):
        sys.exit(1)


if __name__ == "__main__":
    main()
