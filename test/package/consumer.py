"""Builds a small project that uses adgen as a package, by the plugin and by the generator.

    consumer.py --build <adgen's build tree> --clang <clang++> --gxx <g++> <project> <scratch folder>

Once against the build tree and once against an installation. The program's exit status is the
derivative, 15; it has to follow a change of a header that only the differentiated source includes.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path


def run(*command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect_status(program, status):
    found = subprocess.run([program]).returncode
    if found != status:
        sys.exit(f"{program}: exit status {found}, not {status}")


def check(name, scratch, project, package, compiler, *options):
    source, build = scratch / f"{name} source", scratch / name
    shutil.copytree(project, source)
    run("cmake", "-G", "Ninja", "-S", source, "-B", build, f"-Dadgen_DIR={package}",
        f"-DCMAKE_CXX_COMPILER={compiler}", *options)
    run("cmake", "--build", build)
    expect_status(build / "consumer", 15)
    if "no work to do" not in run("cmake", "--build", build):
        sys.exit(f"{name}: a second build does something")
    header = source / "factor.h"
    header.write_text(header.read_text().replace("5", "7"))
    run("cmake", "--build", build)
    expect_status(build / "consumer", 21)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--gxx", required=True)
    parser.add_argument("project", type=Path)
    parser.add_argument("scratch", type=Path)
    options = parser.parse_args()
    shutil.rmtree(options.scratch, ignore_errors=True)
    options.scratch.mkdir(parents=True)
    options.build, options.scratch = options.build.resolve(), options.scratch.resolve()
    in_build_tree = options.build / "lib" / "cmake" / "adgen"
    # Elsewhere than it was built for: an installation can be moved.
    run("cmake", "--install", options.build, "--prefix", options.scratch / "first")
    (options.scratch / "first").rename(options.scratch / "prefix")
    installed = options.scratch / "prefix" / "lib" / "cmake" / "adgen"
    check("plugin", options.scratch, options.project, in_build_tree, options.clang)
    check("generator", options.scratch, options.project, in_build_tree, options.gxx)
    check("plugin-installed", options.scratch, options.project, installed, options.clang)
    check("generator-installed", options.scratch, options.project, installed, options.gxx)
    check("clang-generator", options.scratch, options.project, in_build_tree, options.clang, "-DGENERATOR=GENERATOR")


if __name__ == "__main__":
    main()
