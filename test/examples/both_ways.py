"""Builds a program as its user would, by the plugin and by adgen with g++, runs both and prints what they print.

    both_ways.py --build <build tree> --clang <clang++> --gxx <g++> program.cpp <prefix of what is written>

The two have to print the same text. Flags come from adgen itself, so these are tested too.
"""

import argparse
import subprocess
import sys
from pathlib import Path

STRICT = ["-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror"]


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode or done.stderr:
        sys.exit(f"{' '.join(map(str, command))}\nexit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def both_ways(build, clang, gxx, source, prefix):
    adgen = build / "bin" / "adgen"
    cxxflags, cppflags, ldflags = (
        run(adgen, kind).split() for kind in ("--cxxflags", "--cppflags", "--ldflags")
    )
    # Each way in a folder of its own, so that the plugin's does not find the header.
    plugin, generator = Path(f"{prefix}.plugin"), Path(f"{prefix}.generator")
    for folder in (plugin, generator):
        folder.mkdir(parents=True, exist_ok=True)
    run(clang, *STRICT, *cxxflags, source, "-o", plugin / "program", *ldflags)
    header = generator / f"{source.stem}.grad.h"
    run(adgen, source, "-o", header, "--", "-std=c++17", *cppflags)
    run(gxx, *STRICT, "-Wno-unknown-pragmas", f"-I{generator}", *cppflags, source,
        "-o", generator / "program", *ldflags)
    return run(plugin / "program"), run(generator / "program")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("prefix")
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--gxx", required=True)
    by_plugin, by_generator = both_ways(**vars(parser.parse_args()))
    if by_plugin != by_generator:
        sys.exit(f"the plugin's program prints\n{by_plugin}\nand the generator's\n{by_generator}")
    print(by_plugin, end="")


if __name__ == "__main__":
    main()
