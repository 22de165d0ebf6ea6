"""What adgen can say in an error or a warning, read out of its source.

A message is an expression of string literals and of what is filled in, `…`, in one of these places:

- the first or second argument of a call of one of REPORTERS (the first with a space in a literal of it),
- what is assigned to a variable of VARIABLES, or such a variable's initialiser,
- the message of a static_assert, or of an exception of the runtime.

`c ? "a" : "b"` that is a whole message is two; inside of one, it is filled in. A variable of the same file that is
initialised with literals counts as these.
"""

import re
from pathlib import Path

HOLE = "…"
REPORTERS = re.compile(r"\b(?:error|warning|refuse(?!Mismatch|Arguments|Operator)\w*|fail|usage|report\w*|expected|expect|parseQualifiedName)\(")
ASSIGNED = re.compile(r"\b(?:readOnly|problem) = ")
DEFINITION = r"\b(?:const char \*|const std::string )(?:const )?{}\s*=\s*"
QUOTED = ("functionName()", "quotedName(callee)")  # calls that put quotes around what they return
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
ASSERTED = re.compile(r"\bstatic_assert\(")
THROWN = re.compile(r"\bthrow [\w:]+\(")

# An error that adgen would be to blame for starts so; no source may provoke it.
INTERNAL = "adgen failed internally"

# Functions that put their argument into a sentence of their own, by file.
WRAPPERS = {
    "lib/Driver/CheckFile.cpp": {
        "fail": "--emit=check cannot test '…': parameter '…' {}",
        "refuse": "--emit=check cannot test '…': {}",
    },
    "lib/Request/ParseRequest.cpp": {
        "expected": "expected {} in '#pragma grad', found …",
        "expect": "expected {} in '#pragma grad', found …",
        "parseQualifiedName": "expected {} in '#pragma grad', found …",
    },
    "lib/Request/ParseCheckpoint.cpp": {"expected": "expected {} in '#pragma grad', found …"},
}


def without_comments(text):
    """Blanks, so that lines keep their numbers and no apostrophe of a comment opens a literal."""
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*', lambda match: match[1] or "", text)


def split(text, separators):
    """Parts of an expression between separators that stand in no parenthesis and no literal, and the separators."""
    parts, found, depth, i = [""], [], 0, 0
    while i < len(text):
        if match := LITERAL.match(text, i) or re.compile(r"'(?:[^'\\]|\\.)'").match(text, i):
            parts[-1] += match[0]
            i = match.end()
            continue
        letter = text[i]
        depth += (letter in "({[") - (letter in ")}]")
        if depth == 0 and letter in separators and text[i:i + 2] != "::" and text[i - 1:i + 1] != "::":
            parts.append("")
            found.append(letter)
        else:
            parts[-1] += letter
        i += 1
    return parts, found


def arguments_at(text, start):
    """The arguments of the call whose parenthesis is in front of `start`."""
    depth, i = 1, start
    while depth and i < len(text):
        if match := LITERAL.match(text, i) or re.compile(r"'(?:[^'\\]|\\.)'").match(text, i):
            i = match.end()
            continue
        depth += (text[i] in "({[") - (text[i] in ")}]")
        i += 1
    return split(text[start:i - 1], ",")[0]


