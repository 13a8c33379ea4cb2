"""The engine from the shell: JSON Lines in, JSON Lines out. The only printer of the engine.

Every command reads lines (or files), answers one line each, and never stops at a bad one: it answers
`{"error": ...}` and goes on. Unusable arguments exit with 2, an answer that cannot be written with 1. Messages for
people go to stderr.

A stage is imported only by the command that runs it, so that a call starts within 0.3 s.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any, TextIO

from kentongan.engine.types import Article, Feed, Page

if TYPE_CHECKING:
    from kentongan.engine.match.meaning import Meaning

Row = dict[str, Any]


class BadLine(ValueError):
    """A line that cannot be worked on; the message goes into its answer."""


class BadArguments(Exception):
    """The command line, a file it names or stdin cannot be used: exit 2."""


class Unwritable(Exception):
    """Stdout does not take the answer: exit 1."""


def main(argv: list[str]) -> int:
    """Run one engine command; returns 0, 2 when the arguments cannot be used, or 1 when stdout cannot."""
    parser = _parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    # One core, unless somebody wants more: numpy's threads wait for each other more than they help on short texts.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        options.run(options, _Writer(sys.stdout))
    except BadArguments as error:
        _tell(str(error))
        return 2
    except BrokenPipeError:
        _drop(sys.stdout)  # the reader has gone (`| head`): nothing more to say, and nothing to complain about
    except Unwritable as error:
        _tell(f"The answer cannot be written: {error}.")
        _drop(sys.stdout)
        return 1
    return 0


def _tell(message: str) -> None:
    """Say something to a person, where anybody listens: a closed stderr is None, which `print` takes for stdout."""
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"kentongan engine: {message}", file=sys.stderr)  # noqa: T201 - this module is the printer


def _drop(stream: TextIO | None) -> None:
    """Let what was not written go nowhere; else Python tries once more when it ends, and complains."""
    if stream is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Writer:
    """One JSON object a line; flushed at once, so that a line is out before the next is read."""

    def __init__(self, stream: TextIO | None) -> None:
        if stream is None:
            raise Unwritable("stdout is closed")
        stream.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]  # whatever the shell's locale says
        self.stream = stream

    def __call__(self, row: Row) -> None:
        try:
            self._write(row)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Unwritable(error.strerror or str(error)) from None

    def _write(self, row: Row) -> None:
        try:
            self.stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        except UnicodeEncodeError:
            self.stream.write(json.dumps(row) + "\n")  # an id with a lone surrogate, echoed as it came: escaped
        self.stream.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kentongan engine", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, run: Callable[[argparse.Namespace, _Writer], None], help_: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_)
        command.set_defaults(run=run)
        return command

    add("feed", _feed, "read RSS, Atom and JSON feeds").add_argument("files", nargs="+", metavar="FILE")
    add("extract", _extract, "read the article out of HTML pages").add_argument("files", nargs="+", metavar="FILE")
    match = add("match", _match, "match articles against queries")
    match.add_argument("--queries", required=True, metavar="Q", help='JSON Lines: {"id", "query"}')
    reuse = add("reuse", _reuse, "find reused originals in articles")
    reuse.add_argument("--originals", required=True, metavar="R", help='JSON Lines: {"id", "title", "body"}')
    add("group", _group, "group articles into stories, in order of time")
    add("tone", _tone, "tone of texts")
    add("entities", _entities, "names of persons, organisations and places")
    claims = add("claims", _claims, "recognise known claims")
    claims.add_argument("--known", required=True, metavar="K", help='JSON Lines: {"id", "text": title, new line, body}')
    return parser


# --- reading ---------------------------------------------------------------------------------------------------------


def _lines(stream: Iterable[str]) -> Iterator[str]:
    """The lines that say something, without the byte order mark that Windows puts before the first."""
    return (line for line in (line.removeprefix("\ufeff") for line in stream) if line.strip())


def _row(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadLine(f"not JSON: {error}") from None
    except RecursionError:
        raise BadLine("JSON is nested too deep") from None
    if not isinstance(row, dict):
        raise BadLine("not a JSON object")
    if "id" not in row:
        raise BadLine("no id")
    if isinstance(row["id"], dict | list) or (isinstance(row["id"], float) and not math.isfinite(row["id"])):
        del row["id"]  # it cannot be echoed: NaN is no JSON, and what is nested may be nested too deep to write
        raise BadLine("id is neither text nor a number")
    return row


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{key} is not text")
    # A lone surrogate cannot be written as UTF-8: replace it here, once, for every stage (offsets stay the same).
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _time(row: Row, key: str) -> datetime | None:
    value = _text(row, key)
    if not value:
        return None
    try:
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError):
        raise BadLine(f"{key} is not an ISO 8601 time") from None


def _article(row: Row) -> Article:
    return Article(
        id=str(row["id"]),
        outlet=_text(row, "outlet"),
        title=_text(row, "title"),
        body=_text(row, "body"),
        published=_time(row, "published"),
    )


def _answer(out: _Writer, work: Callable[[Row], Iterable[Row]]) -> None:
    """Read stdin line by line; `work` turns one good row into the lines of its answer."""
    if sys.stdin is None:
        raise BadArguments("stdin is closed.")
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in _lines(sys.stdin):
        row: Row = {}
        try:
            row = _row(line)
            for answer in work(row):
                out(answer)
        except BadLine as error:
            out(({"id": row["id"]} if "id" in row else {}) | {"error": str(error)})


def _table(path: str, *fields: str) -> list[Row]:
    """The rows of a JSONL argument file; its bad lines are told on stderr and left out."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - a name from the shell, /dev/stdin too
            lines = list(_lines(file))
    except OSError as error:
        raise BadArguments(f"{path}: {error.strerror}") from None
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = _row(line)
            rows.append(row | {field: _text(row, field) for field in fields})
        except BadLine as error:
            _tell(f"{path}:{number}: {error}")
    return rows


