"""Numbering of an official paper: 壹、 then 一、 then 1. then （一）."""

from __future__ import annotations

_FORMAL = "零壹貳參肆伍陸柒捌玖拾"
_PLAIN = "零一二三四五六七八九"


def formal(number: int) -> str:
    """The first level's number, 1 to 10: 壹."""
    return _FORMAL[number]


def plain(number: int) -> str:
    """A number of the second and fourth level, 1 to 99: 一, 十, 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _PLAIN[ones]
    return (_PLAIN[tens] if tens > 1 else "") + "十" + (_PLAIN[ones] if ones else "")
