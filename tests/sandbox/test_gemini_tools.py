"""Tools, schemas, pictures, counting, embeddings and single models of Gemini's API, by the wire."""

import base64
import json
import math
from typing import Any

import jsonschema
import pytest

from tests.sandbox.wire import Reply, Wire, text_of

READ: Any = {
    "name": "read_file",
    "description": "Reads a file",
    "parametersJsonSchema": {
        "type": "object",
        "properties": {"path": {"type": "string"}},
        "required": ["path"],
        "additionalProperties": False,
    },
}
EDIT: Any = {"name": "edit", "parameters": {"type": "OBJECT", "properties": {}}}
TOOLS = [{"functionDeclarations": [READ]}, {"function_declarations": [EDIT]}, {"googleSearch": {}}]
PROMPT = (
    '[[sandbox: tool=read_file {"path": "a.txt"} tool=edit {"lines": [[1, "ä"]]}]] Read, then edit.'
)
DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
USER = {"role": "user", "parts": [{"text": "Hi"}]}
CALLED = {"role": "model", "parts": [{"functionCall": {"name": "edit", "args": {}}}]}


def gave(*names: str, **response: Any) -> dict[str, Any]:
    parts = [{"functionResponse": {"name": name, "response": response}} for name in names]
    return {"role": "user", "parts": parts}


def parts_of(reply: Reply) -> list[Any]:
    assert reply.status == 200, reply.raw
    return list(reply.json["candidates"][0]["content"]["parts"])


async def test_a_tool_is_called(wire: Wire) -> None:
    reply = await wire.reply("gemini", PROMPT, tools=TOOLS)
    [part] = parts_of(reply)
    assert part["functionCall"] == {"name": "read_file", "args": {"path": "a.txt"}}
    assert part["thoughtSignature"]
    assert reply.json["candidates"][0]["finishReason"] == "STOP"
    assert reply.json["usageMetadata"]["candidatesTokenCount"] > 0


@pytest.mark.parametrize("alt", ["?alt=sse", ""])
async def test_a_call_in_a_stream(wire: Wire, alt: str) -> None:
    url = wire.url("gemini", "gemini-2.5-pro", stream=True).replace("?alt=sse", alt)
    reply = await wire.reply("gemini", PROMPT, tools=TOOLS, url=url)
    responses = reply.data if alt else reply.json
    candidates = [response["candidates"][0] for response in responses]
    calls = [
        part["functionCall"]
        for candidate in candidates
        for part in candidate["content"]["parts"]
        if "functionCall" in part
    ]
    assert calls == [{"name": "read_file", "args": {"path": "a.txt"}}]
    assert [candidate.get("finishReason") for candidate in candidates] == [None, "STOP"]


@pytest.mark.parametrize("model", ["gemini-2.5-pro", "gemini-3.5-flash"])
async def test_empty_text_at_the_end_of_a_stream_comes_back(wire: Wire, model: str) -> None:
    """Google's SDKs put each piece of a stream among the contents."""
    contents: list[Any] = [{"role": "user", "parts": [{"text": PROMPT}]}]
    for name in ("read_file", "edit"):
        [part] = parts_of(await ask(wire, model, contents=contents, tools=TOOLS))
        assert part["functionCall"]["name"] == name
        contents += [
            {"role": "model", "parts": [part]},
            {"role": "model", "parts": [{"text": ""}]},
            gave(name, ok=True),
        ]
    reply = await ask(wire, model, contents=contents, tools=TOOLS)
    assert "edit returned" in text_of("gemini", reply, stream=False)


@pytest.mark.parametrize("model", ["gemini-2.5-pro", "gemini-3.5-flash"])
async def test_the_whole_way_of_a_turn(wire: Wire, model: str) -> None:
    contents: list[Any] = [
        {"role": "user", "parts": [{"text": "The folder has two files."}]},
        {"role": "model", "parts": [{"text": "Got it."}]},
        {"role": "user", "parts": [{"text": PROMPT}, {"text": "<reminder/>"}]},
    ]
    asked = {"contents": contents, "tools": TOOLS}
    for name, response in (("read_file", {"output": "its text"}), ("edit", {"ok": True})):
        reply = await ask(wire, model, **asked)
        [part] = parts_of(reply)
        call = part["functionCall"]
        assert call["name"] == name
        assert ("id" in call) == (model == "gemini-3.5-flash")
        answered = {**call, "response": response}
        del answered["args"]
        contents += [
            reply.json["candidates"][0]["content"],
            {"role": "user", "parts": [{"functionResponse": answered}]},
        ]
    [part] = parts_of(await ask(wire, model, **asked))
    assert part["text"] == 'read_file returned: its text\n\nedit returned: {"ok":true}'


async def ask(wire: Wire, model: str, **body: Any) -> Reply:
    path = f"/v1beta/models/{model}:generateContent"
    return await wire.send("gemini", "POST", path, json=body)


