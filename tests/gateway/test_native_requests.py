"""Requests in the providers' own APIs that are not what they look like."""

import pytest
from yarl import URL

from tests.gateway.conftest import StartGateway
from tests.gateway.test_pass_through import post, started

NAMED = '{"model": "openai/gpt-4.1"}'


@pytest.mark.parametrize("limit", [None, 100])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
async def test_body_is_utf_8(start_gateway: StartGateway, encoding: str, limit: float) -> None:
    async with started(start_gateway, max_cost_usd=limit) as (provider, program):
        response, _ = await post(program, "/v1/chat/completions", NAMED.encode(encoding))
        assert response.status == 400
        assert provider.bodies == []


@pytest.mark.parametrize(
    "name", ["openai/", r"openai/\ud800", r"\ud800", r"openai/a\u0000", "gemini/"]
)
async def test_name_that_names_nothing(start_gateway: StartGateway, name: str) -> None:
    async with started(start_gateway) as (provider, program):
        response, _ = await post(program, "/v1/chat/completions", f'{{"model": "{name}"}}')
        assert response.status == 404
        assert provider.bodies == []


@pytest.mark.parametrize(
    "path",
    [
        "..%2Ffiles:generateContent",
        "%2e%2e%2ffiles:generateContent",
        "../files:generateContent",
        "gemini/tunedModels/mine:generateContent",
        "gemini%2F:generateContent",
        "a%0D%0Ab:generateContent",
        "a%00:generateContent",
        "gemini-2.5-pro:batchGenerateContent",
        "gemini-2.5-pro:generateAnswer",
        "gemini-2.5-pro",
    ],
)
@pytest.mark.parametrize("base", ["/v1beta", "/v1"])
async def test_path_of_gemini_that_is_not_offered(
    start_gateway: StartGateway, path: str, base: str
) -> None:
    async with started(start_gateway) as (provider, program):
        url = URL(f"{program.address}{base}/models/{path}", encoded=True)
        async with program.http.post(url, json={}, headers=program.headers) as response:
            assert response.status == 404
            assert (await response.json())["error"]["status"] == "NOT_FOUND"
        assert provider.paths == []
