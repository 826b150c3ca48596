"""The sandbox: three stand-in providers on loopback, each speaking its provider's wire format.

    async with Sandbox() as sandbox:
        sandbox.api_bases["openai"]  # "http://127.0.0.1:PORT/v1"

`python -m gateway.sandbox` runs it by itself. How a prompt steers it: see `directives`.
"""

from .directives import Fault
from .models import RETIRED_MODELS
from .sandbox import Sandbox
from .seen import SeenRequest

__all__ = ["RETIRED_MODELS", "Fault", "Sandbox", "SeenRequest"]
