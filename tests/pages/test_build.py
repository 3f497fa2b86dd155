"""Building again, and what the command says if it cannot build."""

import ast
import datetime
import json
import shutil
import subprocess
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor, wait

import pandas as pd
import pytest
from kill import contents, short_study
from nbclient.util import run_sync

from methods.files.atomic import HOST
from methods.files.problems import CorpusError
from methods.pages import build as pages
from methods.pages.build import ROOT, Layout, build
from methods.pages.execute import OF_THEMES, channels, run
from methods.pages.site import page_caches

FIGURE = """import matplotlib.pyplot as plt, pandas as pd, helpers
fig, ax = plt.subplots(figsize=(4, 2))
ax.barh(["a"], [1])
helpers.save_figure(fig, "01-bar", pd.DataFrame({"n": [1]}), "One bar, of a length that is called one.")"""


@pytest.fixture(scope="module")
def small(tmp_path_factory, write_notebook):
    """A study of one article and two short notebooks, of which the first draws; each test leaves it as it was."""
    folder = tmp_path_factory.mktemp("small")
    study = Layout(folder / "corpus", folder / "notebooks", folder / "cache")
    study.notebooks.mkdir()
    study.corpus.mkdir()
    (study.corpus / "articles.csv").write_text("article_id,text\n1,社区学习枫桥经验。\n", encoding="utf-8")
    write_notebook(study.notebooks / "01-draws.ipynb", FIGURE)
    write_notebook(study.notebooks / "02-counts.ipynb", "1 + 1")
    build(study, lambda line: None)
    return study


def test_nothing_changed_nothing_done(small):
    before = {path: path.stat().st_mtime_ns for path in small.site.rglob("*")}
    said = []
    build(small, said.append)
    assert said == []
    assert {path: path.stat().st_mtime_ns for path in small.site.rglob("*")} == before


def test_a_changed_notebook_is_the_one_rendered(small):
    path = small.notebooks / "02-counts.ipynb"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("1 + 1", "1 + 2"), encoding="utf-8")
    said = []
    build(small, said.append)
    assert [line.split("/")[-1] for line in said if "wrote" in line] == ["02-counts.html"]
    assert not [line for line in said if "01-draws" in line]
    path.write_text(source, encoding="utf-8")
    build(small, lambda line: None)


def test_only_notebooks_that_name_the_theme_list_run_again_when_it_changes(small, write_notebook):
    third, lexicons = small.notebooks / "03-names.ipynb", small.corpus / "lexicons"
    write_notebook(third, 'name = "themes"')
    build(small, lambda line: None)
    lexicons.mkdir()
    (lexicons / "themes.csv").write_text("theme,term\nlearning,学习\n", encoding="utf-8")
    said = []
    build(small, said.append)
    assert [line.split(":")[0] for line in said if "executing" in line] == ["03-names"]
    written = {line.rpartition("/")[2] for line in said if line.startswith("wrote")}
    assert "explorer.html" in written and not written & {"01-draws.html", "02-counts.html"}
    shutil.rmtree(lexicons)
    third.unlink()
    build(small, lambda line: None)


def test_no_function_of_the_notebooks_reads_the_theme_list_by_itself():
    """So a notebook that does not name it does not depend on it."""
    files = {f"{name}.csv" for name in OF_THEMES}
    for path in set((ROOT / "methods").rglob("*.py")) - set((ROOT / "methods/pages").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_bytes())))
        handed = [word.value for call in nodes if isinstance(call, ast.Call) for word in call.args
                  if isinstance(word, ast.Constant)]  # fmt: skip
        assert not {*OF_THEMES, *files} & set(handed), path
        assert not files & {node.value for node in nodes if isinstance(node, ast.Constant)}, path


