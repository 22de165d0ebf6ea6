"""What recursive functions return: structs with arrays, pointers, memory; pointers to integers of many types."""

from tree import stmt

PRELUDE = """struct Row {
  Real v[3];
  int n;
};
[[maybe_unused]] static Row spun(Real x, int n) {
  if (n <= 0)
    return Row{{x, std::sin(x), Real(0.5) - x}, 1};
  Row r = spun(std::cos(x), n - 1);
  r.v[n % 3] += 0.25 * x;
  r.n += n;
  return n == 2 ? Row{{r.v[1], r.v[0], 0.5 * r.v[2]}, r.n} : r;
}
[[maybe_unused]] static Real *picked(Real *p, Real *q, int n) { return n <= 0 ? p : picked(q, p, n - 1); }
[[maybe_unused]] static Node *chained(Node *list, Real v, int n) {
  if (n <= 0)
    return list;
  if (list && n % 2) {
    list->next = chained(list->next, 0.5 * v, n - 1);
    list->value += 0.1 * std::sin(v);
    return list;
  }
  return new Node{std::cos(v), chained(list, v * 0.75, n - 1)};
}
enum class Way : unsigned char { Up, Down, Over = 200 };
[[maybe_unused]] static Real followed(const Real *v, const std::size_t *at, unsigned *count, Way &way, int n) {
  if (n <= 0)
    return v[at[*count % 3]];
  *count += 1u + unsigned(n);
  way = way == Way::Up ? Way::Over : way == Way::Over ? Way::Down : Way::Up;
  return 0.5 * std::sin(v[at[n % 3]]) + followed(v, at, count, way, n - 1);
}
"""


class Results:
    def use_recursion(self, scope):
        """Recursive functions with results that are not numbers."""
        a, b, c = (self.place(scope, write=True, keep=lambda v: v.type == "Real") for _ in range(3))
        if not a:
            return self.declare(scope)
        t, n = self.fresh("t"), str(self.rng.randrange(0, 5))
        value = lambda: self.moderate(scope, 1, 3)
        return self.weighted([
            (2, lambda: stmt(f"{{ Row {t} = spun(", value(), f", {n}); {t}.v[0] *= {t}.n;\n", a, f" = std::sin({t}.v[0] + {t}.v[1] * {t}.v[2]); }}")),
            (1, lambda: stmt(f"{{ Row {t}; {t} = spun(", value(), f", {n}); const Row &{t}r = spun({t}.v[1], 2);\n",
                             a, f" = 0.5 * std::cos({t}r.v[0]) + 0.25 * std::sin({t}.v[2]); }}")),
            (2, lambda: stmt(f"{{ Real {t}[2] = {{", value(), ", ", value(), f"}}; *picked({t}, {t} + 1, {n}) *= 0.5;\n",
                             a, f" = std::sin({t}[0]) - 0.5 * std::sin({t}[1]); }}")),
            (2, lambda: stmt("*picked(&", b, ", &", c, f", {n}) = ", self.assigned(scope, 1), ";")),
            (2, lambda: stmt(f"{{ Node *{t} = nullptr; for (int {t}i = 0; {t}i < {n}; ++{t}i) {t} = chained({t}, 0.3 * {t}i + ",
                             value(), f", 1 + {t}i % 3);\nReal {t}s = 0; for (Node *{t}p = {t}; {t}p; {t}p = {t}p->next) "
                             f"{{ {t}p->value *= 0.9; {t}s = 0.5 * {t}s + {t}p->value; }}\n"
                             f"while ({t}) {{ Node *{t}o = {t}; {t} = {t}->next; {t}s += 0.1 * {t}o->value; delete {t}o; }}\n",
                             a, f" = std::sin({t}s); }}")),
        ])()

    def use_integers(self, scope):
        """Pointers to integers and enumerations of many types, chosen, null, moved, passed on."""
        a = self.place(scope, write=True, keep=lambda v: v.type == "Real")
        if not a:
            return self.declare(scope)
        t, n = self.fresh("t"), self.rng.randrange(1, 5)
        kind = self.pick(["unsigned", "std::size_t", "unsigned char", "long long", "short", "unsigned long long", "int", "signed char"])
        row = lambda: "{" + ", ".join(str(self.rng.randrange(3)) for _ in range(3)) + "}"
        numbers = f"Real {t}v[3] = {{", self.moderate(scope, 1, 3), ", ", self.moderate(scope, 1, 3), ", 0.5};\n"
        return self.weighted([
            (2, lambda: stmt("{ ", *numbers, f"{kind} {t}a[3] = {row()}, {t}b[3] = {row()}; const {kind} *{t}p = (", *self.condition(scope),
                             f") ? {t}a : {t}b;\nfor (int {t}i = 0; {t}i < {n}; ++{t}i) {{ {t}v[{t}p[{t}i % 3]] *= 0.5; {t}a[{t}i % 3] = "
                             f"{t}b[({t}i + 1) % 3]; }}\n", a, f" = std::sin({t}v[0] + {t}v[1] - {t}v[*{t}p]); }}")),
            (2, lambda: stmt("{ ", *numbers, f"const {kind} {t}a[3] = {row()}, *{t}p = nullptr, *{t}q = {t}a;\nif (", *self.condition(scope),
                             f") {t}p = {t}q++;\n", a, f" = {t}p ? std::sin({t}v[*{t}p] * {t}v[*{t}q]) : std::cos({t}v[*{t}q]); }}")),
            (2, lambda: stmt("{ ", *numbers, f"std::size_t {t}a[3] = {row()}; unsigned {t}c = {n}; Way {t}w = Way::Up, {t}ws[2] = {{Way::Over, Way::Down}};\n"
                             f"Way &{t}r = (", *self.condition(scope), f") ? {t}w : {t}ws[1];\nReal {t}s = followed({t}v, {t}a, &{t}c, {t}r, {n % 4});\n"
                             f"switch ({t}ws[{t}c % 2]) {{ case Way::Over: {t}s *= 0.5; break; case Way::Up: {t}s = std::sin({t}s); break; default: {t}s += {t}c; }}\n",
                             a, f" = std::sin({t}s) + ({t}w == Way::Up ? {t}v[0] : 0.5 * {t}v[{t}c % 3]); }}")),
        ])()