async def test_several_calls_at_once(wire: Wire) -> None:
    prompt = PROMPT.replace("sandbox:", "sandbox: parallel")
    parts = parts_of(await wire.reply("gemini", prompt, tools=TOOLS))
    assert [part["functionCall"]["name"] for part in parts] == ["read_file", "edit"]
    assert ["thoughtSignature" in part for part in parts] == [True, False]
    contents = [
        {"role": "user", "parts": [{"text": prompt}]},
        {"role": "model", "parts": parts},
        gave("edit", "read_file", output="x"),
    ]
    [part] = parts_of(await wire.reply("gemini", contents=contents, tools=TOOLS))
    assert part["text"] == "read_file returned: x\n\nedit returned: x"


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ({"mode": "ANY"}, "read_file"),
        ({"mode": "any", "allowedFunctionNames": ["edit"]}, "edit"),
    ],
)
async def test_a_call_that_is_required(wire: Wire, config: Any, name: str) -> None:
    asked: Any = {"tools": TOOLS, "toolConfig": {"functionCallingConfig": config}}
    [part] = parts_of(await wire.reply("gemini", "Hello", **asked))
    assert part["functionCall"]["name"] == name
    schema = READ["parametersJsonSchema"] if name == "read_file" else {"type": "object"}
    jsonschema.validate(part["functionCall"]["args"], schema)


async def test_no_call_without_tools(wire: Wire) -> None:
    config = {"functionCallingConfig": {"mode": "NONE"}}
    for changes in ({}, {"tools": TOOLS, "tool_config": config}):
        [part] = parts_of(await wire.reply("gemini", PROMPT, **changes))
        assert "Read, then edit" in part["text"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"contents": [USER, CALLED, USER]},
            "Please ensure that the number of function response parts is equal to the number of "
            "function call parts of the function call turn.",
        ),
        (
            {"contents": [USER, CALLED, gave("edit", "edit", output="x")]},
            "Please ensure that the number of function response parts",
        ),
        (
            {"contents": [USER, gave("edit", output="x")]},
            "Please ensure that function response turn comes immediately after a function call",
        ),
        (
            {"contents": [CALLED, gave("edit", output="x")]},
            "Please ensure that function call turn comes immediately after a user turn",
        ),
        ({"contents": [{"parts": []}]}, "* GenerateContentRequest.contents[0].parts: contents.par"),
        (
            {"contents": [{"parts": [{"thought": True}]}]},
            "* GenerateContentRequest.contents[0].parts[0].data: required oneof field 'data'",
        ),
        (
            {"contents": [{"parts": [{"inlineData": {"mimeType": "image/png", "data": "?"}}]}]},
            "Invalid value at 'contents[0].parts[0].inline_data.data' (TYPE_BYTES)",
        ),
        (
            {
                "contents": [{"parts": [{"text": "[[sandbox: tool=fly]]"}]}],
                "tools": [{"functionDeclarations": [EDIT]}],
            },
            "The sandbox directive names the tool 'fly'. Offered are: edit",
        ),
        (
            {"tools": [{"functionDeclarations": [{"name": "a b"}]}]},
            "* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function",
        ),
        (
            {
                "tools": [
                    {"functionDeclarations": [{"name": "f", "parameters": {"$ref": "#/x"}}]},
                ]
            },
            'Invalid JSON payload received. Unknown name "$ref" at '
            "'tools[0].function_declarations[0].parameters': Cannot find field.",
        ),
        (
            {"tools": TOOLS, "generationConfig": {"responseMimeType": "application/json"}},
            "Function calling with a response mime type: 'application/json' is unsupported",
        ),
        (
            {"generationConfig": {"responseSchema": {"type": "STRING"}}},
            "* GenerateContentRequest.generation_config.response_schema: only allowed when",
        ),
    ],
)
async def test_refused(wire: Wire, changes: dict[str, Any], message: str) -> None:
    reply = await wire.reply("gemini", **changes)
    assert reply.status == 400
    assert reply.json["error"]["status"] == "INVALID_ARGUMENT"
    assert reply.json["error"]["message"].startswith(message)


async def test_gemini_3_wants_its_signatures_back(wire: Wire) -> None:
    contents = [USER, CALLED, gave("edit", output="x")]
    reply = await ask(wire, "gemini-3.5-flash", contents=contents)
    assert reply.status == 400
    assert "missing a thought_signature" in reply.json["error"]["message"]
    assert "`default_api:edit` , position 2." in reply.json["error"]["message"]
    older = [*contents, {"role": "model", "parts": [{"text": "Done."}]}, USER]
    assert (await ask(wire, "gemini-3.5-flash", contents=older)).status == 200


