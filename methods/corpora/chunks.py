"""Divide a corpus into chunks of articles without loading them; clean each chunk once, then load it clean.

The texts of a chunk are kept as Parquet under the hash of the files' contents. Articles that were seen before
stay in their chunks, new articles form new chunks, and deleted or changed articles are left out of their old
chunks. A file is read again only if its size, times or inode have changed. The same faults as in
`methods.corpora.loading` exclude an article.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from methods.corpora import facts, loading, metadata, rules, table_spans
from methods.corpora.rules import Fault
from methods.corpora.states import STATE, State
from methods.corpora.tables import ENDS
from methods.files.atomic import write_atomic
from methods.files.folders import OpeningError, open_regular
from methods.files.problems import CorpusError, Report

CHUNK_BYTES = 8_000_000  # Of articles as found: a few seconds of work, and a hundred megabytes of memory.


@dataclass(frozen=True, eq=False)
class Chunk:
    """Articles that are processed together: some files of a folder, or a part of a table.

    Attributes
    ----------
    key : str
        Names the file of the chunk's texts: a hash of the contents from which they were cleaned.
    source : Path
        The folder, or the table.
    rows : DataFrame
        Metadata of the articles in files, index `article_id`; empty for a table, which holds its own.
    contents : tuple of str
        Hashes of the files.
    span : (int, int)
        Rows of a Parquet table, bytes of a JSON table.
    size : int
        Bytes of the articles as found.
    prefix : str
        What the numbers of rows begin with that serve as ids: see `text_columns.prefixes`.
    """

    key: str
    source: Path
    rows: pd.DataFrame
    contents: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)
    size: int = 1
    prefix: str = ""

    @property
    def paths(self) -> list[Path]:
        """The files that hold the articles."""
        return [self.source / name for name in self.rows["file"].tolist()] if self.contents else [self.source]

    @cached_property
    def hash(self) -> str:
        """A hash of the articles of the chunk, metadata included."""
        told = self.rows.dropna(axis="columns", how="all")
        rows = pd.util.hash_pandas_object(told).to_numpy().tobytes()
        return digest(self.key, rows, *told.columns, " ".join(self.contents))


def digest(*parts: str | bytes) -> str:
    """Return a hash of several strings and their lengths, so that different lists have different hashes."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()[:32]


def write_table(path: Path, table: pd.DataFrame, corpus: Path) -> None:
    """Write a table as Parquet, atomically; FileNotFoundError if the corpus was deleted meanwhile."""
    if not corpus.exists():
        raise FileNotFoundError(f"{corpus} was removed while it was read")
    with io.BytesIO() as file:
        table.to_parquet(file, compression="zstd")
        write_atomic(path, file.getvalue())


def is_whole(path: Path) -> bool:
    """Return whether a kept table exists and is a complete Parquet file."""
    try:
        with open_regular(path) as file:
            pq.ParquetFile(file).close()
    except (OSError, OpeningError, pa.ArrowException):
        return False
    return True


def plan(corpus: Path, texts: Path, report: Report, states: tuple[State, ...]) -> list[Chunk]:
    """Divide the articles of a corpus into chunks.

    Parameters
    ----------
    corpus : Path
        A folder with ``articles/`` and ``metadata.csv``, or with tables (``articles/*.parquet`` or
        ``.jsonl``, or one ``articles.parquet`` or ``.jsonl``) that have the columns `article_id`, `raw` (or
        `text`) and any metadata.
    texts : Path
        The folder in which the texts of chunks are kept; the hashes of files are kept beside it.
    report : Report
        Receives what is wrong.
    states : tuple
        As `stats` returns them.

    Raises
    ------
    FileNotFoundError
        If there is neither a table nor a text.
    CorpusError
        If no article can be used.
    """
    chunks, found = _divided(corpus, texts, states, CHUNK_BYTES)
    report.problems += found.problems
    report.notes += found.notes
    return list(chunks)


