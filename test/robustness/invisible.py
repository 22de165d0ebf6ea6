#!/usr/bin/env python3
"""Compiles sources without `#pragma grad` with and without the plugin: the object files are the same, byte for byte.

    invisible.py --clang clang++-19 --plugin adgen.so [--flags='-I...'] [--count N] [--rounds N] [--limit MS] [SOURCE...]

Without sources, one line for each installed header that can be found (LLVM, the C++ library, OpenBLAS, GoogleTest, Eigen)
and the project's own: with code that uses it where that makes more than an empty object. The time that the plugin adds is
the median over interleaved runs, on the processor, of each source; the least of both is printed too. Fails where an object differs,
or where the plugin adds more than --limit milliseconds.
"""

import argparse
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
STANDARD = ("algorithm any array atomic bitset charconv chrono cmath complex condition_variable csetjmp cstdio cstdlib cstring deque "
            "exception execution filesystem forward_list fstream functional future initializer_list iomanip ios iostream "
            "iterator limits list locale map memory memory_resource mutex numeric optional queue random ratio regex scoped_allocator "
            "set shared_mutex sstream stack stdexcept string string_view system_error thread tuple type_traits typeindex "
            "unordered_map unordered_set utility valarray variant vector").split()
# Some of each kind, the light ones first.
OTHERS = ["cblas.h", "math.h", "llvm/ADT/StringRef.h", "llvm/ADT/SmallVector.h", "llvm/ADT/APFloat.h", "llvm/ADT/DenseMap.h",
          "llvm/Support/raw_ostream.h", "llvm/Support/JSON.h", "llvm/Support/CommandLine.h", "gtest/gtest.h",
          "benchmark/benchmark.h", "Eigen/Dense", "boost/version.hpp", "llvm/IR/IRBuilder.h", "adgen/adgen.h"]
# What an object is made of, whatever the header.
BODY = """
namespace { struct Shape { virtual ~Shape() = default; virtual double area() const = 0; }; }
struct Disc : Shape { double r; explicit Disc(double r) : r(r) {} double area() const override { return 3.14 * r * r; } };
template <class T> T sum(const T *x, int n) { T s = {}; for (int i = 0; i < n; ++i) s += x[i]; return s; }
double total(const double *x, int n) { static int calls; return sum(x, n) * ++calls + Disc(x[0]).area(); }
const char *where() { return __FILE__; }
int line() { return [] { return __LINE__; }(); }
"""
USES = {"vector": "int use(std::vector<int> &v) { v.push_back(1); return v.back(); }",
        "string": "std::string use(std::string s) { return s + \"x\"; }",
        "map": "int use(std::map<int, int> &m) { return m[3]; }",
        "algorithm": "void use(int *a, int n) { std::sort(a, a + n); }",
        "iostream": "void use(int x) { std::cout << x << std::endl; }",
        "functional": "int use(std::function<int(int)> f) { return f(1); }",
        "regex": "bool use(const std::string &s) { return std::regex_match(s, std::regex(\"a*b\")); }"}


def texts():
    """Names and sources of a line or two."""
    for header in STANDARD + OTHERS:
        use = USES.get(header, "")
        yield header, f"#include <{header}>\n{use}\n{BODY}"


def run(command):
    """Seconds on the processor; nothing if the command fails."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime if process.returncode == 0 else None


class Comparison:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.same, self.different, self.skipped = [], [], []
        self.added, self.least = [], []

    def compare(self, name, source, flags):
        plain, plugged = self.folder / "plain.o", self.folder / "plugged.o"
        common = [*self.options.clang, "-std=c++17", "-w", *self.options.flags, *flags, "-c", str(source), "-o"]
        # The path of the object may end up inside of it, so both are written to one place.
        output = self.folder / "object.o"
        variants = [([*common, str(output)], plain, []),
                    ([*common, str(output), f"-fplugin={self.options.plugin}"], plugged, [])]
        for _ in range(self.options.rounds):
            for command, kept, times in variants:
                seconds = run(command)
                if seconds is None:
                    if kept == plugged: # it was compiled without the plugin a moment ago
                        self.different.append(name)
                    else:
                        self.skipped.append(name)
                    return
                times.append(seconds * 1000)
                output.replace(kept)
        (self.same if plain.read_bytes() == plugged.read_bytes() else self.different).append(name)
        without, with_plugin = variants[0][2], variants[1][2]
        self.added.append(statistics.median(with_plugin) - statistics.median(without))
        self.least.append(min(with_plugin) - min(without))
        if self.options.verbose:
            print(f"{name}: {statistics.median(without):.0f} ms, {self.added[-1]:+.1f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clang", type=shlex.split, required=True)
    parser.add_argument("--plugin", required=True)
    parser.add_argument("--flags", type=shlex.split, default=[])
    parser.add_argument("--count", type=int, default=1000, help="at most so many sources")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--limit", type=float, help="in milliseconds")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("sources", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        comparison = Comparison(options, folder)
        if options.sources:
            for source in options.sources[:options.count]:
                comparison.compare(source.name, source, [])
        else:
            for index, (header, text) in enumerate(texts()):
                if len(comparison.same) + len(comparison.different) >= options.count:
                    break
                source = folder / "source.cpp"
                source.write_text(text)
                # With optimisation and debug information in turn.
                flags = (["-O0"], ["-O2"], ["-g"], ["-O1", "-g", "-fPIC"])[index % 4]
                comparison.compare(header, source, [f"-I{ROOT}/include", *flags])
    for name in comparison.different:
        print(f"differs with the plugin: {name}")
    for name in comparison.skipped:
        print(f"not to be compiled here: {name}")
    added = statistics.median(comparison.added) if comparison.added else 0
    least = statistics.median(comparison.least) if comparison.least else 0
    print(f"{len(comparison.same)} objects are the same; the plugin adds {added:.1f} ms (between the quickest runs: {least:.1f} ms)")
    if comparison.different or not comparison.same or (options.limit and added > options.limit):
        sys.exit(1)


if __name__ == "__main__":
    main()