# --- the commands -----------------------------------------------------------------------------------------------------


def _feed(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.collect.feed import MAX_FEED_BYTES, parse_feed  # noqa: PLC0415 - start-up time

    for name, content, error in _files(options.files, MAX_FEED_BYTES):
        feed = Feed(error=error) if error else parse_feed(content)
        items = [
            {
                "id": item.id,
                "title": item.title,
                "link": item.link,
                "summary": item.summary,
                "published": _iso(item.published),
            }
            for item in feed.items
        ]
        out({"file": name, "title": feed.title, "items": items, "error": feed.error})


def _extract(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.extract.page import MAX_PAGE_BYTES, extract_page  # noqa: PLC0415 - start-up time
    from kentongan.engine.extract.templates import Templates  # noqa: PLC0415 - start-up time

    templates = Templates()
    for name, content, error in _files(options.files, MAX_PAGE_BYTES):
        page = Page(error=error) if error else extract_page(content, templates=templates)
        out(
            {
                "file": name,
                "title": page.title,
                "text": page.text,
                "published": _iso(page.published),
                "authors": list(page.authors),
                "error": page.error,
            }
        )


def _files(names: list[str], limit: int) -> Iterator[tuple[str, bytes, str | None]]:
    """Each file's name as given, and its first `limit` + 1 bytes (a stage says "too big"), or why it cannot be read."""
    for name in names:
        try:
            with open(name, "rb") as file:  # noqa: PTH123 - a name from the shell, /dev/stdin too
                content = file.read(limit + 1)
        except (OSError, ValueError) as error:
            yield _printable(name), b"", f"The file cannot be read: {getattr(error, 'strerror', None) or error}."
            continue
        yield _printable(name), content, None


def _printable(name: str) -> str:
    # A file name may hold bytes that are no UTF-8; Python carries them as lone surrogates, which JSON on stdout cannot.
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _match(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.match.matcher import Matcher  # noqa: PLC0415 - start-up time
    from kentongan.engine.match.query import QuerySyntaxError  # noqa: PLC0415 - start-up time

    matcher = Matcher()
    rows = _table(options.queries, "query")
    for number, row in enumerate(rows):
        try:
            matcher.add(str(number), row["query"])
        except QuerySyntaxError as error:
            _tell(f"{options.queries}: query {json.dumps(row['id'], ensure_ascii=False)}: {error}")

    def work(row: Row) -> Iterator[Row]:
        # Ids are echoed unchanged, whatever their type; the matcher knows the queries by their line.
        yield {"id": row["id"], "queries": [rows[int(number)]["id"] for number in matcher.match(_article(row))]}

    _answer(out, work)


def _reuse(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.match.reuse import ReuseIndex  # noqa: PLC0415 - start-up time

    rows = _table(options.originals, "title", "body")
    index = ReuseIndex(Article(id=str(number), title=row["title"], body=row["body"]) for number, row in enumerate(rows))

    def work(row: Row) -> Iterator[Row]:
        for found in index.find(_article(row)):
            original = rows[int(found.original)]["id"]
            yield {"id": row["id"], "original": original, "containment": found.containment, "spans": found.spans}

    _answer(out, work)


def _group(_options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.group.grouper import StoryGrouper  # noqa: PLC0415 - start-up time

    # Every line is an article of its own, whatever its id: the grouper knows it by its number, and its story by the id
    # as JSON, so that 5 and "5" stay two and the answer has the type of what came.
    numbers = count(1)
    given: Any = None

    def name(article: Article) -> str:
        story = given
        number = int(article.id)
        while grouper.has_story(json.dumps(story)):
            story = f"{given}~{number}"
            number += 1
        return json.dumps(story)

    grouper = StoryGrouper(new_story=name)

    def work(row: Row) -> Iterator[Row]:
        nonlocal given
        given = row["id"]
        placement = grouper.add(replace(_article(row), id=str(next(numbers))))
        yield {"id": given, "story": json.loads(placement.story)}
        for ended, lives_on in placement.merged:
            yield {"merged": json.loads(ended), "into": json.loads(lives_on)}

    _answer(out, work)


def _tone(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.assess import tone  # noqa: PLC0415 - start-up time

    def work(row: Row) -> Iterator[Row]:
        named = _text(row, "kind")
        try:
            kind = tone.ToneKind(named) if named else None
        except ValueError:
            raise BadLine("kind is none of comment, headline, article") from None
        given = tone.ToneInput(text=_text(row, "text"), subject=_text(row, "subject"), kind=kind)
        found = tone.ToneModel.load().assess([given])[0]
        unsure = {"unsure": True} if found.unsure else {}
        yield {"id": row["id"], "tone": found.tone, "score": round(found.score, 4)} | unsure | {"tier": found.tier}

    _answer(out, work)


def _entities(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.assess import entities  # noqa: PLC0415 - start-up time

    tier = entities.best_tier()

    def work(row: Row) -> Iterator[Row]:
        tokens = row.get("tokens")
        if tokens is None:
            text = _text(row, "text")
            if len(text) > entities.READ:
                _tell(f"id {json.dumps(row['id'])}: names are looked for in the first {entities.READ:,} characters.")
            found = entities.find_entities(text, tier)
        elif isinstance(tokens, list) and all(isinstance(token, str) for token in tokens):
            words = [_text({"token": token}, "token") for token in tokens]
            found = entities.find_entities_in_tokens(words, tier)
        else:
            raise BadLine("tokens is not a list of words")
        names = [{"start": name.start, "end": name.end, "type": name.type, "text": name.text} for name in found]
        yield {"id": row["id"], "entities": names, "tier": tier}

    _answer(out, work)


def _claims(options: argparse.Namespace, out: _Writer) -> None:
    from kentongan.engine.match.claims import ClaimIndex  # noqa: PLC0415 - start-up time

    rows = _table(options.known, "text")
    known = {str(number): row["text"] for number, row in enumerate(rows)}
    index = ClaimIndex(known.items())
    meaning = _meaning(known)

    def work(row: Row) -> Iterator[Row]:
        text = _text(row, "text")
        found = meaning.reorder(text, index.find(text, meaning.candidates)) if meaning else index.find(text)
        yield {"id": row["id"], "matches": [{"known": rows[int(one.known)]["id"], "score": one.score} for one in found]}

    _answer(out, work)


def _meaning(known: dict[str, str]) -> Meaning | None:
    """The second opinion of tier B, where it is set up."""
    from kentongan.engine.encoder.place import NoBody, body_path  # noqa: PLC0415 - start-up time

    if body_path() is None:
        return None
    from kentongan.engine.encoder.vectors import load_vectors  # noqa: PLC0415 - start-up time
    from kentongan.engine.match.meaning import Meaning  # noqa: PLC0415 - start-up time

    try:
        return Meaning(load_vectors(), known)
    except NoBody:
        return None