class File:
    def __init__(self, root, path):
        self.name = str(path.relative_to(root))
        self.text = without_comments(path.read_text())

    def expression_of(self, name, before):
        """What the last variable of this name in front of a place is initialised with."""
        found = None
        for match in re.compile(DEFINITION.format(name)).finditer(self.text):
            isOfFile = self.text.rfind("\n", 0, match.start()) + 1 == self.text.rfind("static", 0, match.start())
            if isOfFile or (match.start() < before and "\n}" not in self.text[match.start():before]):
                found = match
        return split(self.text[found.end():], ";")[0][0] if found else None

    @staticmethod
    def encloses(expression):
        """Whether the first parenthesis is closed by the last letter."""
        return len(arguments_at(expression, 1)) == 1 and expression[1:1 + len(arguments_at(expression, 1)[0])] == \
            expression[1:-1]

    def messages_of(self, expression, at, depth=0):
        """All that an expression may say, or nothing if that is not known here."""
        expression = re.sub(r"\s*\.str\(\)$", "", expression.strip())
        if expression.startswith("(") and self.encloses(expression):
            expression = expression[1:-1].strip()
        if re.search(r"\binternal\w*\(", expression):
            return []
        parts, found = split(expression, "?:")
        if "?" in found:
            return [message for part in parts[1:] for message in self.messages_of(part, at, depth)]
        sum_, _ = split(expression, "+")
        message = ""
        for part in sum_:
            part = re.sub(r"\.str\(\)$", "", part.strip())
            if part.startswith("(") and part.endswith(")") and "?" not in part:
                part = part[1:-1].strip()
            text = HOLE
            if re.fullmatch(rf"(?:{LITERAL.pattern}|\s|ADGEN_\w+|CLANG_VERSION_STRING)+", part):
                text = "".join(literal.replace('\\"', '"') for literal in LITERAL.findall(part))
            elif part in QUOTED:
                text = f"'{HOLE}'"
            elif inner := re.fullmatch(rf"(?:llvm::Twine|std::string|llvm::StringRef)\({LITERAL.pattern}\)", part):
                text = inner[1]
            elif re.fullmatch(r"\w+", part) and depth < 3:
                value = self.expression_of(part, at)
                known = self.messages_of(value, at, depth + 1) if value else []
                if len(sum_) == 1:
                    return known
                text = known[0] if len(known) == 1 else HOLE
            message += text
        message = re.sub(f"{HOLE}+", HOLE, message)
        return [message] if message.strip(HOLE + " ") else []

    def line(self, at):
        return self.text.count("\n", 0, at) + 1

    def diagnostics(self):
        """Pairs of a message and its line."""
        wrappers = WRAPPERS.get(self.name, {})
        own = {text.format(HOLE) for text in wrappers.values()} | {f"{HOLE} [-W{HOLE}]", f"{HOLE}; did you mean '{HOLE}'?"}
        for call in REPORTERS.finditer(self.text):
            name = call[0][:-1]
            isDefinition = re.search(r"(?:\w[ >&*]|~)$", self.text[:call.start()]) and \
                not re.search(r"\b(?:return|else|:) $", self.text[:call.start()])
            if isDefinition:
                continue
            for argument in arguments_at(self.text, call.end())[:2]:
                messages = [m for m in self.messages_of(argument, call.start()) if " " in m or name in wrappers]
                messages = [m for m in messages if m not in own]
                if name in wrappers:
                    messages = [wrappers[name].format(m) for m in messages]
                    messages = [m for m in messages if m not in own]
                for message in messages:
                    yield message, self.line(call.start())
                if messages:
                    break
        for assignment in ASSIGNED.finditer(self.text):
            for message in self.messages_of(split(self.text[assignment.end():], ";")[0][0], assignment.start()):
                if " " in message:
                    yield message, self.line(assignment.start())

    def messages_in(self, calls):
        for call in calls.finditer(self.text):
            for argument in arguments_at(self.text, call.end()):
                if messages := [m for m in self.messages_of(argument, call.start()) if " " in m and '"' in argument]:
                    for message in messages:
                        yield message, self.line(call.start())
                    break


def files(root, folder, suffixes):
    return [File(root, path) for path in sorted((root / folder).rglob("*")) if path.suffix in suffixes]


def diagnostics(root):
    """{message: [where]} of the plugin and the tool."""
    found = {}
    for file in files(root, "lib", (".cpp", ".h")) + files(root, "tools", (".cpp",)):
        if file.name.startswith(("lib/Runtime", "lib/IR", "tools/adgen-opt")):
            continue
        for message, line in file.diagnostics():
            if not message.startswith(INTERNAL):
                found.setdefault(message, []).append(f"{file.name}:{line}")
    return found


def runtime(root, calls):
    """{message: [where]} of the headers that user code includes, and of the library that it links."""
    found = {}
    for file in files(root, "include/adgen", (".h",)) + files(root, "lib/Runtime", (".cpp", ".h")):
        for message, line in file.messages_in(calls):
            found.setdefault(message, []).append(f"{file.name}:{line}")
    return found


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent.parent
    for collected in (diagnostics(top), runtime(top, ASSERTED), runtime(top, THROWN)):
        for message, where in collected.items():
            print(f"{', '.join(where)}: {message}")
        print(len(collected))
