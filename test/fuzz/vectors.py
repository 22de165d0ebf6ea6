"""std::vector: what its member functions do to its length and its elements, in a random order."""

from tree import stmt

PRELUDE = """[[maybe_unused]] static Real summed(const std::vector<Real> &v) {
  Real sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i)
    sum = 0.5 * sum + v[i];
  return sum;
}
[[maybe_unused]] static std::vector<Real> turned(std::vector<Real> v, Real x) {
  v.push_back(std::sin(x));
  v[v.size() / 2] *= 0.5;
  std::reverse(v.begin(), v.end());
  return v;
}
[[maybe_unused]] static void grown(std::vector<Real> &v, Real x, int n) {
  for (int i = 0; i < n; ++i)
    v.push_back(0.5 * v[i % v.size()] + 0.25 * std::cos(x));
}
"""


class Vectors:
    def use_vectors(self, scope):
        a = self.place(scope, write=True, keep=lambda v: v.type == "Real")
        if not a:
            return self.declare(scope)
        t = self.fresh("t")
        n = lambda: str(self.rng.randrange(0, 7))
        value = lambda: self.moderate(scope, 1, 3)
        v = lambda: self.pick([f"{t}v", f"{t}v", f"{t}u"])

        def step():
            x, y, k = v(), v(), n()
            return self.weighted([
                (3, lambda: [f"{x}.push_back(", value(), ");\n"]),
                (3, lambda: [f"{x}[{k} % {x}.size()] = std::sin({y}[{n()} % {y}.size()] + ", value(), ");\n"]),
                (1, lambda: [f"{x}.insert({x}.begin() + {k} % {x}.size(), ", value(), ");\n"]),
                (1, lambda: [f"{x}.insert({x}.end(), {int(k) % 3}, {y}.front());\n"]),
                (1, lambda: [f"if ({x}.size() > 1) {x}.erase({x}.begin() + {k} % {x}.size());\n"]),
                (1, lambda: [f"if (", *self.condition(scope), f") {x}.resize({x}.size() + {int(k) % 3}, ", value(), ");\n"]),
                (1, lambda: [f"{x}.resize(1 + {k});\n"]),
                (2, lambda: [f"for (Real &e : {x}) e = 0.5 * e + 0.25 * ", value(), ";\n"]),
                (1, lambda: [f"for (auto i = {x}.begin(); i != {x}.end(); ++i) *i *= 0.75;\n"]),
                (1, lambda: [f"{x} = {y};\n"]),
                (1, lambda: [f"{t}u.swap({t}v);\n"]),
                (1, lambda: [f"std::swap({t}u, {t}v);\n"]),
                (1, lambda: [f"{x} = {{", value(), ", ", value(), "};\n"]),
                (1, lambda: [f"{t}u.assign({t}v.begin(), {t}v.begin() + ({t}v.size() + 1) / 2);\n"]),
                (1, lambda: [f"while ({x}.size() > {1 + int(k)}) {x}.pop_back();\n"]),
                (1, lambda: [f"{x} = turned({y}, ", value(), ");\n"]),
                (1, lambda: [f"{x}.push_back(0.25 * summed(turned({y}, ", value(), ")));\n"]),
                (1, lambda: [f"grown({x}, ", value(), f", {int(k) % 4});\n"]),
                (1, lambda: [f"std::vector<Real> {self.fresh('w')}(std::move({x})); {x} = std::vector<Real>(2, ", value(), ");\n"]),
                (1, lambda: [f"{{ std::vector<std::vector<Real>> m(2, {x}); m[0][0] = std::sin(", value(), f"); m.push_back({y});\n"
                             f"m[1].push_back(m[{int(k) % 3}].back()); {x} = m[{int(n()) % 3}]; }}\n"]),
                (1, lambda: [f"{{ std::vector<int> m({x}.size(), 1); m[{k} % m.size()] = 2; for (int i : m) {x}[i % {x}.size()] *= 0.5; }}\n"]),
            ])()

        first = self.weighted([
            (2, lambda: [f"std::vector<Real> {t}v = {{", value(), ", ", value(), "};\n"]),
            (1, lambda: [f"std::vector<Real> {t}v({1 + self.rng.randrange(4)}, ", value(), ");\n"]),
            (1, lambda: [f"std::vector<Real> {t}v(1); {t}v.reserve({n()}); {t}v[0] = ", value(), ";\n"]),
        ])()
        parts = ["{ ", *first, f"std::vector<Real> {t}u({t}v);\n"]
        for _ in range(1 + self.rng.randrange(5)):
            parts += step()
        return stmt(*parts, a, f" = std::sin(summed({t}v) - 0.5 * {t}u.back() + 0.1 * {t}v.size()); }}")