@lru_cache(maxsize=2)  # A notebook computes a dozen tables of one corpus, which does not change meanwhile.
def _divided(
    corpus: Path, texts: Path, states_: tuple[State, ...], size: int
) -> tuple[tuple[Chunk, ...], Report]:
    """Return chunks of about `size` bytes, and what is wrong, from the states of a corpus's files."""
    report, folder = Report(), corpus / "articles"
    known = {name: tuple(state) for name, *state in states_}
    whole = [name for name in (f"articles{end}" for end in ENDS) if name in known][:1]
    tables = whole or sorted(n for n in known if n.startswith("articles/") and n.endswith(ENDS))
    rows = pd.DataFrame({"file": []}, dtype="str")
    if not whole:
        texts_found = (name.removeprefix("articles/") for name in known if name.startswith("articles/"))
        rows = metadata.read_rows(corpus, texts_found, report)
        rows = facts.check_metadata(rows, rows["file"], report)
    names = [f"{folder.name}/{name}" for name in rows["file"].tolist()]
    states = _contents(corpus, known, [*tables, *dict.fromkeys(names)], texts.parent / "files.parquet")
    chunks = []
    for name, prefix in table_spans.with_texts(corpus, tables, report):
        table_spans.text_column(corpus / name, report)
        spans = table_spans.spans(corpus / name, size)
        each = int(states.loc[name, "size"]) // max(1, len(spans))
        for span in spans:
            key = f"rows-{digest(states.loc[name, 'content'], str(span), prefix)}"
            chunks.append(Chunk(key, corpus / name, rows[:0], span=span, size=each, prefix=prefix))
    chunks += _groups(folder, rows, states.loc[names].set_axis(rows.index), texts, size, report)
    if not chunks:
        raise CorpusError(f"{corpus}: no article can be used\n{report.summary(corpus)}")
    return tuple(chunks), report


def load(chunk: Chunk, texts: Path, corpus: Path) -> pd.DataFrame:
    """Load the articles of a chunk as `helpers.load_articles` returns them; clean them the first time."""
    kept = texts / f"{chunk.key}.parquet"
    if not is_whole(kept):
        found = _files(chunk) if chunk.contents else table_spans.read(chunk.source, chunk.span, chunk.prefix)
        write_table(kept, _cleaned(found, loading.language_of(corpus, Report())), corpus)
    articles = pd.read_parquet(kept)
    articles.attrs = {}
    if chunk.contents:
        articles = articles.loc[list(chunk.contents)].set_axis(chunk.rows.index)
        articles = pd.concat([chunk.rows, articles], axis=1)
    articles = articles[articles.pop("what") == ""].drop(columns="remedy")
    return articles if chunk.contents else _checked(chunk, articles, Report())


def problems(chunk: Chunk, texts: Path, report: Report) -> None:
    """Report the articles of a chunk that `load` leaves out, and metadata that it makes missing."""
    kept = texts / f"{chunk.key}.parquet"
    found = pd.read_parquet(kept, columns=[*Fault._fields], filters=[("what", "!=", "")])
    report.notes += found.attrs["notes"]
    if chunk.contents:
        files = pd.Series(chunk.rows["file"].to_numpy(), list(chunk.contents))
        files = files[files.index.isin(found.index)]
        found = found.loc[files.index].set_axis(files)
    for name, *fault in found.itertuples():
        report.add(f"{chunk.source.name}, {name}", *fault)
    if not chunk.contents:
        about = [name for name in pq.read_schema(kept).names if name not in ("raw", "text")]
        rows = pd.read_parquet(kept, columns=about, filters=[("what", "==", "")])
        _checked(chunk, rows.drop(columns=[*Fault._fields]), report)


def _checked(chunk: Chunk, rows: pd.DataFrame, report: Report) -> pd.DataFrame:
    """Return the articles of a table with checked metadata; those of a folder are checked in `_divided`."""
    where = pd.Series(f"{chunk.source.name}, article " + rows.index, rows.index, dtype="str")
    rows = facts.blank_as_missing(facts.without_ours(rows, report))
    return metadata.without_shared(facts.check_metadata(rows, where, report), report)


def _cleaned(found: pd.DataFrame, language: Path | None) -> pd.DataFrame:
    """Return articles as found with their `text`, with `what` and `remedy`, and `notes` as an attribute."""
    from methods.text.clean import clean_text
    from methods.text.notes import notes

    found = rules.judge(found)
    texts = [clean_text(raw, language) for raw in found["raw"].where(found["what"] == "", "")]
    found = found.assign(text=pd.Series(texts, found.index, dtype="str"))
    found = rules.mark(found, found["text"].str.strip() == "", rules.NOTHING)
    found.attrs["notes"] = list(notes(found["raw"].dropna()))
    return found


