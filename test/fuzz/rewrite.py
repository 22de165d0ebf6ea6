"""Rewrites of a program's tree that must not change its gradient: what else a programmer could have written.

Each takes a clone of the tree and changes it in place, wherever chance says so; what it leaves computes the same
numbers in the same order.
"""

import re

from tree import Node, stmt

LARGEST = 2500  # characters of a body that may be repeated

HEAD = re.compile(r"for \((?P<type>[\w:]+) (?P<name>\w+) = (?P<start>\w+); (?P=name) (?P<test><|!=) (?P<end>[^;]+); "
                  r"(?P<step>[^;]+)\) $")
CONSTANT_BOUND = re.compile(r"(static_cast<[\w:]+>\()?(\d+|n\w+|e\w+)\)?$")
SIMPLE = re.compile(r"(?P<const>const )?Real (?P<name>v\d+) = $")


class Rewriter:
    def __init__(self, rng, tree):
        self.rng = rng
        self.tree = tree
        self.names = 0
        self.done = set()

    def chance(self, probability):
        return self.rng.random() < probability

    def fresh(self):
        self.names += 1
        return f"r{self.names}"

    def all(self, kind):
        """Nodes of a kind, from the inside out, so that what is rewritten is not visited again."""
        found = [parent.parts[index] for parent, index in self.tree.walk()]
        return [node for node in reversed(found) if node.kind == kind]

    def blocks(self):
        return self.all("block")

    def mark(self, name):
        self.done.add(name)

    # Comparisons

    def compare(self):
        """a < b: a - b < 0, b > a or !(a >= b), which is the same where nothing is NaN."""
        turned = {" < ": " > ", " > ": " < ", " <= ": " >= ", " >= ": " <= "}
        opposite = {" < ": " >= ", " > ": " <= ", " <= ": " > ", " >= ": " < "}
        for test in self.all("expr"):
            if test.type != "B" or len(test.parts) != 3 or test.parts[1] not in turned or not self.chance(0.7):
                continue
            a, relation, b = test.parts
            if not all(isinstance(part, Node) and part.type == "R" for part in (a, b)):
                continue
            test.parts = self.rng.choice([
                ["(", a, ") - (", b, ")", relation, "0"], ["(", b, ")", turned[relation], "(", a, ")"],
                ["!((", a, ")", opposite[relation], "(", b, "))"],
            ])
            self.mark("compare")

    def flip(self):
        """if (c) X else Y: if (!c) Y else X."""
        for node in self.all("stmt"):
            parts = node.parts
            if len(parts) < 5 or parts[0] != "if (" or parts[-3] != ") " or not is_block(parts[-2]):
                continue
            other = parts[-1]
            if not isinstance(other, Node) or len(other.parts) != 2 or other.parts[0] != "else " or not self.chance(0.7):
                continue
            condition = parts[1:-3]
            node.parts = ["if (!(", *condition, ")) ", other.parts[1], Node("opt", ["else ", parts[-2]])]
            self.mark("flip")

    # Values

    def name_parts(self):
        """x = f(g(y)): const auto r = g(y); x = f(r)."""
        for statements in self.blocks():
            for index, node in enumerate(statements.parts):
                if not is_assignment(node) or not self.chance(0.5):
                    continue
                target, relation, value = node.parts[:3]
                inner = list(reals_below(value))
                first = []
                if inner and self.chance(0.8):
                    parent, at = self.rng.choice(inner)
                    name = self.fresh()
                    part = parent.parts[at]
                    # The same node may stand twice.
                    shared = part.clone()
                    part.parts = [name]
                    first = [f"const auto {name} = ", shared, ";\n"]
                name = self.fresh()
                statements.parts[index] = stmt("{\n", *first, f"const Real {name} = ", value, ";\n",
                                               target, relation, name, ";\n}")
                self.mark("name")

    def refer(self):
        """Real x = y: an element of an array, and a reference to it."""
        for node in self.all("stmt"):
            if len(node.parts) != 5 or node.parts[3] != ";" or not is_real(node.parts[2]):
                continue
            if node.parts[0] != "" or not re.match(r"Real v\d+ = $", str(node.parts[1])) or not self.chance(0.4):
                continue
            name, array = node.parts[1].split()[1], self.fresh()
            at = self.rng.randrange(2)
            node.parts = [f"Real {array}[2] = {{", "0.5, " if at else "", node.parts[2], f"}};\nReal &{name} = {array}[{at}];\n"]
            self.mark("refer")

    def split(self):
        """Real x = y: Real x; x = y."""
        for node in self.all("stmt"):
            if len(node.parts) == 5 and node.parts[0] == "" and node.parts[3] == ";" and is_real(node.parts[2]):
                if re.match(r"Real v\d+ = $", str(node.parts[1])) and self.chance(0.4):
                    name = node.parts[1].split()[1]
                    node.parts = [f"Real {name};\n{name} = ", node.parts[2], ";\n"]
                    self.mark("split")

    # Order

    def reorder(self):
        """Two neighbours that have no variable in common change places."""
        text = self.tree.text()
        for statements in self.blocks():
            index = 0
            while index + 1 < len(statements.parts):
                x, y = statements.parts[index : index + 2]
                if self.chance(0.8) and is_alone(x, text) and may_pass(y, x):
                    statements.parts[index : index + 2] = [y, x]
                    self.mark("reorder")
                    index += 1
                elif self.chance(0.8) and is_alone(y, text) and may_pass(x, y):
                    statements.parts[index : index + 2] = [y, x]
                    self.mark("reorder")
                    index += 1
                index += 1

    # Loops

    def loops(self):
        for node in self.all("stmt"):
            if len(node.parts) != 2 or not is_block(node.parts[1]) or not isinstance(node.parts[0], str):
                continue
            head = HEAD.match(node.parts[0])
            body = node.parts[1]
            text = body.text()
            if not head or not CONSTANT_BOUND.match(head["end"]) or re.search(r"\b(break|continue|goto)\b|:;", text):
                continue
            type, name, start, end, step = (head[part] for part in ("type", "name", "start", "end", "step"))
            by = re.match(rf"\+\+{name}$|{name}\+\+$|{name} \+= (\d)$", step)
            if not by or re.search(rf"\b{name} [+-]?= |\+\+{name}\b|--{name}\b", text):
                continue
            by = int(by[1] or 1)
            bounds = re.match(r"(?:static_cast<[\w:]+>\()?(\d+)\)?$", end)
            choices = ["while"]
            if bounds and start.isdigit() and len(text) * int(bounds[1]) < LARGEST:
                choices += ["unroll", "unroll", "unroll"]
            if head["test"] == "<" and len(text) < LARGEST and start.isdigit():
                choices += ["peel", "peel"]
            choice = self.rng.choice(choices)
            if not self.chance(0.7):
                continue
            first = f"const {type} {name} = "
            if choice == "unroll":
                node.parts = ["{\n"]
                for value in range(int(start), int(bounds[1]), by):
                    node.parts += ["{\n", f"{first}{value};\n", body.clone(), "}\n"]
                node.parts.append("}\n")
            elif choice == "peel":
                rest = node.parts[0].replace(f"{name} = {start};", f"{name} = {start} + {by};", 1)
                node.parts = ["{\n", f"if ({start} < {end}) {{\n{first}{start};\n", body.clone(), "}\n", rest, body, "}\n"]
            else:
                node.parts = [f"{{\n{type} {name} = {start};\nwhile ({name} {head['test']} {end}) {{\n", body, f"{step};\n}}\n}}\n"]
            self.mark(choice)

    # Calls

    def inline(self):
        """A call of a function: its body, in a block or in a function object."""
        helpers = {}
        for helper in self.tree.parts[:-1]:
            head = re.match(r"static (.*?) @_(\w+)\((.*)\) $", helper.parts[0])
            text = helper.text()
            if head and text.count(f"@_{head[2]}(") == 1 and not re.search(r"\bgoto\b", text) and len(text) < LARGEST:
                helpers[head[2]] = (head[1], head[3], helper.parts[1].clone())
        main = self.tree.parts[-1]
        for statements in [main.parts[0]] + [n.parts[i] for n, i in main.walk() if is_block(n.parts[i])]:
            for node in statements.parts:
                if isinstance(node, Node) and node.kind == "stmt" and self.chance(0.6) and in_block(node, helpers):
                    self.mark("inline")
        for node in [n.parts[i] for n, i in main.walk() if n.parts[i].kind == "call"]:
            # The same node may stand twice.
            if node.kind == "call" and node.type in helpers and self.chance(0.4):
                result, parameters, body = helpers[node.type]
                begin = node.parts[0].split("(", 1)[1]
                node.parts = [f"[]({parameters}) -> {result} ", body.clone(), "(", begin, *node.parts[1:]]
                node.kind = "inlined"
                self.mark("lambda")

    RULES = ["compare", "flip", "inline", "loops", "reorder", "name_parts", "refer", "split"]
    # What computes the gradient with the same operations as before.
    SAME_BITS = {"compare", "flip"}