def test_settings_of_the_user_change_no_byte(small, tmp_path, monkeypatch):
    profile = tmp_path / "ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    start = "import matplotlib\nmatplotlib.rcParams['axes.facecolor'] = 'red'\n"
    (profile / "startup" / "00-first.py").write_text(start)
    (profile / "ipython_config.py").write_text("c.InteractiveShell.ast_node_interactivity = 'all'\n")
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\naxes.facecolor: red\nfont.family: serif\n")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    for name in ("MPLCONFIGDIR", "MATPLOTLIBRC"):
        monkeypatch.setenv(name, str(tmp_path))
    again = Layout(tmp_path / "corpus", tmp_path / "notebooks", tmp_path / "cache")
    shutil.copytree(small.notebooks, again.notebooks)
    shutil.copytree(small.corpus, again.corpus, ignore=shutil.ignore_patterns("_site", ".cache", "figures"))
    build(again, lambda line: None)
    assert contents(again) == contents(small)


def test_a_lost_figure_and_a_lost_page_come_back(small):
    whole = contents(small)
    (small.figures / "01-bar.svg").unlink()
    (small.site / "explorer.html").write_text("half a pa", encoding="utf-8")
    (small.site / f".index.html.{HOST}-999999999-00000000~").write_text("left by a killed run")
    build(small, lambda line: None)
    assert contents(small) == whole


def test_a_notebook_that_went_takes_its_page_along(small, tmp_path):
    path = small.notebooks / "01-draws.ipynb"
    shutil.move(path, tmp_path)
    build(small, lambda line: None)
    names = sorted(page.name for page in small.site.glob("*.html"))
    assert names == ["02-counts.html", "explorer.html", "index.html"]
    assert not list((small.site / "figures").iterdir())
    shutil.move(tmp_path / path.name, path)
    build(small, lambda line: None)


def test_a_failing_cell_stops_the_build_and_is_named(tmp_path, capsys, monkeypatch, write_notebook):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    shutil.copytree(ROOT / "corpus", corpus)
    notebooks.mkdir()
    write_notebook(notebooks / "01-fails.ipynb", "1 / 0")
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_corpus_without_a_good_article_is_refused_in_a_few_words(tmp_path, capsys, monkeypatch):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    corpus.mkdir()
    (corpus / "articles.csv").write_text("article_id,text\n1,来源：人民网\n", encoding="utf-8")
    notebooks.mkdir()
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 1
    said = capsys.readouterr().err
    assert "no article can be used\narticle 1: " in said and "Traceback" not in said


def test_a_corpus_that_does_not_exist_is_said_not_to(tmp_path, capsys):
    with pytest.raises(SystemExit):
        pages.main(["--corpus", str(tmp_path / "nowhere")])
    assert "nowhere does not exist" in capsys.readouterr().err


def test_a_read_only_project_keeps_its_pages_with_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    assert page_caches(tmp_path) == tmp_path / ".cache" / "pages"
    monkeypatch.setattr("methods.files.cache.os.access", lambda *_: False)
    assert not page_caches(tmp_path).is_relative_to(tmp_path / ".cache")


