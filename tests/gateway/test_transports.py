"""The two transports compared: the same requests to a provider, the same answers and errors.

Every case is sent through a gateway with the direct transport and through one with LiteLLM's, to
the same upstream. What a case must give is in the other modules, which run on the direct transport.
Not compared are disconnects, timing and memory: tests `on_both_transports` cover them.
"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import groupby, product
from typing import Any, Protocol

import pytest

from gateway.sandbox import RETIRED_MODELS, Sandbox
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client, parse_events
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.scripted_upstream import ScriptedUpstream, prompt_of
from tests.gateway.test_faults import BROKEN_OFF, FILTERED, REFUSED
from tests.gateway.test_odd_upstreams import ODD_REPLIES
from tests.gateway.transports import TRANSPORTS

Json = Mapping[str, Any]

# Fields that differ between any two answers.
_OF_EACH_ANSWER = {"id", "created_at", "timing"}
_HEADERS = ("anthropic-version", "content-type")
# A session runs no more at once.
_AT_ONCE = 8
# A session keeps no more.
_KEPT = 64


@dataclass(frozen=True)
class Case:
    """A request for an answer. No other case has the same prompt."""

    name: str
    prompt: str
    provider: str
    stream: bool
    more: Json = field(default_factory=dict)
    text_varies: bool = False
    """Whether the text depends on chance: how much was read before the connection closed."""

    def body(self) -> Json:
        """The body of POST /generate."""
        prompt = {} if "messages" in self.more else {"prompt": self.prompt}
        return {"provider": self.provider, "stream": self.stream, **prompt, **self.more}


def sandbox_cases(prompts: Mapping[str, tuple[str, Json]]) -> tuple[Case, ...]:
    """Each prompt for each provider, plain and streamed."""
    cases = []
    for (name, (prompt, more)), provider, stream in product(
        prompts.items(), PROVIDERS, (False, True)
    ):
        full = f"{name}, {provider}, {'streamed' if stream else 'plain'}"
        marked = f"{prompt} Case: {full}."
        if messages := more.get("messages"):
            more = {**more, "messages": [*messages, {"role": "user", "content": marked}]}
        text_varies = stream and name in ("cut", "hang_midway")
        cases.append(Case(full, marked, provider, stream, more, text_varies))
    return tuple(cases)


def faults(*names: str, options: str = "") -> dict[str, tuple[str, Json]]:
    """A prompt for each of these faults."""
    return {f"{name}{options}": (f"[[sandbox: {name}{options}]] hi", {}) for name in names}


_CONVERSATION = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "One?"},
    {"role": "assistant", "content": "One."},
]
_ANSWERS: dict[str, tuple[str, Json]] = {
    "hello": ("Hello", {}),
    "thinking": ("[[sandbox: thinking]] Hello", {}),
    "cached": ("[[sandbox: cached]] Hello", {}),
    "cached and thinking": ("[[sandbox: cached thinking]] Hello", {}),
    "echo": (
        "[[sandbox: echo]] Grüße, 世界 👨‍👩‍👧‍👦!\n\n  two  blanks, a tab\t, $x^2$ and `code`\n",
        {},
    ),
    "long": ("[[sandbox: long tokens=40]] Hello", {}),
    "few tokens": ("Hello", {"max_tokens": 20}),
    "system": ("Hello", {"system": "Be brief."}),
    "conversation": (
        "Two?",
        {"messages": _CONVERSATION, "max_tokens": 300, "temperature": 0.5},
    ),
    "system and conversation": ("Two?", {"system": "Answer.", "messages": _CONVERSATION[1:]}),
}
_PASSING = [fault for fault, (*_, again) in REFUSED.items() if again]
_HANGING = ("hang", "hang_midway")


class Upstream(Protocol):
    """What the sandbox and a scripted upstream have in common."""

    api_bases: dict[str, str]
    requests: list[Any]

    def forget(self) -> None: ...


@dataclass(frozen=True)
class Table:
    """Cases for one upstream and one set of settings."""

    upstream: Callable[[], AbstractAsyncContextManager[Any]]
    cases: tuple[Case, ...]
    settings: Json = field(default_factory=dict)
    at_once: int = _AT_ONCE
    differences: Json = field(default_factory=dict)
    """The cases whose outcomes differ, each with the reason."""


TABLES = {
    "answers and faults": Table(
        lambda: Sandbox(retired=frozenset()),
        sandbox_cases(
            _ANSWERS
            | faults(*(name for name in (*REFUSED, *BROKEN_OFF, *FILTERED) if name not in _HANGING))
            | faults(*_PASSING, options=" times=1")
            | faults("rate_limit", options=" retry_after=90")
        ),
        {"retry_attempts": 2},
    ),
    "timeouts": Table(
        lambda: Sandbox(retired=frozenset()),
        sandbox_cases(faults(*_HANGING)),
        {"provider_timeout": 0.5},
    ),
    # One at a time: the first case that finds a model retired saves the others that call.
    "retired models": Table(
        lambda: Sandbox(retired=RETIRED_MODELS),
        sandbox_cases(
            {"hello": ("Hello", {}), "again": ("Hello again", {})}
            | faults("model_gone", "bad_key", "server_error", "content_filtered")
        ),
        {"retry_attempts": 2},
        at_once=1,
    ),
    "odd upstreams": Table(
        lambda: ScriptedUpstream({name: odd.reply for name, odd in ODD_REPLIES.items()}),
        tuple(Case(name, name, odd.provider, odd.stream) for name, odd in ODD_REPLIES.items()),
        {"retry_attempts": 2},
        differences={
            "thinking marked in the text": "LiteLLM takes it out; the text is the provider's",
            "an envelope with numbers": "LiteLLM wants OpenAI's types; some servers differ",
        },
    ),
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
async def test_both_transports_ask_and_answer_the_same(
    start_gateway: StartGateway, short_retry_waits: None, table: Table
) -> None:
    outcomes = []
    async with table.upstream() as upstream:
        settings = settings_for(upstream.api_bases, **table.settings)
        for transport in TRANSPORTS:
            upstream.forget()
            client = await start_gateway(settings, transport=transport)
            outcomes.append(await outcomes_of(client, upstream, table))
    direct, litellm = outcomes
    found = {name: differences(direct[name], litellm[name]) for name in direct}
    different = {name: lines for name, lines in found.items() if lines}
    assert {name: lines for name, lines in different.items() if name not in table.differences} == {}
    assert set(different) == set(table.differences)


def differences(direct: Json, litellm: Json) -> list[str]:
    """Each path at which two outcomes differ, with both values."""
    ours, theirs = dict(leaves(direct)), dict(leaves(litellm))
    return [
        f"{path}: {ours.get(path)!r} with direct, {theirs.get(path)!r} with litellm"
        for path in {**ours, **theirs}
        if (path in ours, ours.get(path)) != (path in theirs, theirs.get(path))
    ]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """The values of a nested structure, each with its path."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}/{name}")
    elif isinstance(value, list | tuple) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{path}/{index}")
    else:
        yield path, value