def is_block(node):
    return isinstance(node, Node) and node.kind == "block"


def is_real(node):
    return isinstance(node, Node) and node.kind == "expr" and node.type == "R"


def reals_below(node):
    """(parent, index), but nothing from inside a function object."""
    for index, part in enumerate(node.parts):
        if isinstance(part, Node) and part.kind != "inlined":
            if is_real(part):
                yield node, index
            yield from reals_below(part)


def is_assignment(node):
    """target = value;"""
    return (isinstance(node, Node) and node.kind == "stmt" and len(node.parts) == 5 and is_real(node.parts[0])
            and node.parts[1] in (" = ", " += ", " -= ", " *= ") and is_real(node.parts[2]) and node.parts[3] == ";")


def names_in(node):
    return set(re.findall(r"(?<![\w:.@])[a-z]+\d+[ab]?\b(?!\()", node.text()))


def is_alone(node, text):
    """Nothing but itself writes or points to what a statement names."""
    if not isinstance(node, Node) or node.kind != "stmt" or "(*" in node.text():
        return False
    if not is_assignment(node) and not (len(node.parts) == 5 and SIMPLE.match("".join(map(str, node.parts[:2])))):
        return False
    if re.search(r"\b[fw]\d+\(|@_", node.text()):
        return False
    for name in names_in(node):
        declared = re.search(rf"\bReal {name} = |, {name} = ", text)
        if not declared or re.search(rf"&{name}\b|& ?\w+ = {name}\b|& ?\w+ = [^;]*\b{name}\b|\[[=&]\]", text):
            return False
    return True


