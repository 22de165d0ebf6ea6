"""Expressions of tensors: each has the shape that is asked for, and comes with a bound of its elements."""

from tree import Node

UNARY = [  # name, bound of the result, bound of the operand
    ("sin", 1, 30), ("cos", 1, 30), ("tanh", 1, 30), ("erf", 1, 20), ("sigmoid", 1, 20), ("relu", None, 99), ("abs", None, 99),
    ("gelu", None, 20), ("silu", None, 20), ("elu", None, 20), ("leaky_relu", None, 99), ("softplus", "more", 20),
    ("square", "square", 3), ("-", None, 99), ("stop_gradient", None, 99), ("exp", 3, 1), ("expm1", 2, 1),
]
GUARDED = [  # text, bound; the operand is put through tanh
    ("log({} + 2)", 1.1), ("sqrt({} + 1.5)", 1.6), ("reciprocal({} + 2)", 1), ("log1p({} * 0.5)", 1), ("rsqrt({} + 1.5)", 1.5),
    ("pow({} + 2, 1.5)", 5.2), ("floor({} * 3)", 3),
]


def braces(shape):
    return "{" + ", ".join(str(extent) for extent in shape) + "}"


class Tensor(Node):
    """An expression of one shape: its type says which, so that the shrinker replaces like by like."""

    def __init__(self, parts, shape):
        super().__init__("expr", parts, f"T{braces(shape)}")
        self.shape = shape

    def wrapped(self, function):
        return Tensor([f"{function}(", self, ")"], self.shape)


def product(shape):
    count = 1
    for extent in shape:
        count *= extent
    return count


