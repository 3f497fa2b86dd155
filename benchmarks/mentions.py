"""How fast are persons and posts, places and quotations found?

    python benchmarks/mentions.py [articles]

Made articles of 2.5 kB (`made.py`), on one core, each method three times; the least time of the processor counts,
which other people's work on the same machine disturbs least. Writes `mentions.csv`.
"""

import sys
import time

import pandas as pd
from made import texts, write

from methods.mentions.people import actors_table
from methods.mentions.places import places_table
from methods.mentions.quotations import quoted_share


def main(number: int) -> None:
    articles = pd.DataFrame({"text": list(texts(0, number))}, index=[f"{i:06}" for i in range(number)])
    size = sum(len(text.encode()) for text in articles["text"]) / 1e6
    rows = []
    for method in (actors_table, places_table, quoted_share):
        method(articles[:10])
        best, table = float("inf"), None
        for _ in range(3):
            start = time.process_time()
            table = method(articles)
            best = min(best, time.process_time() - start)
        rows.append(
            {"method": method.__name__, "articles": number, "megabytes": size, "seconds": best}
            | {"mb_per_s": size / best, "rows": len(table)}
        )
    write("mentions", rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
