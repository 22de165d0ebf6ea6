"""What the plugin costs a compile, for functions that grow.

    compile-time.py --build <build tree> [--clang clang++-19] [--scale 1.0]

Prints, for straight-line functions of up to 5 000 statements and functions of up
to 200 loops, the seconds of a compile (-O0 -fsyntax-only, so that what is measured
is adgen) with the plugin minus one without it. Exit status 1 when the largest of
either takes 5 seconds or more.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 5.0


def straight_line(statements):
    """Every statement feeds a later one, none can be folded away."""
    lines = ["#include <cmath>", "#pragma grad", "double f(double x, double y) {", "  double a = x, b = y, c = x * y;"]
    forms = ["a = a * 0.5 + b * c;", "b = std::sin(a) - b;", "c += a * b;", "double t{} = c * a + y;",
             "b += t{before} * x;", "a -= 0.1 * c / (2 + b * b);"]
    for i in range(statements):
        lines.append("  " + forms[i % len(forms)].replace("{}", str(i)).replace("{before}", str(i - 1)))
    return "\n".join(lines + ["  return a + b + c;", "}", ""])


def loops(count):
    lines = ["#include <cmath>", "#pragma grad", "double f(const double *x, int n) {", "  double s = 1, work[64];",
             "  for (int i = 0; i < 64; ++i)", "    work[i] = x[i % n];"]
    bodies = ["    s = s * 0.9 + x[i] * work[i % 64];", "    work[i % 64] *= std::cos(s);",
              "    if (x[i] > s)\n      s += x[i] * x[i];\n    else\n      s *= 0.5;", "    work[(i + 1) % 64] += s * work[i % 64];"]
    for i in range(count):
        lines += ["  for (int i = 0; i < n; ++i) {", bodies[i % len(bodies)], "  }"]
    return "\n".join(lines + ["  return s * work[3];", "}", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--clang", default="clang++-19")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes")
    options = parser.parse_args()

    def seconds(source, *flags):
        best = float("inf")
        for _ in range(2):
            start = time.monotonic()
            subprocess.run([options.clang, "-std=c++17", "-w", "-fsyntax-only", *flags, source], check=True)
            best = min(best, time.monotonic() - start)
        return best

    slow = False
    with tempfile.TemporaryDirectory() as folder:
        for what, generate, sizes in [("statements", straight_line, [625, 1250, 2500, 5000]),
                                      ("loops", loops, [25, 50, 100, 200])]:
            for size in sizes:
                size = max(1, int(size * options.scale))
                source = Path(folder) / "f.cpp"
                source.write_text(generate(size))
                plain = seconds(source)
                extra = seconds(source, f"-fplugin={options.build}/lib/adgen.so") - plain
                print(f"{size:6} {what:10}  plain {plain:6.2f} s   adgen {extra:6.2f} s   "
                      f"{1000 * extra / size:6.2f} ms each", flush=True)
                slow = slow or extra >= LIMIT
    return slow


sys.exit(main())
