"""How long the warehouse takes over random histories of cases, beside the day-by-day recount.

Makes histories of a term in a temporary lake, builds items, cases and figures with the SQL dbt
compiled, and recounts the same months in plain Python. Prints both times and what was compared;
ends with 1 where the two differ.

    python benchmarks/followup_histories.py [--histories 1000] [--seed 1]
"""

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    """Every term once, at the latest moment it is asked about."""
    from tests.properties.test_followup_histories import MODELS, compare
    from tests.slow.histories import TERMS
    from tests.slow.measures import recount
    from tests.slow.worlds import world
    from tests.warehouse_bench import WarehouseBench

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    differences = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = WarehouseBench(Path(folder))
        print(
            "term     histories   files   lake s   build s   recount s   items   overdue   differ"
        )
        for term in TERMS:
            made = world(term, given.histories, given.seed)
            lake_seconds = timed(lambda made=made: made.send(bench.fresh_lake()))
            known_at = term.known_ats[-1]
            bench.run(known_at, *MODELS)  # the first run compiles
            build_seconds = timed(lambda at=known_at: bench.run(at, *MODELS))
            months = [month for month in term.months if month <= f"{known_at:%Y-%m}"]
            start = perf_counter()
            wanted = {month: recount(made.filed, month, known_at) for month in months}
            recount_seconds = perf_counter() - start
            found = [one for month in months for one in compare(bench, made, wanted[month], month)]
            differences += len(found)
            items = sum(len(items) for items in wanted[months[-1]].items.values())
            print(
                f"{term.name:<8} {given.histories:>9} {len(made.filed):>7} {lake_seconds:>8.1f}"
                f" {build_seconds:>9.1f} {recount_seconds:>11.1f} {items:>7}"
                f" {sum(len(one.overdue) for one in wanted.values()):>9} {len(found):>8}"
            )
    raise SystemExit(1 if differences else 0)


def timed(work) -> float:  # type: ignore[no-untyped-def]
    """Seconds the work takes by the clock."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
