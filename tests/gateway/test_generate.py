"""POST /generate: one answer for three providers, plain and streamed."""

import re
from collections.abc import AsyncIterator

import pytest

from gateway.sandbox import RETIRED_MODELS, Sandbox
from tests.gateway.client import GOOD_KEYS, NAMES, PROVIDERS, Client
from tests.gateway.conftest import StartGateway, settings_for

every_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])

FIXED = {
    "openai": ("gpt-4", "gpt-4"),
    "anthropic": ("claude-3.5-sonnet", "claude-3-5-sonnet-20241022"),
    "gemini": ("gemini-1.5-pro-1m", "gemini-1.5-pro"),
}
FALLBACK_MODELS = {
    "openai": "gpt-4.1",
    "anthropic": "claude-sonnet-4-6",
    "gemini": "gemini-2.5-pro",
}
SECOND_FALLBACKS = {
    "openai": "gpt-5.2",
    "anthropic": "claude-sonnet-5",
    "gemini": "gemini-3.5-flash",
}
ANSWER_FIELDS = {
    "id",
    "status",
    "provider",
    "model",
    "upstream_model",
    "text",
    "reasoning",
    "format",
    "finish_reason",
    "usage",
    "cost_usd",
    "timing",
    "attempts",
    "notices",
    "error",
    "created_at",
}


async def generate(client: Client, *, stream: bool, **body: object) -> dict[str, object]:
    """The answer, however it is asked for."""
    if stream:
        events = await client.events({**body, "stream": True})
        assert events[-1][0] == "done"
        return dict(events[-1][1])
    status, answer = await client.call("POST", "/generate", body)
    assert status == 200, answer
    return dict(answer)


@plain_and_streamed
@every_provider
async def test_answers_in_the_one_format(ready: Client, provider: str, stream: bool) -> None:
    answer = await generate(ready, stream=stream, provider=provider, prompt="Say hello")
    assert set(answer) == ANSWER_FIELDS
    assert answer["status"] == "done"
    assert answer["provider"] == provider
    assert answer["model"] == FIXED[provider][0]
    assert answer["format"] == "markdown"
    assert answer["finish_reason"] == "stop"
    assert answer["attempts"] == 1
    assert answer["error"] is None
    assert re.fullmatch(r"gen_[\w-]{16}", str(answer["id"]))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(answer["created_at"]))
    assert "```" in str(answer["text"])
    usage = answer["usage"]
    assert isinstance(usage, dict)
    assert usage["input_tokens"] + usage["output_tokens"] == usage["total_tokens"] > 0
    assert isinstance(answer["cost_usd"], float)
    timing = answer["timing"]
    assert isinstance(timing, dict)
    assert 0 <= timing["first_token_ms"] <= timing["total_ms"]


