"""Statements of random programs with control flow: branches, loops of every form, jumps."""

from scope import Variable
from tree import Node, block, compound, fixed, optional, stmt


class Control:
    def condition(self, scope):
        """Of an if; sometimes it does something on the way."""
        target = self.place(scope, write=True)
        if target and self.chance(0.12):
            return self.weighted([
                (1, lambda: [target, " = ", self.assigned(scope, 1), ", ", self.test(scope)]),
                (1, lambda: [self.test(scope, 0), " && (", target, " *= ", self.factor(scope), ") > ", self.number()]),
                (1, lambda: [self.test(scope, 0), " || (", target, " += ", self.summand(scope, 1), ") < ", self.number()]),
                (1, lambda: ["(", target, " = ", self.assigned(scope, 1), ") < ", self.number()]),
            ])()
        return [self.test(scope)]

    def branch(self, scope):
        head = ["if (", *self.condition(scope), ") "]
        inner = scope.inner()
        if self.chance(0.12):
            name = self.fresh("v")
            head = [f"if (Real {name} = ", self.assigned(scope, 1), f"; {name} {self.pick('<>')} {self.number()}) "]
            inner.add(Variable(name, "real", inner.level))
        parts = [*head, block(self.statements(inner, self.rng.randrange(1, 4)))]
        if self.chance(0.25):
            parts.append(optional("else if (", self.test(scope), ") ",
                                  block(self.statements(scope.inner(), self.rng.randrange(1, 3)))))
        if self.chance(0.4):
            parts.append(optional("else ", block(self.statements(scope.inner(), self.rng.randrange(1, 4)))))
        return compound(*parts)

    def leave(self, scope):
        """break, continue or return, under a condition."""
        choices = []
        if scope.loops and not scope.in_switch:
            choices += [(3, "break;"), (3, "continue;")]
        elif scope.loops:
            choices.append((1, "continue;"))
        if not choices and not (scope.may_leave and scope.level > 1 and self.chance(0.4)):
            return self.branch(scope)
        jump = self.weighted(choices + [(1, None)]) if scope.may_leave else self.weighted(choices)
        inner = scope.inner()
        first = self.statements(inner, 1) if self.chance(0.4) else []
        last = stmt(jump) if jump else self.give_back(inner)
        return compound("if (", *self.condition(scope), ") ", block(first + [last]))

    def give_back(self, scope, last=False):
        kind = scope.function.result
        make = fixed if last else stmt
        if kind == "void":
            return make("return;")
        if kind == "Pair":
            known = scope.of("pair")
            if known and self.chance(0.5):
                return make("return ", self.pick(known).name, ";")
            return make("return {", self.assigned(scope), ", ", self.assigned(scope, 1), "};")
        if kind == "int":
            return make("return ", self.small(scope), ";")
        if kind == "bool":
            return make("return ", self.test(scope), ";")
        return make("return ", self.moderate(scope, 2, 2.5), ";")

    # Loops

    def loop(self, scope):
        if scope.times > 100:
            return self.branch(scope)
        return self.weighted([
            (5, self.counted), (2, self.strided), (2, self.while_loop), (1, self.do_loop), (1, self.endless),
            (1, self.bound_changes), (1, self.two_counters), (1.5, self.from_the_found), (0.7, self.down_to_zero), (1, self.until_value), (1, self.over_list),
        ])(scope)

    def body(self, scope, last=True):
        return self.statements(scope, self.rng.randrange(1, 5))

    def bound(self, scope):
        """(text of the bound, what a counter stays below)"""
        sizes = scope.of("size")
        if sizes and self.chance(0.5):
            name = self.pick(sizes).name
            return name, name
        whole = scope.of("int")
        if whole and self.chance(0.3):
            return self.pick(whole).name + " % 5", 5
        number = self.rng.randrange(1, 6)
        return str(number), number

    def counted(self, scope):
        i, (end, below) = self.fresh("i"), self.bound(scope)
        inner = scope.inner(4, loop=True)
        type = self.pick(["int", "int", "int", "long", "unsigned", "std::size_t", "short"])
        if type in ("unsigned", "std::size_t"):
            end = f"static_cast<{type}>({end})"
        inner.add(Variable(i, "counter", inner.level, below=below))
        start = "0"
        if self.chance(0.3):
            start = self.pick(["1", "2"])
            counters = [v for v in scope.of("counter") if v.below == below]
            if counters and type == "int" and self.chance(0.5):
                start = self.pick(counters).name
        if "%" in end:  # what the bound reads may change in the body
            bound = f"e{i}"
            return compound("", block([
                fixed(f"const int {bound} = {end};"),
                compound(f"for (int {i} = {start}; {i} < {bound}; ++{i}) ", block(self.body(inner))),
            ]))
        if self.chance(0.25) and type in ("int", "long", "short"):
            if not start.isdigit():  # a counter of a type without sign would be what it is compared as
                start = f"static_cast<int>({start})"
            return compound(f"for ({type} {i} = {end} - 1; {i} >= {start}; --{i}) ", block(self.body(inner)))
        return compound(f"for ({type} {i} = {start}; {i} {self.pick(['<', '<', '!=']) if start == '0' else '<'} {end}; "
                        f"{self.pick(['++' + i, i + '++', i + ' += 1'])}) ", block(self.body(inner)))

    def strided(self, scope):
        i, (end, below) = self.fresh("i"), self.bound(scope)
        if "%" in end:
            end, below = "5", 5
        inner = scope.inner(3, loop=True)
        inner.add(Variable(i, "counter", inner.level, below=below))
        step = self.rng.randrange(2, 4)
        head = self.pick([f"for (int {i} = 0; {i} < {end}; {i} += {step}) ",
                          f"for (int {i} = {end} - 1; {i} >= 0; {i} -= {step}) ",
                          f"for (int {i} = 1; {i} < {end}; {i} *= 2) "])
        return compound(head, block(self.body(inner)))

    def while_loop(self, scope):
        k = self.fresh("k")
        inner = scope.inner(3, loop=True)
        kind = self.rng.random()
        start = self.small(scope)
        if kind < 0.4:
            inner.add(Variable(k, "counter", inner.level, below=7))
            return compound("", block([stmt(f"int {k} = ", start, ";"),
                                       compound(f"while ({k}-- > 0) ", block(self.body(inner)))]))
        if kind < 0.7:
            inner.add(Variable(k, "counter", inner.level, below=7))
            return compound("", block([stmt(f"int {k} = ", start, ";"),
                                       compound(f"while (++{k} < 7) ", block(self.body(inner)))]))
        # The step stands in the body, in front of what may continue.
        inner.add(Variable(k, "counter", inner.level, below=8))
        return compound("", block([
            stmt(f"unsigned {k} = ", start, ";"),
            compound(f"while ({k}) ", block([fixed(f"{k} = {self.pick([f'{k} / 2', f'{k} - 1', f'{k} & ({k} - 1)'])};")]
                                            + self.body(inner))),
        ]))

    def do_loop(self, scope):
        k = self.fresh("k")
        inner = scope.inner(3, loop=True)
        inner.add(Variable(k, "counter", inner.level, below=8))
        more = optional(" && ", self.test(scope, 0)) if self.chance(0.4) else ""
        return compound("", block([
            stmt(f"int {k} = ", self.small(scope), ";"),
            compound("do ", block(self.body(inner)), f"while (--{k} > 0", more, ");\n"),
        ]))

    def endless(self, scope):
        k = self.fresh("k")
        inner = scope.inner(3, loop=True)
        inner.add(Variable(k, "counter", inner.level, below=7))
        return compound("", block([
            stmt(f"int {k} = ", self.small(scope), ";"),
            compound(self.pick(["for (;;) ", "while (true) "]), block(
                [fixed(f"if (++{k} > {self.rng.randrange(2, 7)}) break;")] + self.body(inner))),
        ]))

    def bound_changes(self, scope):
        i, n = self.fresh("i"), self.fresh("k")
        inner = scope.inner(3, loop=True)
        inner.add(Variable(i, "counter", inner.level, below=7))
        change = self.pick([f"--{n};", f"{i} += 1;", f"{n} -= 2;", f"{n} = {n} / 2;"])
        return compound("", block([
            stmt(f"int {n} = ", self.small(scope), ";"),
            compound(f"for (int {i} = 0; {i} < {n}; ++{i}) ", block(
                self.body(inner) + [compound("if (", self.test(inner, 0), ") ", block([stmt(change)]))])),
        ]))

    def two_counters(self, scope):
        i, j = self.fresh("i"), self.fresh("i")
        end, below = self.bound(scope)
        if "%" in end:
            end, below = "4", 4
        inner = scope.inner(3, loop=True)
        inner.add(Variable(i, "counter", inner.level, below=below))
        inner.add(Variable(j, "counter", inner.level, below=below))
        return compound(f"for (int {i} = 0, {j} = {end} - 1; {i} < {j}; ++{i}, --{j}) ", block(self.body(inner)))

    def from_the_found(self, scope):
        """From the first element, or up to the last one, of which something holds; it may be none."""
        first, k, i = self.fresh("k"), self.fresh("i"), self.fresh("i")
        end, below = self.bound(scope)
        if "%" in end:
            end, below = "5", 5
        type, none, loop = self.pick([
            ("int", "INT_MIN", "for ({type} {i} = 0; {i} < {first}; ++{i}) "),
            ("int", "INT_MIN", "for ({type} {i} = 0; {i} + 1 < {first}; {i} += 2) "),
            ("long", "std::numeric_limits<long>::max()", "for ({type} {i} = {end} - 1; {i} > {first}; --{i}) "),
            ("int", "INT_MAX", "for ({type} {i} = {first}; {i} < {end}; ++{i}) "),
            ("unsigned", "UINT_MAX", "for ({type} {i} = {first}; {i} < {end}; ++{i}) "),
            ("unsigned", "-1", "for ({type} {i} = {end} - 1; {i} > {first}; {i}--) "),
            ("std::size_t", "static_cast<std::size_t>(-1)", "for ({type} {i} = {first}; {i} < {end}; ++{i}) "),
            ("std::size_t", "static_cast<std::size_t>(-1)", "for ({type} {i} = {end} - 1; {i} > {first}; --{i}) "),
        ])
        end = f"static_cast<{type}>({end})"
        search, inner = scope.inner(1, loop=True), scope.inner(3, loop=True)
        search.add(Variable(k, "counter", search.level, below=below))
        inner.add(Variable(i, "counter", inner.level, below=below))
        head = loop.format(type=type, i=i, first=first, end=end)
        found = fixed(f"{first} = {k};" + self.pick(["", " break;"]))
        return compound("", block([
            fixed(f"{type} {first} = {none};"),
            compound(f"for ({type} {k} = 0; {k} < {end}; ++{k}) ",
                     block([compound("if (", self.test(search, 0), ") ", block([found]))])),
            compound(head, block(self.body(inner)))]))

    def down_to_zero(self, scope):
        i, (end, below) = self.fresh("i"), self.bound(scope)
        if "%" in end:
            end, below = "4", 4
        type = self.pick(["unsigned", "std::size_t"])
        inner = scope.inner(3, loop=True)
        inner.add(Variable(i, "counter", inner.level, below=below))
        return compound(f"for ({type} {i} = {end}; {i}-- > 0;) ", block(self.body(inner)))

    def until_value(self, scope):
        """The number of trips depends on a real number."""
        x, k = self.fresh("v"), self.fresh("k")
        inner = scope.inner(4, loop=True)
        statement = [
            stmt(f"Real {x} = 1 + std::fabs(", self.moderate(scope, 1, 1.6), ");"),
            stmt(f"int {k} = 0;"),
        ]
        inner.add(Variable(x, "real", inner.level, const=True))
        body = self.body(inner)
        return compound("", block(statement + [
            compound(f"while ({x} > 0.2 && {k} < 6) ", block(
                [stmt(f"{x} *= 0.6 + 0.1 * std::sin({x});"), fixed(f"++{k};")] + body))]))

    def over_list(self, scope):
        found = [v for v in scope.of("array") if v.whole] + scope.of("matrix")
        found = [v for v in found if v.kind == "matrix" and not v.symbol or v.kind == "array"]
        name = self.fresh("v")
        inner = scope.inner(5, loop=True)
        if not found or self.chance(0.2):
            inner.add(Variable(name, "real", inner.level))
            return compound(f"for (Real {name} : ", "{Real(", self.assigned(scope, 1), "), Real(", self.assigned(scope, 1), ")}) ",
                            block(self.body(inner)))
        v = self.pick(found)
        if v.kind == "matrix":
            row = self.fresh("a")
            inner.add(Variable(row, "array", inner.level, v.columns, whole=True, const=v.const))
            return compound(f"for (auto &{row} : {v.name}) ", block(self.body(inner)))
        how = self.pick(["Real ", "const Real &"] + ([] if v.const else ["Real &", "Real &", "auto &"]))
        inner.add(Variable(name, "real", inner.level, const="const" in how))
        return compound(f"for ({how}{name} : {v.name}) ", block(self.body(inner)))

    # Switch and goto

    def switch(self, scope):
        selector = self.varying(scope)
        if not selector:
            return self.declare_whole(scope)
        count = self.rng.randrange(2, 5)
        values = self.rng.sample(range(6), count)
        default = self.rng.randrange(count + 1)
        parts = []
        for position in range(count + 1):
            if position == default:
                if self.chance(0.2):
                    continue
                label = "default:"
            else:
                label = f"case {values[position if position < default else position - 1]}:"
            inner = scope.inner(switch=True)
            statements = self.statements(inner, self.rng.randrange(1, 3))
            parts.append(case(label, statements))
            if position == count:
                break
            parts.append(stmt(self.weighted([(5, "break;"), (2, "[[fallthrough]];")])))
        # What stands last may not fall through.
        while parts and parts[-1].text().strip() == "[[fallthrough]];":
            parts.pop()
        return compound("switch (", selector, " % 6) ", block(parts))

    def jump_forward(self, scope):
        """goto out of nested loops, or past some statements."""
        if not scope.may_leave or scope.times > 60:
            return self.branch(scope)
        self.labels += 1
        label = f"past{self.labels}"
        inner = scope.inner()
        i, j = self.fresh("i"), self.fresh("i")
        go = lambda where: compound("if (", self.test(where), ") ", block([stmt(f"goto {label};")]))
        if self.chance(0.5):
            outer = inner.inner(3, loop=True)
            outer.add(Variable(i, "counter", outer.level, below=3))
            innermost = outer.inner(3, loop=True)
            innermost.add(Variable(j, "counter", innermost.level, below=3))
            loops = compound(f"for (int {i} = 0; {i} < 3; ++{i}) ", block(
                self.statements(outer, 1)
                + [compound(f"for (int {j} = 0; {j} < 3; ++{j}) ", block(
                    self.statements(innermost, 1) + [go(innermost)] + self.statements(innermost, 1)))]
                + self.statements(outer, 1)))
            return compound("", block([loops] + self.statements(inner, 1)), fixed(f"{label}:;"))
        return compound("", block(self.statements(inner, 1) + [go(inner)] + self.statements(inner, 2)), fixed(f"{label}:;"))

    def jump_back(self, scope):
        if not scope.may_leave or scope.times > 60:
            return self.branch(scope)
        self.labels += 1
        label, k = f"again{self.labels}", self.fresh("k")
        inner = scope.inner(3, keeps=True)
        inner.may_leave = scope.may_leave
        inner.add(Variable(k, "counter", inner.level, below=6))
        more = optional(" && ", self.test(scope, 0)) if self.chance(0.5) else ""
        return compound("", block([
            fixed(f"int {k} = 0;"), fixed(f"{label}:;"), compound("", block(self.body(inner))),
            fixed(f"if (++{k} < {self.rng.randrange(2, 5)}", more, f") goto {label};"),
        ]))


def case(label, statements):
    return Node("fixed", [label + " ", block(statements)])
