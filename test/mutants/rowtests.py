"""The tests of rows, one row at a time: what test/exec/Inputs/RowCorpus.cpp prints, cut into pieces."""

import re
import time

from semantic import QUICK, Test


class Rows:
    def __init__(self, tools):
        self.tools = tools
        corpus = tools.root / "test" / "exec" / "Inputs" / "RowCorpus.cpp"
        program = tools.work / "row-corpus"
        failed = tools.run(["clang++-19", "-std=c++17", "-w", *tools.includes, corpus, "-o", program, *tools.runtime])
        if failed:
            raise RuntimeError(failed)
        self.pieces = {}  # by row: the text of its test, on numbers and on tensors
        for kind in ("numbers", "tensors"):
            printed = tools.output([program, *(["tensors"] if kind == "tensors" else [])])
            self.cut(printed, kind)
        self.tests = {}
        # Rows of which no C++ function has the name, and where they are tested.
        samples = (tools.root / "test" / "exec" / "Inputs" / "Samples.def").read_text()
        self.covered = dict(re.findall(r"^COVERED\((\w+), (.+)\)", samples, re.MULTILINE))

    def cut(self, printed, kind):
        head, rest = re.split(r"(?<=using namespace std;\n)|(?<=using namespace adgen;\n)", printed, maxsplit=1)
        functions, end = rest.split("} // namespace rows\n", 1)
        for block in functions.strip().split("\n\n"):
            name = re.search(r"\b((?:row|sample\d+)_\w+?)_(?:double|tensor)\b", block).group(1)
            row = re.sub(r"^(row|sample\d+)_", "", name)
            check = re.search(rf"^.*\({name}, .*\n", end, re.MULTILINE).group()
            text = (f"{head}\n{block}\n}} // namespace rows\n#include \"Generated.h\"\nusing namespace rows;\n"
                    f"int main() {{\n{check}  return finish();\n}}\n")
            self.pieces.setdefault(row, []).append((name, text))

    def prepare(self):
        """Each test when it is asked for: most mutants have one of their own."""

    def test(self, name, text):
        if name not in self.tests:
            path = self.tools.work / f"{name}.cpp"
            path.write_text(text)
            self.tests[name] = Test(self.tools, path)
        return self.tests[name]

    def run(self, mutant, most):
        started = time.time()
        row = mutant.name.split(":")[0]
        where = self.covered.get(row, "")
        tests = [self.test(*piece) for piece in self.pieces.get(row, []) + self.pieces.get(where, [])]
        if where.endswith(".cpp"):
            tests.append(Test(self.tools, self.tools.root / "test" / "exec" / where))
        for test in tests[:most]:
            if how := test.kill(mutant.number, QUICK):
                return test.name, how, time.time() - started
        return "", "", time.time() - started
