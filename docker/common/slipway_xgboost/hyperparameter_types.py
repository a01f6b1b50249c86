"""Kinds of hyperparameters: how each reads its text and says what is wrong with a value."""

import ast
from collections.abc import Callable
from dataclasses import dataclass

from slipway_training.errors import UserError


@dataclass(frozen=True)
class Interval:
    """A range of numbers; an open end leaves its bound out."""

    minimum: float = float("-inf")
    maximum: float = float("inf")
    open_minimum: bool = False
    open_maximum: bool = False

    def __contains__(self, value):
        above = value > self.minimum if self.open_minimum else value >= self.minimum
        below = value < self.maximum if self.open_maximum else value <= self.maximum
        return above and below

    def __str__(self):
        left = "(" if self.open_minimum or self.minimum == float("-inf") else "["
        if self.maximum == float("inf"):
            return f"{left}{self.minimum}, +inf)"
        return f"{left}{self.minimum}, {self.maximum}{')' if self.open_maximum else ']'}"


def at_least(minimum):
    return Interval(minimum=minimum)


def above(minimum):
    return Interval(minimum=minimum, open_minimum=True)


def between(minimum, maximum):
    return Interval(minimum, maximum)


def inside(minimum, maximum):
    return Interval(minimum, maximum, open_minimum=True, open_maximum=True)


def above_up_to(minimum, maximum):
    return Interval(minimum, maximum, open_minimum=True)


@dataclass(frozen=True)
class Hyperparameter:
    """`parse` raises ValueError or SyntaxError on text it cannot read; `check` raises UserError."""

    name: str
    parse: Callable
    check: Callable
    required: bool = False

    def read(self, text):
        try:
            value = self.parse(text)
        except (ValueError, SyntaxError):
            raise UserError(f"Hyperparameter {self.name}: could not parse value") from None
        self.check(value)
        return value


def integer(name, interval, required=False):
    return Hyperparameter(name, int, _one_in(name, interval), required)


def continuous(name, interval):
    return Hyperparameter(name, float, _one_in(name, interval))


def categorical(name, values):
    return Hyperparameter(name, str, _one_in(name, values))


def comma_separated(name, values):
    return Hyperparameter(name, lambda text: [item.strip() for item in text.split(",")], _all_in(name, values))


def sequence(name, values):
    """A tuple such as `(1,0,-1)`."""
    return Hyperparameter(name, lambda text: tuple(_literal(text)), _all_in(name, values))


def nested_list(name, interval):
    """A list of lists of integers such as `[[1,2],[3,4]]`."""

    def check(value):
        if not all(element in interval for group in value for element in group):
            raise UserError(f"Hyperparameter {name}: value {value} not in range {interval}")

    return Hyperparameter(name, lambda text: [[int(item) for item in group] for group in _literal(text)], check)


def free_text(name):
    return Hyperparameter(name, str, lambda value: None)


def _literal(text):
    value = ast.literal_eval(text)
    if not isinstance(value, (list, tuple)):
        raise ValueError(text)
    return value


def _one_in(name, values):
    def check(value):
        if value not in values:
            raise UserError(f"Hyperparameter {name}: {value} is not in {values}")

    return check


def _all_in(name, values):
    def check(items):
        if any(item not in values for item in items):
            raise UserError(f"Hyperparameter {name}: value {items} not in range {values}")

    return check
