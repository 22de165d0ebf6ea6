"""What a statement of a random program may name, and what it may do with it."""


class Variable:
    """kind: real, array, matrix, pointer, pair, body, pairs, pair-pointer, body-pointer; int, counter, bool, size.

    size: elements that are there for certain. symbol: the variable that says how many there really are.
    level: of the block it lives in; a pointer may point to what lives at least as long as itself.
    """

    def __init__(self, name, kind, level, size=1, columns=1, symbol=None, const=False, below=8, type="Real",
                 whole=None):
        self.name = name
        self.kind = kind
        self.level = level
        self.size = size
        self.columns = columns
        self.symbol = symbol
        self.const = const
        self.below = below  # integers stay between 0 and this; a counter's may be a symbol
        self.type = type
        self.whole = symbol is None if whole is None else whole  # an array, not a pointer to its first element


class Function:
    """The function that is being written."""

    def __init__(self, result, depth):
        self.result = result  # Real, void, Pair, int, bool
        self.depth = depth  # 0: the one that is differentiated
        self.labels = 0
        self.cost = 0


class Scope:
    def __init__(self, function, parent=None, level=0, times=1, loops=0, may_leave=True, in_switch=False):
        self.function = function
        self.parent = parent
        self.level = level
        self.times = times  # how often this runs, about
        self.loops = loops  # loops around, from which break and continue are allowed
        self.may_leave = may_leave  # return is allowed
        self.in_switch = in_switch
        self.own = []

    def inner(self, times=1, loop=False, keeps=False, switch=False):
        """keeps: nothing may jump out of it."""
        return Scope(
            self.function, self, self.level + 1, self.times * times,
            0 if keeps else self.loops + (1 if loop else 0), self.may_leave and not keeps,
            switch or (self.in_switch and not loop),
        )

    def add(self, variable):
        self.own.append(variable)
        return variable

    def hide(self, variable):
        self.own.remove(variable)

    def all(self):
        scope, found = self, []
        while scope:
            found += reversed(scope.own)
            scope = scope.parent
        return found

    def of(self, *kinds, write=False):
        return [v for v in self.all() if v.kind in kinds and not (write and v.const)]
