"""Builds and runs one file of the corpus in every way adgen can be used.

    run.py file.cpp output-prefix --build <build tree> --clang <clang++> --gxx <g++>

Differentiated by the plugin while clang++ compiles and by adgen for g++, each
without optimisation under the sanitizers and with optimisation; the derivatives of all
four have to be the same, bit for bit. With --quick, of the plugin the one, of adgen the
other: half the time. With -v: the commands.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

MODES = {
    "debug": ["-O0", "-g1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    "fast": [],
}
STRICT = ["-std=c++17", "-Wall", "-Wextra", "-Werror", "-Wno-unknown-pragmas"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("prefix")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--gxx", default="")
    parser.add_argument("--fast", default="-O2", help="the optimisation of the fast build")
    parser.add_argument("--flags", default="", help="more options for every compiler, separated by commas")
    parser.add_argument("--only", default="", help="plugin or adgen")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("-v", action="store_true")
    options = parser.parse_args()
    MODES["fast"] = [options.fast]
    here = Path(__file__).resolve().parent
    includes = [f"-I{here.parent.parent / 'include'}", f"-I{here}", f"-I{options.build / 'include'}"]
    runtime = [f"-L{options.build}/lib", f"-Wl,-rpath,{options.build}/lib", "-ladgen_runtime"]
    Path(options.prefix).parent.mkdir(parents=True, exist_ok=True)

    def run(*command):
        command = [str(part) for part in command if part != ""]
        if options.v:
            print(" ".join(command), flush=True)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(" ".join(command), done.stdout[:6000], done.stderr[:12000], sep="\n")
            sys.exit(1)
        return done.stdout

    gxx = options.gxx or options.clang
    needs_runtime = "adgen/adgen.h" in options.source.read_text() or "RowCheck.h" in options.source.read_text()
    libraries = runtime if needs_runtime else []
    reference = f"{options.prefix}.reference.so"
    if "Check.h\"" in options.source.read_text() and "RowCheck.h" not in options.source.read_text():
        # Its symbols stay inside, so that what depends on Real never meets the other role's.
        run(gxx, "-std=c++17", "-O1", "-w", "-shared", "-fPIC", "-fvisibility=hidden", "-fvisibility-inlines-hidden",
            "-fno-gnu-unique" if options.gxx else "", "-Wl,-Bsymbolic", "-DADGEN_REFERENCE", *includes,
            options.source, "-o", reference, "-lquadmath")
        libraries = [reference] + libraries
    header = f"{options.prefix}.grad.h"
    builds = {}
    if options.only != "adgen":
        plugin = f"-fplugin={options.build}/lib/adgen.so"
        builds["plugin"] = [options.clang, plugin]
    if options.only != "plugin":
        run(options.build / "bin" / "adgen", options.source, "-o", header, "--", "-std=c++17", *includes)
        builds["adgen"] = [gxx, f"-DADGEN_OUTPUT=\"{header}\""]
    printed = {}
    for way, compiler in builds.items():
        for mode, flags in MODES.items():
            if options.quick and len(builds) == 2 and (way, mode) not in (("plugin", "debug"), ("adgen", "fast")):
                continue
            program = f"{options.prefix}.{way}.{mode}"
            run(*compiler, *STRICT, *flags, *options.flags.split(","), *includes, options.source, "-o", program, *libraries)
            # C leaves the sign of fmin(0, -0) open, and the compilers choose differently.
            printed[way, mode] = run(program, "--print").replace("-0x0p+0", "0x0p+0")
    first, *others = printed
    for other in others:
        if printed[other] != printed[first]:
            differing = [pair for pair in zip(printed[first].splitlines(), printed[other].splitlines())
                         if pair[0] != pair[1]]
            print(f"{'/'.join(first)} and {'/'.join(other)} differ:", *differing[:10], sep="\n")
            sys.exit(1)


main()
