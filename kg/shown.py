r"""Words from elsewhere as they may be shown: on a terminal they could move the cursor or turn the line around.

>>> line("two\nlines, \x1b[2Jan empty screen")
'two\\nlines, \\x1b[2Jan empty screen'
>>> visible("a\tb\x1b[1mc\x1b]0;title\x07")
'a\tb\x1b[1mc\\x1b]0;title\\x07'
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_ACTING = re.compile("\x1b(?!\\[[0-9;]{0,20}m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab, line feed and the sequences of colour; characters that change the direction of text."""


def line(words: str | Path) -> str:
    """Words or a path as one printable line: control characters and bytes that are no text are escaped."""
    try:
        text = os.fsencode(words).decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        text = str(words).encode("utf-8", "backslashreplace").decode()
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)


def visible(text: str) -> str:
    """Some output with all that acts on a terminal escaped; line ends, tabs and colours stay."""
    return _ACTING.sub(lambda found: repr(found[0])[1:-1], text)
