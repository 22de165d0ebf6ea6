"""Mutants as schemata: one build holds them all, and ADGEN_MUTANT=number makes one of them active."""

import re
from collections import namedtuple
from pathlib import Path

# original and mutated: C++ text; begin, end: where in the file the original stands; likely: the tests to try first.
Mutant = namedtuple("Mutant", "number name file original mutated begin end equivalent likely")

HEADER = """#pragma once
#include <cstdlib>
#include <fstream>
#include <set>
namespace adgen {
// Which mutant is active, and which could have been: those go to the file ADGEN_REACHED.
struct Mutants {
  int active = std::getenv("ADGEN_MUTANT") ? std::atoi(std::getenv("ADGEN_MUTANT")) : 0;
  const char *file = std::getenv("ADGEN_REACHED");
  std::set<int> reached;
  ~Mutants() {
    if (!file)
      return;
    std::ofstream out(file);
    for (int number : reached)
      out << number << ' ';
  }
};
inline bool mutant(int number) {
  static Mutants mutants;
  if (mutants.file)
    mutants.reached.insert(number);
  return mutants.active == number;
}
} // namespace adgen
"""


class TableError(Exception):
    pass


def pattern(text):
    """The text, whatever the white space."""
    return r"\s*".join(re.escape(word) for word in re.findall(r"\w+|[^\w\s]", text))


def place(source, text, name):
    """Where the one «original → mutated» of the text stands in the source, and what both say."""
    match = re.fullmatch(r"(.*)«(.*?)→(.*?)»(.*)", text, re.DOTALL)
    if not match:
        raise TableError(f"{name}: no «original → mutated» in: {text}")
    before, original, mutated, after = (part.strip() for part in match.groups())
    parts = [pattern(part) for part in (before, original, after)]
    found = list(re.finditer(rf"({parts[0]})\s*({parts[1]})\s*({parts[2]})", source))
    if len(found) != 1:
        raise TableError(f"{name}: its text stands {len(found)} times in the source, not once: {text}")
    return found[0].start(2), found[0].end(2), mutated


def read_table(root):
    """The mutants of table.txt, numbered from 1."""
    mutants = []
    file = name = None
    for line in (Path(__file__).parent / "table.txt").read_text().splitlines() + [""]:
        if line.startswith("## "):
            file, _, tests = line[3:].partition(": ")
            source = (root / file).read_text()
        elif line.startswith("    equivalent:"):
            mutants[-1] = mutants[-1]._replace(equivalent=line.split(":", 1)[1].strip())
        elif line.startswith("    "):
            begin, end, mutated = place(source, line, name)
            mutants.append(Mutant(len(mutants) + 1, name, file, source[begin:end], mutated, begin, end, "", tests.split()))
        elif line and not line.startswith("#"):
            name = line
    names = [mutant.name for mutant in mutants]
    for name in names:
        if names.count(name) > 1:
            raise TableError(f"two mutants are called '{name}'")
    return mutants


def choice(mutants):
    """C++ that is the original of the mutants, which stand at one place, or what the active one makes of it."""
    original = mutants[0].original
    if original.endswith(";"):
        text = original
        for mutant in mutants:
            text = f"if (adgen::mutant({mutant.number})) {{ {mutant.mutated} }} else {{ {text} }}"
        return f"{{ {text} }}"
    isBool = any(mutant.mutated in ("true", "false") for mutant in mutants)
    made = "Expr" if mutants[0].file.endswith(".def") else "bool" if isBool else ""
    text = f"{made}({original})"
    for mutant in mutants:
        text = f"(adgen::mutant({mutant.number}) ? {made}({mutant.mutated}) : {text})"
    return text


def apply(root, mutants):
    """Rewrites the files below `root`."""
    (root / "include" / "adgen" / "Mutant.h").write_text(HEADER)
    places = {}
    for mutant in mutants:
        places.setdefault((mutant.file, mutant.begin, mutant.end), []).append(mutant)
    for file in {mutant.file for mutant in mutants}:
        text = (root / file).read_text()
        later = len(text)
        for _, begin, end in sorted((p for p in places if p[0] == file), reverse=True):
            if end > later:
                raise TableError(f"{places[file, begin, end][0].name}: overlaps the next mutant of its file")
            later = begin
            text = text[:begin] + choice(places[file, begin, end]) + text[end:]
        if file.endswith(".def"):
            (root / file).write_text(text)
        else:
            (root / file).write_text('#include "adgen/Mutant.h"\n' + text)
    rows = root / "lib" / "Ops" / "Rows.cpp"  # which includes the tables
    rows.write_text('#include "adgen/Mutant.h"\n' + rows.read_text())
    # These are the files that no cache knows: less time with less optimisation (none, and precompiled headers do not fit).
    for file in {mutant.file for mutant in mutants if mutant.file.endswith(".cpp")} | {"lib/Ops/Rows.cpp"}:
        with open((root / file).parent / "CMakeLists.txt", "a") as lists:
            lists.write(f"set_source_files_properties({Path(file).name} PROPERTIES COMPILE_OPTIONS -O1)\n")