def _files(chunk: Chunk) -> pd.DataFrame:
    """Read the files of a chunk; CorpusError if one has changed since its content was hashed."""
    found = []
    for name, content in zip(chunk.rows["file"], chunk.contents, strict=True):
        raw, fault = rules.read_article(chunk.source / name, chunk.source)
        if _content(chunk.source / name, chunk.source) != content:
            raise CorpusError(f"{chunk.source / name}: it changed while it was read; run it again")
        found.append((raw, *fault))
    index = pd.Index(chunk.contents, name="content")
    return pd.DataFrame(found, index, columns=["raw", *Fault._fields], dtype="str")


def _contents(corpus: Path, known: dict[str, tuple[int, ...]], names: list[str], kept: Path) -> pd.DataFrame:
    """Return `STATE` and the hash (`content`) of files, index `file`; a missing file has no hash.

    Only files whose state has changed are read.
    """
    states = [known.get(name, (-1,) * len(STATE)) for name in names]
    index = pd.Index(names, dtype="str", name="file")
    now = pd.DataFrame(states, index, columns=[*STATE], dtype="int64").assign(content=pd.NA)
    now = now.astype({"content": "str"})
    if is_whole(kept):
        then = pd.read_parquet(kept).reindex(index, columns=[*STATE, "content"])
        now["content"] = then["content"].where((then[[*STATE]] == now[[*STATE]]).all(axis=1))
    new = now.index[now["content"].isna() & (now["size"] >= 0)]
    if len(new):
        now.loc[new, "content"] = [_content(corpus / name, corpus) for name in new]
        write_table(kept, now, corpus)
    return now


def _content(path: Path, corpus: Path) -> str | None:
    try:
        with open_regular(path, corpus) as file:  # A table may be larger than memory.
            return hashlib.file_digest(file, "sha256").hexdigest()[:32]
    except (OSError, OpeningError):
        return None


def _why_not(path: Path, folder: Path) -> Fault:
    """Return the fault of a file that metadata.csv names but that cannot be opened."""
    try:
        open_regular(path, folder).close()
    except OpeningError as error:
        return Fault(error.what, error.remedy)
    except FileNotFoundError:
        pass
    return rules.MISSING


def _groups(
    folder: Path, rows: pd.DataFrame, states: pd.DataFrame, texts: Path, size: int, report: Report
) -> Iterator[Chunk]:
    """Yield the chunks of a folder: articles in the chunks that hold their texts, the others in new ones."""
    contents, large = states["content"], states["size"] > rules.LARGEST_ARTICLE
    same = contents.duplicated() & contents.notna()
    for name in rows.loc[contents.isna(), "file"]:
        report.add(name, *_why_not(folder / name, folder))
    for name in rows.loc[large, "file"]:
        report.add(name, *rules.TOO_LARGE)
    firsts = dict(zip(contents[::-1], contents.index[::-1], strict=True))
    for name, content in zip(rows.loc[same, "file"], contents[same], strict=True):
        report.add(name, f"it is the same text as article {firsts[content]}", "the first is kept")
    good = contents.notna() & ~same & ~large
    contents, rows, sizes = contents[good], rows[good.to_numpy()], states.loc[good.to_numpy(), "size"]
    shelves = [
        pd.Series(path.stem, pq.read_table(path, columns=["content"])["content"].to_pandas(), "str")
        for path in sorted(texts.glob("files-*.parquet"))
        if is_whole(path)
    ]
    held = pd.concat(shelves) if shelves else pd.Series([], dtype="str")
    keys = contents.map(held[~held.index.duplicated()]).astype("str")
    new = keys.isna()
    step = table_spans.even(int(sizes[new].sum()), size)
    for _, group in contents[new].groupby((sizes[new].cumsum() - 1).clip(0) // step):
        keys[group.index] = f"files-{digest(' '.join(group))}"
    hashes = contents.to_numpy(object)
    for key, places in sorted(keys.groupby(keys).indices.items()):
        bytes_ = int(sizes.iloc[places].sum())
        yield Chunk(key, folder, rows.iloc[places], tuple(hashes[places]), size=bytes_)