@plain_and_streamed
@every_provider
@pytest.mark.parametrize("sandbox", [frozenset()], indirect=True)
async def test_fixed_model_is_asked_while_it_lives(
    ready: Client, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    answer = await generate(ready, stream=stream, provider=provider, prompt="hi")
    assert answer["upstream_model"] == FIXED[provider][1]
    assert answer["notices"] == []
    (request,) = [seen for seen in sandbox.seen(provider) if seen.method == "POST"]
    assert FIXED[provider][1] in (request.body.get("model"), *re.split("[/:]", request.path))


@plain_and_streamed
@every_provider
async def test_fallback_model_answers_for_a_retired_one_and_says_so(
    ready: Client, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    for asked in (2, 3):  # the second time the retired model is not asked again
        answer = await generate(ready, stream=stream, provider=provider, prompt="hi")
        assert answer["model"] == FIXED[provider][0]
        assert answer["upstream_model"] == FALLBACK_MODELS[provider]
        assert answer["attempts"] == 1
        notices = answer["notices"]
        assert isinstance(notices, list)
        (notice,) = notices
        assert notice["code"] == "model_succeeded"
        assert FIXED[provider][0] in notice["message"]
        assert FALLBACK_MODELS[provider] in notice["message"]
        posts = [seen for seen in sandbox.seen(provider) if seen.method == "POST"]
        assert len(posts) == asked


async def test_fallback_is_remembered_for_each_upstream(
    start_gateway: StartGateway, sandbox: Sandbox
) -> None:
    async with Sandbox(retired=frozenset()) as elsewhere:
        settings = settings_for(sandbox.api_bases)
        other = settings.providers["openai"].model_copy(
            update={"api_base": elsewhere.api_bases["openai"]}
        )
        providers = {**settings.providers, "other": other}
        client = await start_gateway(settings.model_copy(update={"providers": providers}))
        await client.sign_in()
        for provider in ("openai", "other"):
            await client.put_key(provider, GOOD_KEYS["openai"])
        for provider, model in (("openai", "gpt-4.1"), ("other", "gpt-4"), ("openai", "gpt-4.1")):
            answer = await generate(client, stream=False, provider=provider, prompt="hi")
            assert answer["upstream_model"] == model


@every_provider
async def test_no_model_left(ready: Client, provider: str) -> None:
    body = {"provider": provider, "prompt": "[[sandbox: model_gone]] hi"}
    status, answer = await ready.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (404, "model_unavailable")
    assert answer["error"]["action"] == "configure_model"
    assert f"providers.{provider}.upstream_models" in answer["error"]["message"]


@every_provider
async def test_stream_has_its_events_in_order(ready: Client, provider: str) -> None:
    events = await ready.events({"provider": provider, "prompt": "hi", "stream": True})
    names = [name for name, _ in events]
    assert names[0] == "start"
    assert events[0][1]["provider"] == provider
    assert events[0][1]["model"] == FIXED[provider][0]
    assert names[-1] == "done"
    assert set(names) == {"start", "notice", "delta", "done"}
    text = "".join(data.get("text", "") for name, data in events if name == "delta")
    assert text == events[-1][1]["text"]


async def test_event_ids_increase(ready: Client) -> None:
    async with ready.http.post(
        f"{ready.address}/generate", json={"prompt": "hi", "stream": True}, headers=ready.headers
    ) as response:
        ids = [int(found) for found in re.findall(r"^id: (\d+)$", await response.text(), re.M)]
    assert len(ids) > 10
    assert ids == list(range(1, len(ids) + 1))


@plain_and_streamed
@every_provider
async def test_text_is_exactly_what_the_provider_wrote(
    ready: Client, provider: str, stream: bool
) -> None:
    text = "Grüße, 世界 👨‍👩‍👧‍👦!\n\n  two  blanks, a tab\t, $x^2$ and `code`\n"
    prompt = f"[[sandbox: echo]] {text}"
    answer = await generate(ready, stream=stream, provider=provider, prompt=prompt)
    assert answer["text"] == text


@plain_and_streamed
@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
async def test_thinking_stays_out_of_the_text(ready: Client, provider: str, stream: bool) -> None:
    prompt = "[[sandbox: thinking]] hi"
    thought = await generate(ready, stream=stream, provider=provider, prompt=prompt)
    plain = await generate(ready, stream=stream, provider=provider, prompt="hi")
    assert thought["reasoning"]
    assert plain["reasoning"] is None
    assert thought["text"] == plain["text"]


@plain_and_streamed
@every_provider
async def test_cut_answer_is_said_to_be_cut(ready: Client, provider: str, stream: bool) -> None:
    answer = await generate(ready, stream=stream, provider=provider, prompt="hi", max_tokens=20)
    assert answer["finish_reason"] == "length"


@every_provider
async def test_usage_and_cost_are_the_same_plain_and_streamed(ready: Client, provider: str) -> None:
    prompt = "[[sandbox: cached thinking]] hi"
    plain = await generate(ready, stream=False, provider=provider, prompt=prompt)
    streamed = await generate(ready, stream=True, provider=provider, prompt=prompt)
    assert plain["usage"] is not None
    assert streamed["usage"] == plain["usage"]
    assert streamed["cost_usd"] == pytest.approx(plain["cost_usd"])


@every_provider
async def test_missing_key_is_told_before_anything_is_sent(
    session: Client, sandbox: Sandbox, provider: str
) -> None:
    for stream in (False, True):
        body = {"provider": provider, "prompt": "hi", "stream": stream}
        status, answer = await session.call("POST", "/generate", body)
        error = answer["error"]
        assert (status, error["code"], error["action"]) == (401, "missing_key", "add_key")
        assert error["message"] == f"Add your {NAMES[provider]} key first."
        assert error["provider"] == provider
    assert sandbox.requests == []


@every_provider
async def test_selected_provider_answers_when_none_is_named(ready: Client, provider: str) -> None:
    await ready.call("PATCH", "/session", {"provider": provider})
    answer = await generate(ready, stream=False, prompt="hi")
    assert answer["provider"] == provider


@every_provider
async def test_key_goes_in_a_header_and_only_to_its_provider(
    ready: Client, sandbox: Sandbox, provider: str
) -> None:
    sandbox.forget()
    await generate(ready, stream=False, provider=provider, prompt="hi")
    assert {request.provider for request in sandbox.requests} == {provider}
    for request in sandbox.requests:
        assert GOOD_KEYS[provider] in " ".join(request.headers.values())
        assert GOOD_KEYS[provider] not in request.path


@every_provider
async def test_conversation_and_system_reach_the_provider(
    ready: Client, sandbox: Sandbox, provider: str
) -> None:
    body = {
        "provider": provider,
        "system": "Be brief.",
        "messages": [
            {"role": "user", "content": "My name is Ada."},
            {"role": "assistant", "content": "Hello Ada."},
            {"role": "user", "content": "What is my name?"},
        ],
        "max_tokens": 300,
        "temperature": 0.5,
    }
    status, _ = await ready.call("POST", "/generate", body)
    assert status == 200
    sent = str(sandbox.requests[-1].body)
    for part in ("Be brief.", "My name is Ada.", "Hello Ada.", "What is my name?", "300", "0.5"):
        assert part in sent


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": "  \n"}, "prompt"),
        ({"prompt": 7}, "prompt"),
        ({"prompt": "x", "messages": [{"role": "user", "content": "x"}]}, "prompt"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "system", "content": "x"}]}, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": ""}]}, "messages.0.content"),
        ({"messages": [{"role": "user", "content": " \n"}]}, "messages.0.content"),
        (
            {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": " "}]},
            "messages.1.content",
        ),
        ({"prompt": "x", "max_tokens": 0}, "max_tokens"),
        ({"prompt": "x", "max_tokens": "5"}, "max_tokens"),
        ({"prompt": "x", "temperature": 3}, "temperature"),
        ({"prompt": "x", "stream": "yes"}, "stream"),
        *(
            ({"prompt": "x", field: "x"}, field)
            for field in (
                "api_base",
                "base_url",
                "api_key",
                "mock_response",
                "extra_headers",
                "fallbacks",
                "callbacks",
                "model",
            )
        ),
    ],
)
async def test_bad_request_names_its_field_and_sends_nothing(
    ready: Client, sandbox: Sandbox, body: dict[str, object], field: str
) -> None:
    sandbox.forget()
    status, answer = await ready.call("POST", "/generate", body)
    error = answer["error"]
    assert (status, error["code"], error["action"]) == (400, "invalid_request", "fix_request")
    assert error["field"] == field
    assert sandbox.requests == []


