"""Do the tests and intervals keep their word? Simulated corpora with bursty terms, where the truth is known.

    python benchmarks/calibration.py [--quick]

writes `calibration.csv` (false positives where nothing differs; coverage of intervals) and `power.csv`
(recall of planted trends and regional terms at 5 % false discovery) beside this file, with machine and
versions. It is seeded: two runs give the same numbers. `--quick` takes a twentieth of the corpora of up to
100 articles and writes nothing.
"""

import argparse
import platform
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, stats
from statsmodels.stats.proportion import proportion_confint

from methods.corpora.word_matrix import Counts
from methods.measures.curves import change_points
from methods.measures.distance import permutation_null
from methods.measures.group_tests import compare_groups, effect, permutation, rank_sum
from methods.measures.keyness import g2, log_odds
from methods.measures.rates import MIN_ARTICLES, bootstrap_interval
from methods.measures.trends import kendall, trend_table

HERE = Path(__file__).parent
TERMS = 300
PLANTED = 30
YEARS = 12  # that the articles of a simulated corpus cover
RARE = 40  # articles that have a planted word which a sample cannot show
POWER = [
    *("planted", "factor", "articles", "corpora"),
    *("recall", "recall_error", "false_discovery", "false_discovery_error", "verdict"),
]
Outcome = dict[str, np.ndarray]


class Corpus(NamedTuple):
    """Counts (articles x terms), tokens of articles, true rates (per token) and burst shapes of terms."""

    counts: np.ndarray
    tokens: np.ndarray
    rates: np.ndarray
    shape: np.ndarray


def simulate(rng: np.random.Generator, articles: int, factor: np.ndarray | float = 1.0) -> Corpus:
    """A corpus whose terms stand 2 to 50 times in 10,000 tokens (times `factor`), and in bursts.

    Counts are gamma-Poisson (negative binomial) with shape 0.2 to 1: an article has none or several.
    """
    tokens = np.round(np.exp(rng.normal(np.log(1300), 0.4, articles)))
    rates = np.exp(rng.uniform(np.log(2e-4), np.log(5e-3), TERMS))
    shape = np.exp(rng.uniform(np.log(0.2), 0, TERMS))
    bursts = rng.gamma(shape, 1 / shape, (articles, TERMS))
    return Corpus(rng.poisson(tokens[:, None] * rates * factor * bursts).astype(float), tokens, rates, shape)


def group_tests(rng: np.random.Generator, n: int) -> Outcome:
    """p of each test of two groups of `n` articles that do not differ, and of the token-level measures."""
    counts, tokens, _, _ = simulate(rng, 2 * n)
    counts = counts[:, (counts > 0).sum(axis=0) >= MIN_ARTICLES]
    member = np.arange(2 * n) < n
    sums = (
        counts[member].sum(axis=0),
        counts[~member].sum(axis=0),
        tokens[member].sum(),
        tokens[~member].sum(),
    )
    p = {
        "rank-sum (articles)": rank_sum(stats.rankdata(counts / tokens[:, None], axis=0), member),
        "G2 (tokens)": stats.chi2.sf(np.abs(g2(*sums)), 1),
        "log-odds z (tokens)": 2 * stats.norm.sf(np.abs(log_odds(*sums))),
    }
    if n <= 50:
        p["permutation (articles)"] = permutation(counts, tokens, member)
    return p


def trend_test(rng: np.random.Generator, n: int) -> Outcome:
    """p of Kendall's tau on `n` articles without a trend."""
    counts, tokens, _, _ = simulate(rng, n)
    counts = counts[:, (counts > 0).sum(axis=0) >= MIN_ARTICLES]
    return {"Kendall (articles)": kendall(rng.uniform(0, YEARS, n), counts / tokens[:, None])[1]}


def distance_test(rng: np.random.Generator, n: int) -> Outcome:
    """p of the Jensen-Shannon distance of two groups of `n` articles that do not differ."""
    counts = simulate(rng, 2 * n).counts.astype(int)
    article, word = np.nonzero(counts)
    units = pd.DataFrame(
        {"group": article < n, "unit": article, "word": word, "count": counts[article, word]}
    )
    null = permutation_null(units, draws=99, seed=int(rng.integers(2**31)))
    return {"Jensen-Shannon permutation (articles)": null["share_above"].to_numpy()}


def change_test(rng: np.random.Generator, n: int) -> Outcome:
    """0 for each series of `n` periods, twenty articles each, where a change is found that is not there."""
    counts, tokens, _, _ = simulate(rng, 20 * n)
    rates = counts.reshape(n, 20, TERMS).sum(axis=1) / tokens.reshape(n, 20).sum(axis=1)[:, None]
    return {
        "change points (periods)": np.array([0.0 if change_points(series) else 1.0 for series in rates.T])
    }