@pytest.mark.parametrize("field", ["responseSchema", "responseJsonSchema"])
@pytest.mark.parametrize("stream", [False, True])
async def test_json_by_a_schema(wire: Wire, field: str, stream: bool) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    config = {"responseMimeType": "application/json", field: schema}
    reply = await wire.reply("gemini", "Hello", stream=stream, generationConfig=config)
    jsonschema.validate(json.loads(text_of("gemini", reply, stream)), schema)


async def test_pictures_and_files_are_seen(wire: Wire) -> None:
    parts = [
        {"text": "What is it?"},
        {"inlineData": {"mimeType": "image/png", "data": DOT}},
        {"file_data": {"mime_type": "application/pdf", "file_uri": "https://example.com/a.pdf"}},
    ]
    reply = await wire.reply("gemini", contents=[{"parts": parts}])
    assert "Attached: 1 picture, 1 file." in text_of("gemini", reply, stream=False)
    details = reply.json["usageMetadata"]["promptTokensDetails"]
    assert details[1] == {"modality": "IMAGE", "tokenCount": 258}


async def test_stop_texts_and_candidates(wire: Wire) -> None:
    config = {"stopSequences": ["two"], "candidateCount": 2}
    reply = await wire.reply("gemini", "[[sandbox: echo]] one two", generationConfig=config)
    candidates = reply.json["candidates"]
    assert [candidate["index"] for candidate in candidates] == [0, 1]
    assert [candidate["content"]["parts"] for candidate in candidates] == [[{"text": "one "}]] * 2


async def test_the_other_version(wire: Wire) -> None:
    """Google's own SDKs now use v1 from the start."""
    for path in ("/v1/models", "/v1/models/gemini-2.5-pro"):
        reply = await wire.send("gemini", "GET", path)
        assert reply.json == (await wire.send("gemini", "GET", path.replace("v1", "v1beta"))).json
    body = {"contents": [USER]}
    reply = await wire.send(
        "gemini", "POST", "/v1/models/gemini-2.5-pro:streamGenerateContent?alt=sse", json=body
    )
    assert reply.status == 200
    assert reply.data[-1]["candidates"][0]["finishReason"] == "STOP"


async def test_counting_tokens(wire: Wire) -> None:
    path = "/v1beta/models/gemini-2.5-pro:countTokens"
    contents = [{"parts": [{"text": "Compare tea and coffee"}]}]
    plain = (await wire.reply("gemini")).json["usageMetadata"]["promptTokenCount"]
    reply = await wire.send("gemini", "POST", path, json={"contents": contents})
    assert reply.json == {
        "totalTokens": plain,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": plain}],
    }
    whole = {"model": "models/gemini-2.5-pro", "contents": contents, "tools": TOOLS}
    more = await wire.send("gemini", "POST", path, json={"generateContentRequest": whole})
    assert more.json["totalTokens"] > plain


EMBED = "/v1beta/models/gemini-embedding-001"


def content(text: str) -> dict[str, Any]:
    return {"parts": [{"text": text}]}


async def test_an_embedding(wire: Wire) -> None:
    body = {"content": content("Hello"), "taskType": "RETRIEVAL_QUERY"}
    values = (await wire.send("gemini", "POST", f"{EMBED}:embedContent", json=body)).json[
        "embedding"
    ]["values"]
    assert len(values) == 3072
    assert math.isclose(math.hypot(*values), 1)


async def test_embeddings_in_a_batch(wire: Wire) -> None:
    name = "models/gemini-embedding-001"
    requests = [
        {"model": name, "content": content(text), "outputDimensionality": 768}
        for text in ("one", "two")
    ]
    path = f"{EMBED}:batchEmbedContents"
    reply = await wire.send("gemini", "POST", path, json={"requests": requests})
    assert [len(one["values"]) for one in reply.json["embeddings"]] == [768, 768]
    requests[1]["model"] = "gemini-embedding-001"
    refused = await wire.send("gemini", "POST", path, json={"requests": requests})
    assert refused.json["error"]["message"].startswith(
        "* BatchEmbedContentsRequest.requests[1].model: unexpected model name format"
    )


async def test_embeddings_and_contents_have_models_of_their_own(wire: Wire) -> None:
    body = {"content": content("Hello")}
    path = "/v1beta/models/gemini-2.5-pro:embedContent"
    reply = await wire.send("gemini", "POST", path, json=body)
    assert reply.status == 404
    assert "is not supported for embedContent" in reply.json["error"]["message"]
    reply = await ask(wire, "gemini-embedding-001", contents=[USER])
    assert reply.status == 404


async def test_one_model(wire: Wire) -> None:
    reply = await wire.send("gemini", "GET", "/v1beta/models/gemini-2.5-pro")
    assert reply.json["name"] == "models/gemini-2.5-pro"
    assert reply.json in (await wire.models("gemini")).json["models"]
    gone = await wire.send("gemini", "GET", "/v1beta/models/gemini-9")
    assert gone.status == 404
    assert gone.json["error"]["status"] == "NOT_FOUND"
