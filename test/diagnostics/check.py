"""Every diagnostic has a lit test and an entry in docs/diagnostics.md, and every entry there is a diagnostic.

    check.py <source tree>

A line of a test is a line of an expectation: `expected-error {{...}}` of -verify, or one of FileCheck with a prefix of
the file's RUN lines. It tests the one message that has the most letters among those whose literal parts it holds, in
their order: so "adgen cannot differentiate through …" is not tested by a line for a longer message. An entry in the
document is a line - **`message`**, with the holes as messages.py writes them.
"""

import re
import sys
from pathlib import Path

import messages

VERIFY = re.compile(r"expected-(?:error|warning)[^{\n]*\{\{(.*?)\}\}(?!\})")
ENTRY = re.compile(r"^- \*\*`(.*)`\*\*$", re.M)
# Literals that read like an error: where the extraction does not see them, it has to learn how they are reported.
LIKE_AN_ERROR = re.compile(r'"(adgen (?:cannot|can only|does not (?!know)|has no|sees|needs|lost|only) [^"]*)"')


def expectations(path):
    text = path.read_text(errors="replace")
    run = " ".join(re.findall(r"RUN: (.*)", text))
    found = VERIFY.findall(text) if "-verify" in run else []
    if "FileCheck" in run:
        prefixes = {name for group in re.findall(r"--check-prefix(?:es)?[= ](\S+)", run) for name in group.split(",")}
        if re.search(r"FileCheck(?![^|;&]*--check-prefix)", run):
            prefixes.add("CHECK")
        lines = re.compile(rf"^\W*(?:{'|'.join(prefixes)})(?:-NEXT|-SAME|-DAG)?: (.*)", re.M)
        found += lines.findall(text)
    return [re.sub(r"\{\{.*?\}\}|\[\[.*?\]\]", messages.HOLE, line) for line in found]


def literal_parts(message):
    return [part for part in message.split(messages.HOLE) if part.strip()]


def tested(known, tests):
    patterns = [(sum(map(len, literal_parts(message))), message,
                 re.compile(".*".join(map(re.escape, literal_parts(message))))) for message in known]
    patterns.sort(reverse=True)
    found = set()
    for test in tests:
        for line in expectations(test):
            best = 0
            for length, message, pattern in patterns:
                if length < best:
                    break
                if pattern.search(line):
                    best = length
                    found.add(message)
    return found


def main():
    root = Path(sys.argv[1])
    known, asserted = messages.diagnostics(root), messages.runtime(root, messages.ASSERTED)
    thrown = messages.runtime(root, messages.THROWN)
    runtime = {**asserted, **thrown}
    tests = [path for suffix in (".cpp", ".test", ".mlir") for path in sorted((root / "test").rglob(f"*{suffix}"))
             if "unit" not in path.parts]
    document = root / "docs" / "diagnostics.md"
    entries = ENTRY.findall(document.read_text()) if document.exists() else []
    have = tested({**known, **asserted}, tests)
    failures = []
    for message, where in {**known, **asserted}.items():
        if message not in have:
            failures.append(f"{where[0]}: no test has '{message}'")
    for message, where in {**known, **runtime}.items():
        if message not in entries:
            failures.append(f"{where[0]}: docs/diagnostics.md has no entry '{message}'")
    for entry in entries:
        if entry not in known and entry not in runtime:
            failures.append(f"docs/diagnostics.md: no code says '{entry}'")
        if entries.count(entry) > 1:
            failures.append(f"docs/diagnostics.md: there is more than one entry '{entry}'")
    said = "\n".join(known)
    for path in sorted((root / "lib").rglob("*.cpp")):
        if "Runtime" not in path.parts:
            for text in LIKE_AN_ERROR.findall(messages.without_comments(path.read_text())):
                if text not in said and messages.INTERNAL not in text:
                    failures.append(f"{path.relative_to(root)}: is '{text}' a message? messages.py does not see it")
    print("\n".join(failures))
    print(f"{len(known) + len(runtime)} messages, {len(failures)} failures")
    return bool(failures)


sys.exit(main())