def intervals(rng: np.random.Generator, n: int) -> Outcome:
    """Return whether (1, 0) each interval from a group of `n` articles holds the truth."""
    corpus = simulate(rng, n)
    having = (corpus.counts > 0).sum(axis=0)
    some = having >= MIN_ARTICLES
    counts, rates = corpus.counts[:, some], corpus.rates[some]
    weights = rng.poisson(1.0, (999, n))
    with np.errstate(invalid="ignore"):
        drawn = (weights @ counts) / (weights @ corpus.tokens)[:, None]
    lengths = np.exp(rng.normal(np.log(1300), 0.4, (5000, 1)))
    shares = 1 - ((1 + lengths * corpus.rates / corpus.shape) ** -corpus.shape).mean(axis=0)
    factor = np.where(np.arange(2 * n) < n, 2.0, 1.0)[:, None]
    pair = simulate(rng, 2 * n, factor)
    ratio = effect(sparse.csr_array(pair.counts), pair.tokens, factor[:, 0] > 1)
    return {
        "rate: bootstrap-t": _holds(bootstrap_interval(sparse.csr_array(counts), corpus.tokens), rates),
        "rate: bootstrap percentile, not used": _holds(np.nanquantile(drawn, [0.025, 0.975], axis=0), rates),
        "share of articles: Wilson": _holds(proportion_confint(having, n, method="wilson"), shares),
        "Log Ratio of a doubled rate": _holds((ratio["low"], ratio["high"]), 1.0),
    }


def _holds(interval: tuple[np.ndarray, np.ndarray] | np.ndarray, truth: np.ndarray | float) -> np.ndarray:
    low, high = interval
    return ((low <= truth) & (truth <= high)).astype(float)


