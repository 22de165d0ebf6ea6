"""Statements of random programs about memory: arrays, pointers, references, the heap, lists."""

from scope import Variable
from tree import block, compound, fixed, integer, real, stmt


class Memory:
    def declare_array(self, scope):
        name, size = self.fresh("a"), self.rng.randrange(3, 8)
        kind = self.rng.random()
        if kind < 0.25:
            columns = self.rng.randrange(2, 5)
            size = self.rng.randrange(2, 4)
            values = [self.assigned(scope, 1) for _ in range(3)]
            scope.add(Variable(name, "matrix", scope.level, size, columns))
            if self.chance(0.5):
                return stmt(f"Real {name}[{size}][{columns}] = ", "{{", values[0], ", ", values[1], "}, {", values[2], "}};")
            i, j = self.fresh("i"), self.fresh("i")
            return compound(f"Real {name}[{size}][{columns}] = ", "{};\n",
                            f"for (int {i} = 0; {i} < {size}; ++{i})\n",
                            f"for (int {j} = 0; {j} < {columns}; ++{j})",
                            block([stmt(f"{name}[{i}][{j}] = std::sin(0.5 * {i} + {j}) + ", self.moderate(scope, 1, 1), ";")]))
        if kind < 0.4:
            values = [self.assigned(scope, 1) for _ in range(3)]
            scope.add(Variable(name, "pairs", scope.level, size))
            return stmt(f"Pair {name}[{size}] = ", "{{", values[0], ", ", values[1], "}, {", values[2], ", 0.5}};")
        scope_variable = Variable(name, "array", scope.level, size)
        if kind < 0.6:
            counter = self.fresh("i")
            value = self.moderate(scope, 1, 1)
            scope.add(scope_variable)
            return compound(f"Real {name}[{size}] = ", "{};\n", f"for (int {counter} = 0; {counter} < {size}; ++{counter})",
                            block([stmt(f"{name}[{counter}] = ", value, f" * (0.25 + 0.125 * {counter});")]))
        if kind < 0.7:
            values = [self.assigned(scope, 1) for _ in range(2)]
            scope.add(scope_variable)
            return stmt(f"std::array<Real, {size}> {name} = ", "{", values[0], ", ", values[1], "};")
        if kind < 0.78:
            scope.add(scope_variable).const = True
            return stmt(f"static const Real {name}[{size}] = ", "{" + ", ".join(self.number() for _ in range(size)) + "};")
        values = [self.assigned(scope, 1) for _ in range(self.rng.randrange(1, size + 1))]
        scope.add(scope_variable)
        parts = [values[0]]
        for value in values[1:]:
            parts += [", ", value]
        return stmt(f"Real {name}[{size}] = ", "{", *parts, "};")

    # Pointers

    def address(self, scope, size, level, const=False, depth=1):
        """What points to at least `size` elements that live as long as the level; or None."""
        found = []
        for v in scope.all():
            if v.level > level or v.const and not const or v.type != "Real":
                continue
            if v.kind == "array" and v.size >= size:
                found += [v, v]
            elif v.kind == "pointer" and v.size >= size:
                found.append(v)
            elif v.kind == "real" and size == 1:
                found.append(v)
            elif v.kind == "matrix" and v.columns >= size or v.kind == "body" and size <= 3:
                found.append(v)
            elif v.kind == "pair" and size == 1:
                found.append(v)
        if not found:
            return None
        if depth and self.chance(0.25):
            x, y = self.address(scope, size, level, const, 0), self.address(scope, size, level, const, 0)
            return ["(", self.test(scope), " ? ", *x, " : ", *y, ")"]
        v = self.pick(found)
        if v.kind in ("array", "pointer"):
            start = self.address_of_first(v)
            beyond = v.size - size
            if beyond and self.chance(0.6):
                return self.weighted([
                    (2, lambda: [start, f" + {self.rng.randrange(1, beyond + 1)}"]),
                    (2, lambda: [start, " + ", self.index(scope, beyond + 1)]),
                    (1, lambda: [f"&{v.name}[", self.index(scope, beyond + 1), "]"]),
                ])()
            return [start]
        if v.kind == "real":
            return [f"&{v.name}"]
        if v.kind == "matrix":
            return [f"{v.name}[", self.index(scope, v.size, v.symbol), "]"]
        if v.kind == "pair":
            return [f"&{v.name}.{self.pick('ab')}"]
        return [f"{v.name}.pos"] if size > 1 or self.chance(0.5) else [f"&{v.name}.{self.pick(['mass', 'v.a', 'v.b'])}"]

    def address_of_first(self, v):
        return f"&{v.name}[0]"

    def declare_pointer(self, scope):
        name = self.fresh("p")
        records = scope.of("pair", "body", write=True)
        if records and self.chance(0.25):
            v = self.pick(records)
            same = [w for w in records if w.kind == v.kind]
            type = "Pair" if v.kind == "pair" else "Body"
            test = self.test(scope)
            scope.add(Variable(name, v.kind + "-pointer", scope.level))
            if self.chance(0.4):
                return stmt(f"{type} *{name} = ", test, f" ? &{v.name} : &{self.pick(same).name};")
            return stmt(f"{type} *{name} = &{v.name};")
        size = self.pick([1, 1, 2, 3, 4])
        const = self.chance(0.2)
        address = self.address(scope, size, scope.level, const)
        if not address:
            return self.declare_array(scope)
        if size == 1 and self.chance(0.3):
            place = self.place(scope, write=True, keep=lambda v: v.type == "Real")
            if place:
                # Never narrower than what it refers to, so it is as good as a variable.
                scope.add(Variable(name, "real", scope.level))
                return stmt(f"Real &{name} = ", place, ";")
        scope.add(Variable(name, "pointer", scope.level, size, const=const))
        return stmt(f"{'const ' if const else ''}Real *{name} = ", *address, ";")

    def move_pointer(self, scope):
        found = [v for v in scope.of("pointer") if v.symbol is None]
        if not found:
            return self.declare_pointer(scope)
        v = self.pick(found)
        same = [w for w in found if w is not v and w.size == v.size and w.const == v.const and w.level == v.level]
        if same and self.chance(0.4):
            return stmt(f"std::swap({v.name}, {self.pick(same).name});")
        address = self.address(scope, v.size, v.level, v.const)
        if not address:
            return self.assign(scope)
        if self.chance(0.2):
            return compound("if (", self.test(scope), ") ", block([stmt(f"{v.name} = ", *address, ";")]))
        return stmt(f"{v.name} = ", *address, ";")

    def pointer_table(self, scope):
        """An array of pointers, or a pointer to a pointer."""
        name = self.fresh("t")
        addresses = [self.address(scope, 1, scope.level) for _ in range(3)]
        if not all(addresses):
            return self.declare_array(scope)
        pointers = [v for v in scope.of("pointer") if v.size == 1 and not v.const and not v.symbol]
        if pointers and self.chance(0.4):
            v = self.pick(pointers)
            address = self.address(scope, 1, v.level)
            return compound("", block([
                fixed(f"Real **{name} = &{v.name};"),
                stmt(f"**{name} *= ", self.factor(scope), ";"),
                stmt(f"*{name} = ", *(address or [f"*{name}"]), ";"),
                stmt(f"**{name} = ", self.assigned(scope), ";"),
            ]))
        pick = lambda: self.index(scope, 3)
        return compound("", block([
            fixed(f"Real *{name}[3] = ", "{", *addresses[0], ", ", *addresses[1], ", ", *addresses[2], "};"),
            stmt(f"*{name}[", pick(), "] = ", self.assigned(scope), ";"),
            stmt(f"std::swap({name}[", pick(), f"], {name}[", pick(), "]);"),
            stmt(f"{name}[", pick(), "] = ", f"{name}[", pick(), "];"),
            stmt(f"*{name}[", pick(), f"] {self.pick(['+=', '-='])} ", self.factor(scope), f" * *{name}[", pick(), "];"),
            stmt(f"*{name}[", pick(), f"] *= ", self.factor(scope), ";"),
        ]))

    def walk_pointer(self, scope):
        """A loop whose counter is a pointer."""
        arrays = [v for v in scope.of("array", write=True) if v.type == "Real"]
        if not arrays or scope.times > 60:
            return self.assign(scope)
        v = self.pick(arrays)
        name, end = self.fresh("p"), f"{self.address_of_first(v)} + {v.symbol or v.size}"
        inner = scope.inner(5, loop=True)
        inner.add(Variable(name, "pointer", inner.level, 1, symbol="stays"))
        body = lambda count: self.statements(inner, count)
        kind = self.rng.random()
        if kind < 0.5:
            return compound(f"for (Real *{name} = {self.address_of_first(v)}; {name} {self.pick(['!=', '<'])} {end}; ++{name}) ",
                            block(body(2)))
        inner.loops = 0  # continue would pass the step
        target = self.place(scope, write=True)
        if kind < 0.75:
            inner.own.clear()
            return compound("", block([
                fixed(f"const Real *{name} = {self.address_of_first(v)}, *end{name} = {end};"),
                compound(f"while ({name} < end{name}) ", block(
                    body(1) + [fixed(target, f" = 0.5 * ", target, f" + 0.25 * *{name}++;")])),
            ]))
        inner.own.clear()
        return compound("", block([
            fixed(f"Real *{name} = {end};"),
            compound(f"while ({name} != {self.address_of_first(v)}) ", block(
                [fixed(f"*--{name} *= ", self.factor(scope), ";")] + body(1))),
        ]))

    def walk_beside(self, scope):
        """A pointer or an index that moves in the body of a loop that something else counts, in either direction."""
        arrays = [v for v in scope.of("array", write=True) if v.type == "Real" and v.size >= 2]
        if not arrays or scope.times > 60:
            return self.assign(scope)
        v = self.pick(arrays)
        n, first = v.symbol or str(v.size), self.address_of_first(v)
        c, p = self.fresh("c"), self.fresh("p")
        inner = scope.inner(5, loop=True)
        inner.loops = 0  # continue would pass the step
        inner.own.clear()
        target = self.place(scope, write=True)
        head = self.pick([f"for (int {c} = {n}; {c} > 0; --{c}) ", f"for (int {c} = {n} - 1; {c} >= 0; --{c}) ",
                          f"for (int {c} = 0; {c} < {n}; ++{c}) ", f"for (int {c} = {n} + 1; {c} > 1; {c}--) "])
        halves = lambda value: fixed(target, " = 0.5 * ", target, f" + 0.25 * {value};")
        grows = self.pick([f"for (int {c} = 1; {c} < {n}; {c} += {c}) ",
                           f"for (int {c} = {n} - 1; {c} > 0; {c} -= {c} / 2 + 1) ",
                           f"for (int {c} = {n} - 1; {c} > 0; {c} -= {c} & -{c}) "])
        body = self.statements(inner, 1)
        return self.pick([
            lambda: compound("", block([fixed(f"const Real *{p} = {first};"),
                                        compound(head, block(body + [halves(f"*{p}++")]))])),
            lambda: compound("", block([fixed(f"int {p} = 0;"),
                                        compound(head, block(body + [halves(f"*({first} + {p})"), fixed(f"{p} += 1;")]))])),
            lambda: compound("", block([fixed(f"Real *{p} = {first} + {n};"),
                                        compound(head, block([fixed(f"*--{p} *= ", self.factor(scope), ";")] + body))])),
            lambda: compound("", block([fixed(f"Real *{p} = {first} + {n}, *from{p} = {p} - 1;"),
                                        compound(f"for (int {c} = {n} - 1; {c} > 0; --{c}) ", block(
                                            [fixed(f"*--{p} = *--from{p};")]))])),
            lambda: compound(grows, block([halves(f"*({first} + {c})")])),
        ])()

    # Whole arrays

    def sweep(self, scope):
        """In place: what is read may have been overwritten, or not yet."""
        arrays = [v for v in scope.of("array", write=True) if v.size >= 3 and v.type == "Real"]
        if not arrays or scope.times > 60:
            return self.declare_array(scope)
        v = self.pick(arrays)
        a, n, i = v.name, v.symbol or str(v.size), self.fresh("i")
        inner = scope.inner(5)
        inner.add(Variable(i, "counter", inner.level, below=v.symbol or v.size, const=True))
        extra = lambda: self.moderate(inner, 1, 1)
        return self.weighted([
            (2, lambda: compound(f"for (int {i} = 1; {i} < {n}; ++{i}) ", block([
                stmt(f"{a}[{i}] = 0.5 * {a}[{i}] + 0.5 * {a}[{i} - 1] * ", self.factor(inner), ";")]))),
            (2, lambda: compound(f"for (int {i} = 1; {i} + 1 < {n}; ++{i}) ", block([
                stmt(f"{a}[{i}] = 0.25 * {a}[{i} - 1] + 0.5 * {a}[{i}] + 0.25 * {a}[{i} + 1] + 0.1 * ", extra(), ";")]))),
            (2, lambda: compound(f"for (int {i} = {n} - 2; {i} >= 0; --{i}) ", block([
                stmt(f"{a}[{i}] = std::sin({a}[{i}] + {a}[{i} + 1]);")]))),
            (1, lambda: compound(f"for (int {i} = 0; {i} < {n} / 2; ++{i}) ", block([
                stmt(f"std::swap({a}[{i}], {a}[{n} - 1 - {i}]);")]))),
            (1, lambda: compound(f"for (auto &{i} : {a}) " if v.whole else
                                 f"for (int j{i} = 0; j{i} < {n}; ++j{i}) ", block([
                stmt(f"{i if v.whole else f'{a}[j{i}]'} *= ", self.factor(scope), ";")]))),
            (1, lambda: compound(f"for (int {i} = 0; {i} + 1 < {n}; ++{i}) ", block([
                compound(f"if ({a}[{i}] > {a}[{i} + 1]) ", block([stmt(f"std::swap({a}[{i}], {a}[{i} + 1]);")]))]))),
        ])()

    def copy(self, scope):
        arrays = [v for v in scope.of("array", write=True) if not v.symbol and v.type == "Real" and v.level > 0]
        if not arrays:
            return self.declare_array(scope)
        v, w = self.pick(arrays), self.pick(scope.of("array"))
        count = self.rng.randrange(1, min(v.size, w.size) + 1)
        first = self.address_of_first
        return self.weighted([
            (2, lambda: stmt(f"std::memmove({first(v)}, {first(w)}, {count} * sizeof(Real));")),
            (2 if v is not w else 0, lambda: stmt(f"std::memcpy({first(v)}, {first(w)}, {count} * sizeof(Real));")),
            (1, lambda: stmt(f"std::memmove({first(v)} + 1, {first(v)}, {v.size - 1} * sizeof(Real));")),
            (1, lambda: stmt(f"std::memset({first(v)}, 0, {count} * sizeof(Real));")),
            (1, lambda: stmt(f"std::copy({first(w)}, {first(w)} + {count}, {first(v)});") if v is not w else
             stmt(f"std::fill({first(v)}, {first(v)} + {count}, ", self.assigned(scope, 1), ");")),
        ])()

    def heap(self, scope):
        name, size = self.fresh("w"), self.rng.randrange(3, 7)
        inner = scope.inner(keeps=True)
        inner.add(Variable(name, "array", inner.level, size, whole=False))
        make, free = self.pick([
            (f"new Real[{size}]()", f"delete[] {name};"),
            (f"static_cast<Real *>(std::calloc({size}, sizeof(Real)))", f"std::free({name});"),
            (f"new Real[{size}]" + "{0.5, -0.25, 1}", f"delete[] {name};"),
        ])
        return compound("", block(
            [fixed(f"Real *{name} = {make};")]
            + [stmt(f"{name}[", self.index(inner, size), "] = ", self.assigned(scope), ";")]
            + self.statements(inner, self.rng.randrange(2, 6))
            + [self.assign(inner), fixed(free)]))

    def linked(self, scope):
        """A list of nodes on the stack."""
        nodes, walk, n = self.fresh("n"), self.fresh("p"), self.rng.randrange(2, 5)
        target = self.place(scope, write=True)
        if not target:
            return self.declare(scope)
        values = []
        for i in range(n):
            values += [", " if i else "", "{", self.assigned(scope, 1), ", ", f"&{nodes}[{i + 1}]" if i + 1 < n else "nullptr", "}"]
        last = self.rng.randrange(n)
        return compound("", block([
            fixed(f"Node {nodes}[{n}] = ", "{", *values, "};"),
            compound("if (", self.test(scope), ") ", block([stmt(f"{nodes}[{last}].next = nullptr;")])),
            compound(f"for (Node *{walk} = {nodes}; {walk}; {walk} = {walk}->next) ", block([
                stmt(f"{walk}->value *= ", self.factor(scope), ";"),
                compound(f"if ({walk}->next) ", block([stmt(f"{walk}->next->value += 0.5 * {walk}->value;")])),
                stmt(target, f" = 0.5 * ", target, f" + 0.25 * {walk}->value;"),
            ])),
        ]))
