"""What nobody should print, and what holds it."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class Keeper:
    """What holds a secret, and is neither pickled nor copied."""

    __slots__ = ()

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} holds a secret, and cannot be pickled or copied")


class Secret(Keeper, Generic[T]):
    """A value that neither ``repr`` nor a traceback with the values of its variables shows."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        return self._value

    def __repr__(self) -> str:
        return "[secret elided]"
