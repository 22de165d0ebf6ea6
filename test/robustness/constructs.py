"""Function bodies of all kinds: each is differentiated or refused at the user's line, and nothing crashes.

An error in generated code, or one that adgen calls internal, is a defect too.
"""

import pathlib
import subprocess
import sys

HEADERS = "algorithm any array chrono cmath complex cstring deque functional limits list map memory mutex numeric " \
    "optional random set sstream stdexcept string tuple valarray variant vector"
PRELUDE = """struct L { L *next; double v; };
template <class T> struct R { T a; R<T> *n; };
struct E0 {}; struct D0 : E0 { double a; };
using namespace std;
"""


def main(bodies, command):
    headers = "".join(f"#include <{header}>\n" for header in HEADERS.split())
    failures = differentiated = refused = 0
    for body in pathlib.Path(bodies).read_text().splitlines():
        source = f"{headers}{PRELUDE}#pragma grad\ndouble f(double x) {{ {body} }}\n"
        result = subprocess.run([*command, "-w", "-fsyntax-only", "-xc++", "-"], input=source, capture_output=True,
                                text=True, timeout=120)
        blamed = any(word in result.stderr for word in ("internally", "no spelling", "<grad of"))
        if result.returncode not in (0, 1) or blamed:
            failures += 1
            print(f"exit {result.returncode}: {body}\n{result.stderr[:600]}")
        differentiated += result.returncode == 0
        refused += result.returncode == 1
    print(f"{differentiated} differentiated, {refused} refused, {failures} failures")
    if failures or not differentiated or not refused:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