async def test_unknown_provider(ready: Client) -> None:
    status, answer = await ready.call("POST", "/generate", {"provider": "nobody", "prompt": "x"})
    assert (status, answer["error"]["code"]) == (404, "unknown_provider")


@every_provider
async def test_error_before_the_first_piece_is_a_plain_error(ready: Client, provider: str) -> None:
    body = {"provider": provider, "prompt": "[[sandbox: bad_key]] hi", "stream": True}
    status, answer = await ready.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (401, "key_rejected")


async def test_detached_stream_opens_at_once_and_errors_come_as_events(ready: Client) -> None:
    prompt = "[[sandbox: bad_key]] hi"
    events = await ready.events({"prompt": prompt, "stream": True, "detach": True})
    assert [name for name, _ in events] == ["start", "error"]
    assert events[-1][1]["error"]["code"] == "key_rejected"
    assert events[-1][1]["error"]["request_id"].startswith("req_")


async def test_session_that_ends_while_the_body_comes_generates_nothing(
    ready: Client, sandbox: Sandbox
) -> None:
    sandbox.forget()

    async def body() -> AsyncIterator[bytes]:
        yield b'{"prompt": '
        assert (await ready.call("DELETE", "/session"))[0] == 204
        yield b'"hi"}'

    headers = {**ready.headers, "Content-Type": "application/json"}
    async with ready.http.post(
        f"{ready.address}/generate", data=body(), headers=headers
    ) as response:
        assert response.status == 401
        assert (await response.json())["error"]["code"] == "session_required"
    assert sandbox.requests == []


@pytest.mark.parametrize(
    "sandbox", [RETIRED_MODELS | set(FALLBACK_MODELS.values())], indirect=True, ids=["both retired"]
)
@every_provider
async def test_second_fallback_answers(ready: Client, provider: str) -> None:
    answer = await generate(
        ready, stream=False, provider=provider, prompt="hi", max_tokens=500, temperature=1
    )
    assert answer["upstream_model"] == SECOND_FALLBACKS[provider]
    assert len(answer["notices"]) == 1  # type: ignore[arg-type]


HALVES = {
    "a first half": (r"a \ud83d b", "a \ufffd b"),
    "a second half": (r"a \uDE00 b", "a \ufffd b"),
    "both in the wrong order": (r"\ude00\ud83d", "\ufffd\ufffd"),
    "a half at the end": (r"hi \ud83d", "hi \ufffd"),
    "a whole one beside a half": (r"\ud83d\ude00\ud83d", "\U0001f600\ufffd"),
    "an escaped backslash": (r"a \\ud83d", r"a \ud83d"),
}


@pytest.mark.parametrize("path", ["/generate", "/v1/chat/completions", "/v1/responses"])
@pytest.mark.parametrize("name", HALVES)
async def test_half_a_character_in_a_prompt(
    ready: Client, sandbox: Sandbox, name: str, path: str
) -> None:
    """It becomes U+FFFD, as in answers."""
    sent, arrives = HALVES[name]
    message = '{"role": "user", "content": "%s"}'
    fields = {
        "/generate": '"provider": "anthropic", "prompt": "%s"',
        "/v1/chat/completions": f'"model": "anthropic", "messages": [{message}]',
        "/v1/responses": '"model": "anthropic", "metadata": {"a": "\\ud800"}, "input": "%s"',
    }[path]
    client = ready if path == "/generate" else await ready.program()
    sandbox.forget()
    async with client.http.post(
        f"{client.address}{path}",
        data="{" + fields.replace("%s", sent) + "}",
        headers={**client.headers, "Content-Type": "application/json"},
    ) as response:
        assert response.status == 200, await response.text()
    *_, asked = sandbox.seen("anthropic")
    content = asked.body["messages"][0]["content"]
    assert (content if isinstance(content, str) else content[0]["text"]) == arrives