class Shapes:
    def moderate(self, place, shape, depth):
        x, bound = self.tensor(place, shape, depth)
        if bound <= 3:
            return x
        return Tensor([self.pick(["tanh(", "sin(", "tanh(0.25 * "]), "(", x, "))"], shape)

    def narrowed(self, shape):
        """One that broadcasts to the shape."""
        if self.chance(0.4):
            return shape
        shape = tuple(1 if self.chance(0.35) else extent for extent in shape)
        return shape[self.rng.randrange(len(shape) + 1) if self.chance(0.5) else 0 :]

    def leaf(self, place, shape):
        same = place.of("tensor", shape)
        if same:
            # What is near is used more.
            return Tensor([same[min(int(self.rng.expovariate(0.5)), len(same) - 1)].name], shape), 3
        fitting = [n for n in place.of("tensor") if broadcasts(n.shape, shape)]
        if fitting and self.chance(0.7):
            return Tensor([f"broadcast_to({self.pick(fitting).name}, {braces(shape)})"], shape), 3
        equal = [n for n in place.of("tensor") if product(n.shape) == product(shape)]
        if equal and self.chance(0.9):
            return Tensor([f"reshape({self.pick(equal).name}, {braces(shape)})"], shape), 3
        return Tensor([f"adgen::full<double>({braces(shape)}, ", self.scalar(place, 0), ")"], shape), 3

    def tensor(self, place, shape, depth):
        """(expression, bound of its elements)"""
        if depth <= 0 or self.chance(0.1):
            return self.leaf(place, shape)
        rules = [(8, self.unary), (8, self.binary), (3, self.with_scalar), (2, self.guarded), (2, self.choose), (1, self.clamped),
                 (0.7, self.flipped), (1.5, self.reshaped), (1.5, self.sliced), (1, self.called), (0.7, self.like)]
        rank = len(shape)
        if rank:
            rules += [(4, self.multiplied), (2, self.softmax), (1.5, self.concatenated), (1, self.stacked), (1, self.selected),
                      (1, self.padded), (0.7, self.normalised)]
        if rank >= 2:
            rules.append((2, self.permuted))
        if rank == 2:
            rules.append((1, self.outer))
        if rank == 0:
            rules += [(2, self.dot), (2, self.loss)]
        if rank < 3:
            rules.append((5, self.reduced))
        rules = [(weight, rule) for weight, rule in rules if rule.__name__ not in self.without]
        return self.weighted(rules)(place, shape, depth - 1)

    # Element by element

    def unary(self, place, shape, depth):
        name, bound, most = self.pick(UNARY)
        x, size = self.tensor(place, shape, depth)
        if size > most:
            x, size = x.wrapped("tanh"), 1
        bound = {None: size, "square": size * size, "more": size + 1}.get(bound, bound)
        return Tensor([f"{name}(", x, ")"], shape), bound

    def guarded(self, place, shape, depth):
        text, bound = self.pick(GUARDED)
        before, behind = text.split("{}")
        return Tensor([before, self.tensor(place, shape, depth)[0].wrapped("tanh"), behind], shape), bound

    def binary(self, place, shape, depth):
        shapes = [shape, self.narrowed(shape)]
        self.rng.shuffle(shapes)
        (x, xs), (y, ys) = (self.tensor(place, s, depth) for s in shapes)
        text, bound = self.pick([
            ("({} + {})", xs + ys), ("({} - {})", xs + ys), ("({}) * ({})", xs * ys), ("({}) * ({})", xs * ys),
            ("({}) / (sin({}) + 2)", xs), ("maximum({}, {})", max(xs, ys)), ("minimum({}, {})", max(xs, ys)),
            ("pow(sigmoid({}) + 0.5, tanh({}))", 2),
        ])
        first, middle, last = text.split("{}")
        return Tensor([first, x, middle, y, last], shape), bound

    def with_scalar(self, place, shape, depth):
        x, size = self.tensor(place, shape, depth)
        text, bound = self.pick([
            ("({}) * {}", size * 3), ("({} + {})", size + 3), ("({} - {})", size + 3), ("maximum({}, {})", size + 3),
            ("({}) / (2 + std::sin({}))", size), ("minimum({}, {})", size + 3),
        ])
        first, middle, last = text.split("{}")
        if self.chance(0.3) and "*" in text:
            return Tensor([self.scalar(place, 1), " * (", x, ")"], shape), bound
        if self.chance(0.2):
            return Tensor(["(", self.scalar(place, 1), " - (", x, "))"], shape), size + 3
        return Tensor([first, x, middle, self.scalar(place, 1), last], shape), bound

    def choose(self, place, shape, depth):
        a, b = self.tensor(place, self.narrowed(shape), depth)[0], self.leaf(place, self.narrowed(shape))[0]
        relation = self.pick([" > ", " < ", " >= ", " <= "])
        condition = ["(", a, ")", relation, "(", b, ")"] if self.chance(0.6) else ["(", a, ")", relation, self.scalar(place, 0)]
        (x, xs), (y, ys) = self.tensor(place, shape, depth), self.tensor(place, self.narrowed(shape), depth)
        if self.chance(0.2):
            return Tensor(["where(", *condition, ", ", x, ", ", self.scalar(place, 0), ")"], shape), xs + 3
        return Tensor(["where(", *condition, ", ", x, ", ", y, ")"], shape), max(xs, ys)

    def clamped(self, place, shape, depth):
        x, size = self.tensor(place, shape, depth)
        return Tensor(["clamp(", x, self.pick([", -0.5, 0.75)", ", -1.0, 1.0)"])], shape), min(size, 1)

    def like(self, place, shape, depth):
        x = self.leaf(place, shape)[0]
        return Tensor(["full_like(", x, ", ", self.scalar(place, 1), ")"], shape), 3

    def called(self, place, shape, depth):
        found = self.call_of(place, shape)
        if not found or any(written for *_, written in found[1].parameters):
            return self.leaf(place, shape)
        return Tensor(found[0], shape), 3

    # Products

    def multiplied(self, place, shape, depth):
        k = self.pick(self.extents)
        if len(shape) == 1:
            if self.chance(0.5):
                left, right = shape + (k,), (k,)
            else:
                left, right = (k,), (k,) + shape
        else:
            batch, (m, n) = shape[:-2], shape[-2:]
            left, right = batch + (m, k), (k, n) if self.chance(0.5) else batch + (k, n)
            if batch and self.chance(0.3):
                left, right = (m, k), batch + (k, n)
        (x, xs), (y, ys) = self.tensor(place, left, depth), self.tensor(place, right, depth)
        if len(left) == len(right) == 2 and self.chance(0.3):
            x = Tensor(["transpose(", self.tensor(place, left[::-1], depth)[0].wrapped("sin"), ")"], left)
            xs = 1
        return Tensor(["matmul(", x, ", ", y, ")"], shape), xs * ys * k

    def outer(self, place, shape, depth):
        (x, xs), (y, ys) = self.tensor(place, shape[:1], depth), self.tensor(place, shape[1:], depth)
        return Tensor(["outer(", x, ", ", y, ")"], shape), xs * ys

    def dot(self, place, shape, depth):
        k = self.pick(self.extents)
        (x, xs), (y, ys) = self.tensor(place, (k,), depth), self.tensor(place, (k,), depth)
        return Tensor(["dot(", x, ", ", y, ")"], shape), xs * ys * k

    def loss(self, place, shape, depth):
        inner = self.shape()
        (x, xs), (y, ys) = self.tensor(place, inner, depth), self.tensor(place, inner, depth)
        name = self.pick(["mse_loss", "huber_loss"])
        return Tensor([f"{name}(", x, ", ", y, ")"], shape), (xs + ys) ** 2

    # Reductions

    def reduced(self, place, shape, depth):
        name = self.pick(["sum", "sum", "mean", "max", "min", "prod", "var", "logsumexp", "norm"])
        axes = []
        inner, kept = list(shape), False
        ones = [axis for axis, extent in enumerate(shape) if extent == 1]
        if ones and self.chance(0.4):
            axes, kept = [self.pick(ones)], True
            inner[axes[0]] = self.pick(self.extents)
        else:
            for _ in range(1 if len(shape) == 2 or self.chance(0.6) else 2):
                axis = self.rng.randrange(len(inner) + 1)
                inner.insert(axis, self.pick(self.extents))
                axes = [other + (other >= axis) for other in axes] + [axis]
        x, size = self.tensor(place, tuple(inner), depth)
        count = product(inner) // max(product(shape), 1)
        if size > 2.5:
            x, size = x.wrapped("tanh"), 1
        if name == "norm":
            x, size = Tensor(["(", x, " + 1.5)"], tuple(inner)), size + 1.5
        bound = {"sum": size * count, "prod": max(size, 1) ** count, "var": size * size, "logsumexp": size + 3,
                 "norm": size * count}.get(name, size)
        if not kept and not shape and self.chance(0.5):
            return Tensor([f"{name}(", x, ")"], shape), bound
        axes = [axis - len(inner) if self.chance(0.3) else axis for axis in axes]
        return Tensor([f"{name}(", x, f", {braces(axes)}{', true' if kept else ''})"], shape), bound

    def softmax(self, place, shape, depth):
        x, size = self.tensor(place, shape, depth)
        x = x if size <= 10 else x.wrapped("sin")
        axis = self.rng.randrange(-len(shape), len(shape))
        name = self.pick(["softmax", "softmax", "log_softmax"])
        return Tensor([f"{name}(", x, f", {axis})"], shape), 1 if name == "softmax" else 2 * min(size, 10) + 3

    def normalised(self, place, shape, depth):
        if shape[-1] < 3:
            return self.softmax(place, shape, depth)
        x = self.tensor(place, shape, depth)[0].wrapped("sin")
        gamma, beta = (self.leaf(place, shape[-1:])[0] for _ in range(2))
        return Tensor(["layer_norm(", x, ", ", gamma, ", ", beta, ", 0.1)"], shape), 9

    # Shapes

    def reshaped(self, place, shape, depth):
        fitting = [s for s in self.favourites if product(s) == product(shape) and s != shape]
        inner = self.pick(fitting) if fitting else (product(shape),)
        ones = [axis for axis, extent in enumerate(shape) if extent == 1]
        if ones and self.chance(0.4):
            axis = self.pick(ones)
            x, size = self.tensor(place, shape[:axis] + shape[axis + 1 :], depth)
            return Tensor(["expand_dims(", x, f", {axis})"], shape), size
        if len(shape) < 3 and self.chance(0.3):
            axis = self.rng.randrange(len(shape) + 1)
            x, size = self.tensor(place, shape[:axis] + (1,) + shape[axis:], depth)
            return Tensor(["squeeze(", x, f", {{{axis}}})"], shape), size
        x, size = self.tensor(place, inner, depth)
        text = list(shape)
        if text and self.chance(0.3):
            text[self.rng.randrange(len(text))] = -1
        return Tensor(["reshape(", x, f", {braces(text)})"], shape), size

    def permuted(self, place, shape, depth):
        if len(shape) == 2 and self.chance(0.6) or self.chance(0.2):
            x, size = self.tensor(place, shape[::-1], depth)
            return Tensor(["transpose(", x, ")"], shape), size
        axes = list(range(len(shape)))
        self.rng.shuffle(axes)
        inner = [0] * len(shape)
        for i, axis in enumerate(axes):
            inner[axis] = shape[i]
        x, size = self.tensor(place, tuple(inner), depth)
        return Tensor(["permute(", x, f", {braces(axes)})"], shape), size

    def flipped(self, place, shape, depth):
        x, size = self.tensor(place, shape, depth)
        axes = [axis for axis in range(len(shape)) if self.chance(0.5)]
        return Tensor(["flip(", x, f", {braces(axes)})" if axes else ")"], shape), size

    def sliced(self, place, shape, depth):
        if not shape:
            return self.leaf(place, shape)
        count = self.rng.randrange(1, len(shape) + 1)
        inner, starts, stops, steps = list(shape), [], [], []
        for axis in range(count):
            extent = shape[axis]
            step = self.pick([1, 1, 1, 2, -1])
            before, behind = self.rng.randrange(2), self.rng.randrange(2)
            length = (extent - 1) * abs(step) + 1
            inner[axis] = before + length + behind
            if step > 0:
                start, stop = before, before + length
                stop = stop - inner[axis] if behind and self.chance(0.3) else stop
            else:
                start, stop = before + length - 1, before - 1
                stop = -inner[axis] - 1 if stop < 0 else stop
            starts.append(start)
            stops.append(stop)
            steps.append(step)
        x, size = self.tensor(place, tuple(inner), depth)
        more = f", {braces(steps)}" if any(step != 1 for step in steps) else ""
        return Tensor(["slice(", x, f", {braces(starts)}, {braces(stops)}{more})"], shape), size

    def concatenated(self, place, shape, depth):
        axis = self.rng.randrange(len(shape))
        if shape[axis] < 2:
            return self.leaf(place, shape)
        first = self.rng.randrange(1, shape[axis])
        parts, bound = [], 0
        for extent in (first, shape[axis] - first):
            x, size = self.tensor(place, shape[:axis] + (extent,) + shape[axis + 1 :], depth)
            parts += [", " if parts else "", x]
            bound = max(bound, size)
        return Tensor(["adgen::concat({", *parts, f"}}, {axis})"], shape), bound

    def stacked(self, place, shape, depth):
        axis = self.rng.randrange(len(shape))
        if shape[axis] > 4:
            return self.leaf(place, shape)
        parts, bound = [], 0
        for i in range(shape[axis]):
            x, size = self.tensor(place, shape[:axis] + shape[axis + 1 :], depth if i < 2 else 0)
            parts += [", " if parts else "", x]
            bound = max(bound, size)
        return Tensor(["adgen::stack({", *parts, f"}}, {axis})"], shape), bound

    def selected(self, place, shape, depth):
        axis = self.rng.randrange(len(shape))
        extent = self.pick(self.extents)
        x, size = self.tensor(place, shape[:axis] + (extent,) + shape[axis + 1 :], depth)
        indices = [self.rng.randrange(-extent if self.chance(0.2) else 0, extent) for _ in range(shape[axis])]
        return Tensor(["index_select(", x, f", {axis}, {braces(indices)})"], shape), size

    def padded(self, place, shape, depth):
        before = [self.rng.randrange(2) if extent > 2 else 0 for extent in shape]
        behind = [self.rng.randrange(2) if extent > 1 else 0 for extent in shape]
        inner = tuple(extent - b - a for extent, b, a in zip(shape, before, behind))
        if any(extent < 1 for extent in inner):
            return self.leaf(place, shape)
        x, size = self.tensor(place, inner, depth)
        value = self.pick(["", ", 0.5"])
        return Tensor(["pad(", x, f", {braces(before)}, {braces(behind)}{value})"], shape), max(size, 1)


def broadcasts(shape, to):
    return len(shape) <= len(to) and all(a in (1, b) for a, b in zip(reversed(shape), reversed(to)))
