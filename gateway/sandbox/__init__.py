"""The sandbox: stand-in providers on loopback that speak the real providers' wire formats.

    async with Sandbox() as sandbox:
        sandbox.api_bases["openai"]  # "http://127.0.0.1:PORT/v1"

`python -m gateway.sandbox` runs it alone. Directives in a prompt cause faults: see `directives`.
To add a wire format, see `registry`.
"""

from gateway.sandbox.directives import Fault
from gateway.sandbox.registry import RETIRED_MODELS
from gateway.sandbox.sandbox import Sandbox
from gateway.sandbox.seen import SeenRequest

__all__ = ["RETIRED_MODELS", "Fault", "Sandbox", "SeenRequest"]
