"""What is measured: a direct call, LiteLLM's SDK, this gateway, and its peers."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.bench.clients import KEY, Target
from tests.bench.servers import Server
from tests.bench.upstream import MODEL

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / ".build" / "peers"
"""Where `make bench-peers` installs them."""

_PORTKEY = PEERS / "portkey"
_LITELLM_PROXY = PEERS / "litellm-proxy"
_TENSORZERO = PEERS / "tensorzero"


@dataclass(frozen=True)
class Subject:
    """One row of the results.

    Args:
        name: as the results call it.
        target: gives, for its server's address, how it is asked.
        server: what has to be started for it, if anything.
    """

    name: str
    target: Callable[[str], Target]
    server: Server | None = None


DIRECT, SDK, GATEWAY = "direct call", "LiteLLM SDK", "Gatehouse"
PASSED, RELAY = "passed through", "aiohttp relay"
LITELLM_PROXY, PORTKEY, TENSORZERO = "LiteLLM proxy", "Portkey", "TensorZero"


def local_subjects(upstream: str, folder: Path) -> list[Subject]:
    """The subjects that need nothing but this repository.

    Args:
        upstream: OpenAI's base URL, as the stand-in has it.
        folder: an empty one for what a server wants to read or write.
    """
    gateway = Server(
        command=lambda port: [sys.executable, "-m", "gateway", "--port", str(port)],
        ready_path="/health",
        environment={"GATEWAY_OPENAI_API_BASE": upstream, "XDG_CONFIG_HOME": str(folder)},
    )
    return [
        Subject(DIRECT, lambda _: Target("openai", upstream)),
        Subject(SDK, lambda _: Target("sdk", upstream)),
        Subject(GATEWAY, lambda address: Target("gateway", address), gateway),
        Subject(PASSED, lambda address: Target("passed", address), gateway),
        Subject(RELAY, lambda address: Target("openai", f"{address}/v1"), _relay(upstream)),
    ]


def _relay(upstream: str) -> Server:
    base = upstream.removesuffix("/v1")
    return Server(
        command=lambda port: [sys.executable, "-m", "tests.bench.relay", str(port), base],
        ready_path="/",
    )


def peers(upstream: str, folder: Path) -> list[Subject]:
    """LiteLLM's proxy, Portkey's and TensorZero's gateway, with one process each, as we have."""
    config = folder / "litellm-proxy.json"  # JSON is YAML too
    parameters = {"model": f"openai/{MODEL}", "api_base": upstream, "api_key": KEY}
    config.write_text(
        json.dumps({"model_list": [{"model_name": MODEL, "litellm_params": parameters}]})
    )
    proxy = Server(
        command=lambda port: [
            str(_LITELLM_PROXY / "bin" / "litellm"),
            *("--config", str(config), "--host", "127.0.0.1", "--port", str(port)),
            *("--telemetry", "False"),
        ],
        ready_path="/health/readiness",
        environment={
            "LITELLM_MASTER_KEY": KEY,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            "LITELLM_MODE": "PRODUCTION",
            "LITELLM_LOG": "ERROR",
        },
    )
    portkey = Server(
        command=lambda port: [
            *("node", "--require", str(Path(__file__).parent / "peers/portkey/loopback.cjs")),
            str(_PORTKEY / "node_modules/@portkey-ai/gateway/build/start-server.js"),
            *(f"--port={port}", "--headless"),
        ],
        ready_path="/",
        environment={"NODE_ENV": "production"},
    )
    portkey_headers = {"x-portkey-provider": "openai", "x-portkey-custom-host": upstream}
    return [
        Subject(LITELLM_PROXY, lambda address: Target("openai", f"{address}/v1"), proxy),
        Subject(
            PORTKEY,
            lambda address: Target("openai", f"{address}/v1", portkey_headers),
            portkey,
        ),
        Subject(TENSORZERO, _tensorzero_target, _tensorzero(upstream, folder)),
    ]


def _tensorzero(upstream: str, folder: Path) -> Server:
    config = folder / "tensorzero.toml"
    config.write_text(
        f"""
        [models.m]
        routing = ["upstream"]
        [models.m.providers.upstream]
        type = "openai"
        model_name = "{MODEL}"
        api_base = "{upstream}"
        api_key_location = "env::UPSTREAM_KEY"
        """
    )
    return Server(
        command=lambda port: [
            str(_TENSORZERO / "bin" / "python"),
            *(str(Path(__file__).parent / "peers/tensorzero/serve.py"), str(port), str(config)),
        ],
        ready_path="/",
        environment={"UPSTREAM_KEY": KEY},
    )


def _tensorzero_target(address: str) -> Target:
    """Its gateway chooses a port of its own, and tells it at the one that it was given."""
    with urlopen(address, timeout=5) as answer:
        base_url = answer.read().decode()
    return Target("openai", base_url, model="tensorzero::model_name::m")