async def outcomes_of(client: Client, upstream: Upstream, table: Table) -> dict[str, Json]:
    """For each case: the response, the generation that is kept, and the calls to the provider."""
    outcomes: dict[str, dict[str, Any]] = {}
    limit = asyncio.Semaphore(table.at_once)

    async def run(case: Case) -> None:
        async with limit:
            outcomes[case.name] = await outcome_of(client, case)

    for start in range(0, len(table.cases), _KEPT):
        await client.sign_in()
        for provider in PROVIDERS:
            assert (await client.put_key(provider))[0] == 200
        cases = table.cases[start : start + _KEPT]
        await asyncio.gather(*(run(case) for case in cases))
        generations = await client.generations()
        assert len(generations) == len(cases)
        kept = {found: answer for answer in generations for found in ids_in(answer)}
        for case in cases:
            outcome = outcomes[case.name]
            outcome["kept"] = comparable(kept[outcome.pop("found_by")], case)
            outcome["calls"] = calls_for(case, upstream)
            assert outcome["calls"], f"{case.name} never reached the upstream"
    return {**outcomes}


async def outcome_of(client: Client, case: Case) -> dict[str, Any]:
    """The response to one case."""
    async with client.http.post(
        f"{client.address}/generate", json=case.body(), headers=client.headers
    ) as response:
        text = await response.text()
        outcome: dict[str, Any] = {
            "status": response.status,
            "retry after": response.headers.get("Retry-After"),
        }
        if response.content_type == "text/event-stream":
            events = parse_events(text)
            outcome["events"] = list(merged(events, case))
            outcome["found_by"] = events[0][1]["id"]
        else:
            answer = json.loads(text)
            outcome["answer"] = comparable(answer, case)
            outcome["found_by"] = ids_in(answer)[0]
            if response.status != 200:
                assert answer["error"]["request_id"] == response.headers["X-Request-Id"]
    return outcome


def ids_in(answer: Json) -> list[str]:
    """The ids by which a generation can be found: its own, and its error's request id."""
    error = answer["error"]
    return [str(found) for found in (answer.get("id"), error and error["request_id"]) if found]


def comparable(answer: Json, case: Case) -> Json:
    """An answer or an error without what differs each time."""
    found = {name: value for name, value in answer.items() if name not in _OF_EACH_ANSWER}
    if found.get("error"):
        found["error"] = {**found["error"], "request_id": None}
    if case.text_varies and "text" in found:
        found["text"] = bool(found["text"])
    return found


def merged(events: list[tuple[str, Any]], case: Case) -> Iterator[tuple[str, Json]]:
    """A stream's events, with pieces in a row joined: transports may divide them differently."""

    def kind(event: tuple[str, Any]) -> tuple[str, ...]:
        name, data = event
        return (name, *data) if name == "delta" else (name,)

    for (name, *kinds), group in groupby(events, kind):
        if name == "delta":
            piece = {kinds[0]: "".join(data[kinds[0]] for _, data in group)}
            yield name, comparable(piece, case)
        else:
            yield from ((name, comparable(data, case)) for _, data in group)


def calls_for(case: Case, upstream: Upstream) -> list[object]:
    """The requests for this case's answer, with the headers that matter or hold the key."""

    def headers(request: Any) -> dict[str, str]:
        return {
            name.lower(): value
            for name, value in request.headers.items()
            if name.lower() in _HEADERS or GOOD_KEYS[case.provider] in value
        }

    return [
        (request.path, request.body, headers(request))
        for request in upstream.requests
        if request.method == "POST" and prompt_of(request.body) == case.prompt
    ]