def shorten(plan: dict[int, int], quick: bool) -> dict[int, int]:
    """Corpora for each number of articles: all of them, or a twentieth of those that take little time."""
    return {n: max(2, corpora // 20) for n, corpora in plan.items() if n <= 100} if quick else plan


def run(
    question: str,
    simulation: Callable[[np.random.Generator, int], Outcome],
    plan: dict[int, int],
    quick: bool,
) -> pd.DataFrame:
    """Repeat a simulation, `plan` corpora for each number of articles; rates with Monte Carlo errors.

    The error is over corpora, since the terms of one corpus share its articles.
    """
    rows = []
    for n, corpora in shorten(plan, quick).items():
        rng = np.random.default_rng([n, *simulation.__name__.encode()])
        drawn = [simulation(rng, n) for _ in range(corpora)]
        for method in drawn[0]:
            values = [outcome[method] for outcome in drawn]
            hits = values if question == "coverage" else [v[~np.isnan(v)] <= 0.05 for v in values]
            means, sizes = (
                np.array([h.mean() if len(h) else 0 for h in hits]),
                np.array([len(h) for h in hits]),
            )
            rate = np.average(means, weights=sizes) if sizes.sum() else np.nan
            error = np.sqrt(np.average((means - rate) ** 2, weights=sizes) / max(1, len(means) - 1))
            rows.append((question, method, n, len(means), int(sizes.sum()), rate, error))
    return pd.DataFrame(
        rows, columns=["question", "method", "n", "corpora", "terms", "rate", "monte_carlo_error"]
    )


def frames(corpus: Corpus, **columns: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tidy counts and articles of a simulated corpus, as the methods take them."""
    ids = pd.Index([f"{i:05d}" for i in range(len(corpus.tokens))], name="article_id")
    article, term = np.nonzero(corpus.counts)
    counts = pd.DataFrame({"article_id": ids[article], "term": term, "count": corpus.counts[article, term]})
    return counts, pd.DataFrame({"tokens": corpus.tokens} | columns, index=ids)


def planted_region(rng: np.random.Generator, n: int, factor: float) -> pd.DataFrame:
    """q of each term in a region of a fifth of `n` articles, thirty terms `factor` times as frequent."""
    region, planted = np.arange(n) < max(1, n // 5), np.arange(TERMS) < PLANTED
    corpus = simulate(rng, n, np.where(region[:, None] & planted, factor, 1.0))
    counts, articles = frames(corpus, region=region)
    return compare_groups(counts, articles, "region").query("region")


def planted_trend(rng: np.random.Generator, n: int, factor: float) -> pd.DataFrame:
    """q of each term of `n` articles, thirty terms growing `factor` times over twelve years."""
    time, planted = np.sort(rng.uniform(0, 1, n)), np.arange(TERMS) < PLANTED
    corpus = simulate(rng, n, np.where(planted, factor ** (time[:, None] - 0.5), 1.0))
    dates = pd.Timestamp("2013-01-01") + pd.to_timedelta(np.round(time * YEARS * 365.25), unit="D")
    counts, articles = frames(corpus, date=dates)
    return trend_table(counts, articles)


def planted_rare(rng: np.random.Generator, n: int, sampled: int | None) -> pd.DataFrame:
    """q of each term of `n` articles, or of a sample of them; the last one is in 40 articles of one region."""
    corpus, region = simulate(rng, n), np.arange(n) < n // 4
    planted = np.zeros((n, 1))
    planted[rng.choice(n // 4, RARE, replace=False)] = 1
    ids = pd.Index([f"{i:06d}" for i in range(n)], name="article_id")
    matrix = sparse.csr_array(np.hstack([corpus.counts, planted]))
    counts = Counts(matrix, [*map(str, range(TERMS)), "planted"], ids.tolist())
    articles = pd.DataFrame({"tokens": corpus.tokens, "region": region}, ids)
    some = articles if sampled is None else articles.sample(sampled, random_state=0)
    return compare_groups(counts, some, "region").query("region")


def rare(quick: bool) -> pd.DataFrame:
    """Recall of a word that 40 of 100,000 articles have, and false discoveries, of all and of a sample."""
    rows = []
    for sampled in (None, 3000):
        rng = np.random.default_rng(RARE)
        tables = [planted_rare(rng, 10_000 if quick else 100_000, sampled) for _ in range(2 if quick else 5)]
        found = [table.loc[table["q"] <= 0.05, "word"] for table in tables]
        recall = [float("planted" in set(words)) for words in found]
        false = [(words != "planted").sum() / max(1, len(words)) for words in found]
        values = [measure(shares) for shares in (recall, false) for measure in (np.mean, stats.sem)]
        rows.append(("rare regional term", np.inf, sampled or 100_000, len(tables), *values, "possible"))
    return pd.DataFrame(rows, columns=POWER)


def power(quick: bool) -> pd.DataFrame:
    """Recall and false discoveries of planted effects at q <= 0.05, means over corpora with their errors."""
    rows = []
    for name, simulation in {"regional term": planted_region, "trend": planted_trend}.items():
        for factor in (2, 4):
            for n, corpora in shorten({5: 5, 20: 40, 100: 60, 1000: 5}, quick).items():
                rng = np.random.default_rng([n, factor])
                tables = [simulation(rng, n, factor) for _ in range(corpora)]
                found = [table.loc[table["q"] <= 0.05, "term"] for table in tables]
                recall = [(terms < PLANTED).sum() / PLANTED for terms in found]
                false = [(terms >= PLANTED).sum() / max(1, len(terms)) for terms in found]
                verdict = tables[0]["test"].iloc[0].split(":")[0]
                values = [measure(shares) for shares in (recall, false) for measure in (np.mean, stats.sem)]
                rows.append((name, factor, n, corpora, *values, verdict))
    return pd.concat([pd.DataFrame(rows, columns=POWER), rare(quick)])


def provenance() -> dict[str, str]:
    """Machine and versions that a table was made with."""
    packages = " ".join(
        f"{name} {version(name)}" for name in ("numpy", "scipy", "pandas", "statsmodels", "ruptures")
    )
    return {
        "machine": f"{platform.system()} {platform.machine()}",
        "versions": f"Python {platform.python_version()} {packages}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a twentieth of the corpora; writes nothing")
    quick = parser.parse_args().quick
    calibration = pd.concat(
        [
            run("false positives", group_tests, {5: 40, 10: 40, 20: 40, 50: 20, 100: 20, 500: 10}, quick),
            run("false positives", trend_test, {5: 40, 10: 20, 20: 20, 50: 20, 100: 20, 500: 10}, quick),
            run("false positives", distance_test, {5: 300, 20: 300}, quick),
            run("false positives", change_test, {20: 10, 40: 10}, quick),
            run("coverage", intervals, {10: 20, 20: 20, 50: 20, 100: 20, 300: 10, 1000: 5}, quick),
        ]
    )
    for name, table in {"calibration": calibration, "power": power(quick)}.items():
        print(table.to_string(index=False, float_format="%.3f"), end="\n\n")
        if not quick:
            table.assign(**provenance()).to_csv(HERE / f"{name}.csv", index=False, float_format="%.6g")


if __name__ == "__main__":
    main()