def may_pass(other, node):
    """Whether `node`, which is alone, may change places with `other`."""
    if not isinstance(other, Node) or other.kind != "stmt":
        return False
    text = other.text()
    return not re.search(r"\b(break|continue|return|goto|case|fallthrough)\b|:;", text) and not names_in(other) & names_in(node)


def in_block(node, helpers):
    """Replaces a statement that is a call; False where it is none."""
    calls = [part for part in node.parts if isinstance(part, Node) and part.kind == "call"]
    if len(calls) != 1 or calls[0].type not in helpers:
        return False
    call = calls[0]
    at = node.parts.index(call)
    result, parameters, body = helpers[call.type]
    arguments = [part for part in call.parts if isinstance(part, Node) and part.kind == "argument"]
    parameters = [parameter for parameter in parameters.split(", ") if parameter]
    body = body.clone()
    if len(arguments) != len(parameters):
        return False
    last = body.parts[-1] if body.parts else None
    returned = []
    if result == "Real":
        if not isinstance(last, Node) or last.parts[0] != "return ":
            return False
        returned = last.parts[1:-2]
        body.parts.pop()
    elif result != "void":
        return False
    if re.search(r"\breturn\b", body.text()):
        return False
    begin = []
    for parameter, argument in zip(parameters, arguments):
        begin += [f"{parameter} = ", argument, ";\n"]
    before, behind = node.parts[:at], node.parts[at + 1 :]
    outer = []
    declaration = re.match(r"(?:Real|auto) (v\d+) = $", str(before[0])) if len(before) == 1 else None
    if declaration:
        outer = [f"Real {declaration[1]};\n"]
        before = [f"{declaration[1]} = "]
    elif before and not (len(before) == 3 and is_real(before[0]) and before[1] == " = "):
        return False
    end = [*before, "(", *returned, ")", *behind] if returned else []
    node.parts = [*outer, "{\n", *begin, *body.parts, *end, "}\n"]
    return True


def renamed(text):
    """All variables and functions have other names, which sort the other way round."""
    names = sorted(set(re.findall(r"(?<![\w:.@])[a-z]+\d+\w*\b", text)) - {"d"})
    names = [name for name in names if not re.match(r"(f|m)\d+_", name)]
    new = {name: f"{'zyx'[i % 3]}{len(names) - i}_" for i, name in enumerate(names)}
    text = re.sub(r"(?<![\w:.@])[a-z]+\d+\w*\b", lambda match: new.get(match.group(0), match.group(0)), text)
    helpers = sorted(set(re.findall(r"@_h\d+", text)))
    other = {name: f"@_other{len(helpers) - i}" for i, name in enumerate(helpers)}
    return re.sub(r"@_h\d+", lambda match: other[match.group(0)], text)
