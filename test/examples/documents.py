"""Does what a Markdown document tells its reader to do, and compares what comes out with what the document shows.

    documents.py --build <build tree> --source <source tree> document.md <scratch folder>

The word behind a code block's language says what the block is:

    ```cpp model.cpp    a file, written to the scratch folder
    ```cpp generated    has to occur in what adgen printed or wrote last, word for word
    ```console          '$ ' commands run there, each followed by what it has to print; '...' is any lines
    ```sh               commands for the top of the source tree: only their programs have to exist
    ```text             a picture, not tested

Any other block is an error, so that nothing in a document goes untested by accident.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"^ *```(\S*) ?(\S*)[^\n]*\n(.*?)^ *```$", re.M | re.S)


class Document:
    def __init__(self, options):
        self.scratch = options.scratch
        self.source = options.source
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        self.printed = ""
        self.environment = dict(os.environ)
        self.environment["PATH"] = f"{options.build / 'bin'}{os.pathsep}{self.environment['PATH']}"

    def check(self, language, word, body):
        if language == "cpp" and word == "generated":
            written = "".join(path.read_text() for path in sorted(self.scratch.glob("*.grad.h")))
            if body not in self.printed and body not in written:
                raise ValueError(f"adgen does not write this. Printed:\n{self.printed}\nWritten:\n{written}")
        elif language == "cpp" and word:
            (self.scratch / word).write_text(body)
        elif language == "console":
            self.console(body)
        elif language == "sh":
            for line in body.splitlines():
                if not os.access(self.source / line.split()[0], os.X_OK):
                    raise ValueError(f"there is no program '{line.split()[0]}'")
        elif language != "text":
            raise ValueError(f"'```{language} {word}' says nothing about how to test the block")

    def console(self, body):
        parts = re.split(r"^\$ (.*)\n", body, flags=re.M)
        if parts[0]:
            raise ValueError("output in front of the first command")
        for command, expected in zip(parts[1::2], parts[2::2]):
            done = subprocess.run(
                ["bash", "-c", command], cwd=self.scratch, env=self.environment, text=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            self.printed = done.stdout
            pattern = re.escape(expected).replace(re.escape("...\n"), r"(?s:.*\n)?")
            if not re.fullmatch(pattern, self.printed):
                raise ValueError(f"$ {command}\nprints\n{self.printed}\nand not\n{expected}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("document", type=Path)
    parser.add_argument("scratch", type=Path)
    options = parser.parse_args()
    document = Document(options)
    text = options.document.read_text()
    if len(re.findall(r"^ *```", text, re.M)) != 2 * len(BLOCK.findall(text)):
        sys.exit(f"{options.document}: a code block is not closed")
    for block in BLOCK.finditer(text):
        try:
            document.check(*block.groups())
        except ValueError as problem:
            line = text.count("\n", 0, block.start()) + 1
            sys.exit(f"{options.document}:{line}: {problem}")


if __name__ == "__main__":
    main()
