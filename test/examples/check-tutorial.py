"""Compares what examples/tutorial.cpp prints with the reference tutorial's values.

The reference is the functional autodiff tutorial of MindSpore: float32, relative error at most 2e-6.
"""

import re
import sys

B = [3.26189250e-01, 1.58914644e-02, 4.21645455e-02]
SUM = [1.32618928e00, 1.01589143e00, 1.04216456e00]
LOSS = [1.3423151]
# The numbers and the shapes of each step, in the order in which they are printed.
EXPECTED = {
    "1": (LOSS, []),
    "2": (6 * B, [[5, 3], [3]]),
    "3": (6 * SUM, [[5, 3], [3]]),
    "4": (6 * B, [[5, 3], [3]]),
    "5": (6 * B + [3.8211915, -2.994512, -1.932323], [[5, 3], [3], [3]]),
    "6": (LOSS + 6 * B, [[5, 3], [3]]),
}


def main(path):
    with open(path) as file:
        text = file.read()
    steps = re.split(r"^(\d)\. ", text, flags=re.M)[1:]
    found = dict(zip(steps[0::2], steps[1::2]))
    if found.keys() != EXPECTED.keys():
        sys.exit(f"{path}: prints the steps {sorted(found)}, not {sorted(EXPECTED)}")
    worst = 0.0
    for step, (values, shapes) in EXPECTED.items():
        body = found[step].split("\n", 1)[1]
        printed = [[int(n) for n in re.findall(r"\d+", s)] for s in re.findall(r"shape=\[([\d, ]*)\]", body)]
        if printed != shapes:
            sys.exit(f"{path}: step {step} prints the shapes {printed}, not {shapes}")
        body = re.sub(r"shape=\[[\d, ]*\]|dtype=\w+", "", body)
        numbers = [float(n) for n in re.findall(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?", body)]
        if len(numbers) != len(values):
            sys.exit(f"{path}: step {step} prints {len(numbers)} numbers, not {len(values)}")
        for number, value in zip(numbers, values):
            error = abs(number - value) / abs(value)
            worst = max(worst, error)
            if error > 2e-6:
                sys.exit(f"{path}: step {step} prints {number}, not {value} (relative error {error:.1e})")
    print(f"{path}: the tutorial's values; greatest relative error {worst:.1e}")


if __name__ == "__main__":
    main(sys.argv[1])