@pytest.mark.parametrize("home", [".", "articles"])
def test_a_folder_without_articles_is_refused_with_a_remedy(tmp_path, capsys, home):
    (tmp_path / home).mkdir(exist_ok=True)
    assert pages.main(["--corpus", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "put the texts into" in said.err and "Traceback" not in said.err
    assert "executing" not in said.out


def test_what_is_wrong_with_a_corpus_is_said_once_and_before_the_notebooks(
    tmp_path, capsys, monkeypatch, write_notebook
):
    corpus, notebooks = tmp_path / "corpus", tmp_path / "notebooks"
    (corpus / "articles").mkdir(parents=True)
    for name, text in {"a": "干部参加了培训。", "b": "民警走访了社区。", "c": ""}.items():
        (corpus / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    notebooks.mkdir()
    cell = "import os, helpers; len(helpers.load_articles(os.environ['CORPUS']))"
    for name in ("01-one", "02-two"):
        write_notebook(notebooks / f"{name}.ipynb", cell)
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    assert pages.main(["--corpus", str(corpus)]) == 0
    said = capsys.readouterr().out
    assert said.count("c.txt: it is empty") == said.count("1 problem, 1 note") == 1
    assert said.index("c.txt: it is empty") < said.index("executing")
    assert "Warning" not in said and "return " not in said


@pytest.mark.parametrize("name", ["articles.csv", "news.csv", "articles/2024.jsonl"])
def test_a_table_of_articles_is_a_corpus_too(articles, tmp_path, name, monkeypatch, write_notebook):
    notebooks, table = tmp_path / "notebooks", tmp_path / "corpus" / name
    table.parent.mkdir(parents=True)
    rows = articles.drop(columns="text")
    rows.to_csv(table) if name.endswith(".csv") else rows.reset_index().to_json(
        table, orient="records", lines=True, date_format="iso"
    )
    notebooks.mkdir()
    cell = "import os, pathlib; assert pathlib.Path(os.environ['CORPUS']).exists()"
    write_notebook(notebooks / "01-table.ipynb", cell)
    monkeypatch.setattr(pages, "Layout", lambda corpus: Layout(corpus, notebooks, tmp_path / "cache"))
    corpus = table if name == "news.csv" else tmp_path / "corpus"
    assert pages.main(["--corpus", str(corpus)]) == 0
    site = (tmp_path / "corpus" / "news" if name == "news.csv" else corpus) / "_site"
    assert "枫桥经验" in (site / "explorer.html").read_text(encoding="utf-8")


def test_kernels_are_spoken_to_through_files_where_a_path_can_be_that_short(tmp_path, write_notebook):
    path = tmp_path / "01-asks.ipynb"
    write_notebook(path, "import ipykernel\nprint(open(ipykernel.get_connection_file()).read())")
    told = run_sync(run)(path, tmp_path, print).cells[0].outputs[0].text
    assert json.loads(told)["transport"] == "ipc"
    assert "transport" not in channels(tmp_path / ("a" * 200)).KernelManager


@pytest.mark.parametrize("size", [10, 10**9])
def test_what_results_depend_on_is_seen_to_change_in_large_corpora_and_in_small(tmp_path, monkeypatch, size):
    monkeypatch.setattr("methods.corpora.corpus.CHUNK_BYTES", size)
    corpus = tmp_path / "corpus"
    (corpus / "articles").mkdir(parents=True)
    (corpus / "lexicons").mkdir()
    article, metadata = corpus / "articles" / "a.txt", corpus / "metadata.csv"
    article.write_text("社区学习枫桥经验。", encoding="utf-8")
    metadata.write_text("article_id,file\na,a.txt\n", encoding="utf-8")

    def key():
        return Layout(corpus, caches=tmp_path / "cache").key("words")

    is_large = size == 10
    assert (article in Layout(corpus).inputs()) != is_large
    keys = [key(), key()]
    assert keys[0] == keys[1]
    article.write_text("社区学习浦江经验。", encoding="utf-8")
    keys.append(key())
    metadata.write_text("article_id,file\nb,a.txt\n", encoding="utf-8")
    keys.append(key())
    (corpus / "lexicons" / "terms.csv").write_text("term\n社区\n", encoding="utf-8")
    keys.append(key())
    (corpus / "articles" / "b.txt").write_text("社区。", encoding="utf-8")
    keys.append(key())
    (corpus / "figures").mkdir()
    (corpus / "figures" / "made.csv").write_text("n\n", encoding="utf-8")
    assert len(set(keys)) == 5 and key() == keys[-1]


def test_no_folder_behind_a_link_is_walked_through(tmp_path):
    corpus, elsewhere = tmp_path / "corpus", tmp_path / "elsewhere"
    for folder in (corpus, elsewhere):
        folder.mkdir()
        (folder / "notes.txt").write_text("x")
    (corpus / "link").symlink_to(elsewhere)
    assert [p.name for p in Layout(corpus).inputs() if p.is_relative_to(corpus)] == ["notes.txt"]


def test_a_misspelt_group_is_told_before_a_kernel_starts(tmp_path, monkeypatch):
    study = short_study(tmp_path)
    monkeypatch.setenv("GROUP", "朝代")
    with pytest.raises(CorpusError, match=r"GROUP=朝代: no column '朝代' in the metadata: name one of "):
        pages.open_corpus(study, print)


@pytest.mark.parametrize(
    ("name", "value"), [("PERIOD", "Y"), ("PERIOD", "D"), ("GROUP", "M"), ("PERIOD", "")]
)
def test_periods_of_articles_without_dates_are_an_error_before_a_kernel_starts(
    tmp_path, monkeypatch, name, value
):
    texts = ["社区的干部和群众在议事厅讨论花园的事情。", "派出所的民警走访了每一户人家。"]
    monkeypatch.setenv(name, value)
    for dates in ([None, None], ["2021-03", None]):
        pd.DataFrame({"text": texts, "date": dates}).to_csv(tmp_path / "articles.csv", index=False)
        study = Layout(tmp_path)
        if value and not any(dates):
            with pytest.raises(CorpusError, match=rf"{name}={value}: no article has a date; add a column"):
                pages.open_corpus(study, print)
        else:
            pages.open_corpus(study, print)


HOLD = """import sys
from pathlib import Path
from methods.files.lock import alone
with alone(Path(sys.argv[1]), print):
    print("held", flush=True)
    sys.stdin.read()"""


def test_a_build_waits_until_another_of_the_corpus_has_ended_or_died(small):
    """Or it would take the figures of the other, with another setting, for its own."""
    command = [sys.executable, "-c", HOLD, small.lock]
    other = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"held\n"
    said: list[str] = []
    with ThreadPoolExecutor() as threads:
        building = threads.submit(build, small, said.append)
        assert wait([building], timeout=2).not_done
        assert said == [f"another build of {small.corpus} runs: this one waits for its end"]
        other.kill()
        other.communicate()
        building.result(timeout=60)


def test_a_lock_that_is_a_link_leads_nowhere(small, tmp_path):
    small.lock.unlink()
    small.lock.symlink_to(tmp_path / "elsewhere")
    build(small, lambda line: None)
    assert not (tmp_path / "elsewhere").exists()


def test_what_a_link_within_the_corpus_leads_to_is_noticed_even_among_results(tmp_path):
    corpus = tmp_path / "corpus"
    for name, target in (("articles", ".cache/texts"), ("lexicons", "figures/lists")):
        (corpus / target).mkdir(parents=True)
        (corpus / name).symlink_to(corpus / target)
        (corpus / target / "a.csv").write_text("term\n枫桥\n", encoding="utf-8")
    study = Layout(corpus, tmp_path, tmp_path / "cache")
    keys = {study.key()}
    for name in ("articles", "lexicons"):
        (corpus / name / "a.csv").write_text(f"term\n{name}\n", encoding="utf-8")
        keys.add(study.key())
    assert len(keys) == 3


@pytest.mark.parametrize(("date", "waits"), [("2999-01-01", True), ("2020-01-01", False), ("1700", False)])
def test_what_is_built_depends_on_the_day_if_a_date_is_in_the_future(tmp_path, monkeypatch, date, waits):
    (tmp_path / "articles.csv").write_text(f"id,date,text\n1,{date},学习枫桥经验。\n", encoding="utf-8")
    study, said = Layout(tmp_path, tmp_path, tmp_path / "cache"), []
    pages.open_corpus(study, said.append)
    assert ("is in the future" in str(said)) is waits
    before = study.key()
    monkeypatch.setattr("methods.pages.site.date", FutureDay)
    assert (study.key() != before) is waits


class FutureDay(datetime.date):
    @classmethod
    def today(cls):
        return cls(2999, 1, 1)


def test_a_home_in_which_nothing_can_be_created_stops_no_build(tmp_path, monkeypatch, write_notebook):
    monkeypatch.setenv("HOME", "/proc")  # To the super-user it looks writable.
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    study = Layout(tmp_path / "corpus", tmp_path / "notebooks", tmp_path / "cache")
    study.notebooks.mkdir()
    study.corpus.mkdir()
    (study.corpus / "articles.csv").write_text("article_id,text\n1,社区学习枫桥经验。\n", encoding="utf-8")
    write_notebook(study.notebooks / "01-counts.ipynb", "1 + 1")
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert build(study, lambda line: None).exists()
