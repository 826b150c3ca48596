"""`python -m tests.bench`: measure, print the tables, and with --peers renew docs/benchmarks.md."""

import argparse
import sys
import tempfile
from pathlib import Path

import psutil

from tests.bench.report import report, surroundings, write_document
from tests.bench.rounds import Effort, measure
from tests.bench.subjects import local_subjects, peers
from tests.bench.upstream import upstream_process


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--peers", action="store_true", help="measure other gateways too; renews docs/benchmarks.md"
    )
    with_peers = parser.parse_args().peers
    _warn_if_busy()
    with upstream_process() as upstream, tempfile.TemporaryDirectory() as folder:
        subjects = local_subjects(upstream, Path(folder))
        if with_peers:
            subjects += peers(upstream, Path(folder))
        results = measure(subjects, Effort(), _tell)
    print(f"\n{surroundings(results)}\n{report(results)}")
    if with_peers:
        from tests.bench.plot import write_picture

        write_document(results)
        write_picture(results)


def _tell(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def _warn_if_busy() -> None:
    busy = psutil.cpu_percent(interval=1)
    if busy > 10:
        _tell(f"This machine is busy ({busy:.0f} % of its CPU): the figures will be worse for it.")


if __name__ == "__main__":
    main()
