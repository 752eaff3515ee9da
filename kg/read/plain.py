"""Plain text and Markdown: one article a file, its text exactly as decoded."""

from __future__ import annotations

from collections.abc import Iterator

from kg.article import Article
from kg.errors import ArticleError
from kg.read.decode import decode
from kg.read.source import Skipped, Source


def whole(source: Source, *, limit: int | None = None) -> bytes:
    """All bytes of a source; raises ArticleError where they are more than the limit."""
    limit = source.limit if limit is None else min(limit, source.limit)
    with source.open() as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        msg = f"larger than {limit:,} bytes; split it, or raise the limit"
        raise ArticleError(msg)
    return data


class TextReader:
    """Text files. Lines of metadata at their top (``Date: …``, a Markdown file's front matter) are zones."""

    suffixes = (".txt", ".text", ".md", ".markdown")
    single = True

    def read(self, source: Source) -> Iterator[Article | Skipped]:
        """The file's one article, or why it has none."""
        try:
            text = decode(whole(source))
        except ArticleError as error:
            yield source.skip(str(error))
            return
        yield source.article(text)
