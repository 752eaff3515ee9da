"""``python -m tests.golden.refresh`` writes anew, in place, whatever follows from the code and the ontology.

That is ``exports/``, the golden texts' expectations, and the answers and excerpts in the README. It asserts nothing:
read the diff, and commit only what is right.
"""

from __future__ import annotations

from tests.golden.exports import EXPORTS, build_sample
from tests.golden.readings import expected, pages
from tests.golden.readme import README, refreshed


def main() -> None:
    """Refresh everything, exports first, since the README speaks of them."""
    build_sample(EXPORTS)
    for name, page in pages().items():
        expected(name).write_text(page, encoding="utf-8", newline="\n")
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
