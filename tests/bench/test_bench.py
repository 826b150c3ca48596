"""The benchmark measures what it says and reports what it measured; no time is asserted."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

import pytest
from aiohttp.test_utils import TestServer

from gateway.app import create_app
from gateway.settings import load_settings
from tests.bench import report
from tests.bench.clients import CALL_PIECES, Target, asking
from tests.bench.litellm_load import longest_health_check
from tests.bench.measures import CALL, FIRST_TEXT, MEASURES, PIECE, READY, Results
from tests.bench.rounds import Effort, measure
from tests.bench.servers import Server, running
from tests.bench.subjects import DIRECT, GATEWAY, SDK, local_subjects
from tests.bench.upstream import PreparedOpenAI, pieces, upstream_process
from tests.gateway.client import GatewayServer

SMALL_EFFORT = Effort(rounds=2, starts=2, calls=1, calls_at_once=1, short_streams=1, long_streams=1)


@pytest.fixture
async def upstream() -> AsyncIterator[str]:
    async with TestServer(PreparedOpenAI().app()) as server:
        yield str(server.make_url("/v1"))


@pytest.fixture
async def gateway(upstream: str) -> AsyncIterator[str]:
    environment = {"GATEWAY_OPENAI_API_BASE": upstream, "GATEWAY_CONFIG": os.devnull}
    async with GatewayServer(create_app(load_settings({}, environment))) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.mark.parametrize("way", ["openai", "gateway", "passed"])
async def test_asks_for_the_same_answer_every_way(
    way: Literal["openai", "gateway", "passed"], upstream: str, gateway: str
) -> None:
    target = Target(way, upstream if way == "openai" else gateway)
    async with asking(target, lanes=8) as asker:
        assert await asker.call(lane=7) == "".join(pieces(CALL_PIECES))
        streamed = await asker.stream(20)
    assert streamed.text == "".join(pieces(20))
    assert 0 < streamed.first_text_at <= streamed.ended_at


def test_a_round_gives_a_figure_for_each_measure(tmp_path: Path) -> None:
    with upstream_process() as address:
        direct, *_ = local_subjects(address, tmp_path)
        told: list[str] = []
        results = measure([direct], SMALL_EFFORT, told.append)
    assert set(results) == {DIRECT}
    assert {len(results[DIRECT][each]) for each in (CALL, FIRST_TEXT, PIECE)} == {2}
    assert READY not in results[DIRECT]
    assert len(told) == 4


def test_health_is_watched_until_litellm_is_loaded(tmp_path: Path) -> None:
    _, _, gateway, *_ = local_subjects("http://127.0.0.1:1/v1", tmp_path)
    assert gateway.server is not None
    with running(gateway.server) as server:
        assert longest_health_check(server.port) > 0
        with urlopen(f"{server.address}/health") as answer:
            assert json.load(answer)["litellm"] == "ready"


def test_a_server_that_does_not_start_says_why() -> None:
    server = Server(lambda port: ["python", "-c", f"raise SystemExit('no {port}')"], "/")
    with pytest.raises(RuntimeError, match=r"said:\nno \d+"), running(server):
        pass


def some_results() -> Results:
    """The gateway takes 1.1 times as long as the SDK in each round, slow or not."""
    sdk, direct = [5.0, 10.0, 5.2], [0.5, 1.0, 0.6]
    results: Results = {name: {} for name in (DIRECT, SDK, GATEWAY)}
    for each in MEASURES:
        results[DIRECT][each] = direct
        results[SDK][each] = sdk
        results[GATEWAY][each] = [figure * 1.1 for figure in sdk]
    return results


def test_ratios_are_taken_within_a_round() -> None:
    text = report.report(some_results())
    multiples = text[text.index("as multiples of the SDK's") :]
    row = next(line for line in multiples.splitlines() if line.startswith("| time per call"))
    assert [cell.strip() for cell in row.split("|")[2:5]] == ["0.10 (0.10–0.11)", "1.00", "1.10"]


def test_goals_are_shown_where_there_are_figures_for_them() -> None:
    text = report.report(some_results())
    verdicts = {
        cells[1].strip(): cells[4].strip()
        for line in text[text.index("| goal ") :].splitlines()
        if (cells := line.split("|"))
    }
    assert verdicts["time per call ÷ the SDK's"] == "✓"
    assert verdicts["added to a direct call, ms"] == "✗"
    assert verdicts["throughput, calls/s"] == "✗"
    assert not any("proxy" in title or "Portkey" in title for title in verdicts)


def test_the_document_keeps_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "benchmarks.md"
    text = report.DOCUMENT.read_text(encoding="utf-8")
    document.write_text(text, encoding="utf-8")
    monkeypatch.setattr(report, "DOCUMENT", document)
    report.write_document(some_results())
    report.write_document(some_results())
    written = document.read_text(encoding="utf-8")
    assert written.count("| median (quartiles) ") == 1
    begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"
    assert written.partition(begin)[0] == text.partition(begin)[0]
    assert written.partition(end)[2] == text.partition(end)[2]
