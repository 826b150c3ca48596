"""docs/generations.md: its tables match the tests, and its figures match the code."""

import re
from datetime import timedelta
from pathlib import Path

from gateway.generation import limits
from gateway.generation.retry import FIRST_WAIT
from gateway.json_limits import MAX_VALUES
from gateway.providers.reply_limits import (
    MAX_EVENT_BYTES,
    MAX_EVENT_VALUES,
    MAX_PLAIN_BYTES,
    MAX_STREAM_BYTES,
)
from gateway.sandbox import Fault
from gateway.settings import Settings
from tests.gateway.test_faults import BROKEN_OFF, FILTERED, REFUSED, UNREACHABLE

PAGE = (Path(__file__).parents[2] / "docs" / "generations.md").read_text("utf-8")


def test_tables_of_faults_are_those_of_the_tests() -> None:
    row = re.compile(r"^\| (.*?) \| `(\w+)` \| (\d+) \| (yes|no) \|$", re.MULTILINE)
    told = {}
    for what, code, status, again in row.findall(PAGE):
        for fault in re.findall(r"`(\w+)`", what) or [what]:
            told[fault] = (int(status), code, again == "yes")
    assert told == {**REFUSED, **UNREACHABLE, **BROKEN_OFF}


def test_every_fault_of_the_sandbox_has_its_row() -> None:
    rows = {*REFUSED, *BROKEN_OFF, *FILTERED, "endless"}
    assert rows == {fault.value for fault in Fault}
    assert all(f"`{fault}`" in PAGE for fault in rows)


def test_figures_are_those_of_the_code() -> None:
    mib = 1024 * 1024
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    for words in (
        f"| running at once | {limits.MAX_RUNNING} |",
        f"for each piece | {limits.MAX_ANSWER_BYTES // mib} MiB |",
        f"a stream as it is sent | {MAX_STREAM_BYTES // mib} MiB |",
        f"one event of it | {MAX_EVENT_BYTES // mib} MiB, {MAX_EVENT_VALUES:,} values |",
        f"a plain response as it is sent | {MAX_PLAIN_BYTES // mib} MiB, {MAX_VALUES:,} values |",
        f"| running time | {limits.MAX_RUNNING_TIME // timedelta(hours=1)} hour |",
        f"| {limits.MAX_KEPT}, and {limits.MAX_KEPT_BYTES // mib} MiB in all |",
        f"| age of finished ones | {limits.MAX_KEPT_TIME // timedelta(hours=1)} hours |",
        f"{ {3: 'Three'}[defaults['retry_attempts']] } attempts in all",
        f"at most {defaults['retry_wait']} seconds of waiting",
        f"(`GATEWAY_PROVIDER_TIMEOUT`, {defaults['provider_timeout']})",
        f"the first wait is {FIRST_WAIT / 2} to {FIRST_WAIT} seconds",
    ):
        assert words in PAGE
