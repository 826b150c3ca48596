"""The settings of one provider: a table of providers.toml, or of a person's config.toml."""

import logging
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

logger = logging.getLogger(__name__)

Transport = Literal["direct", "litellm"]

# Former names, and the present ones. The former ones are read for one version more.
_RENAMED = {"way": "transport", "key_check": "wire_format"}
_RENAMED_TRANSPORTS = {"lean": "direct", "sdk": "litellm"}


class Price(BaseModel):
    """What a model costs, where LiteLLM's map does not know it. In US dollars."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    input_usd_per_million: float = Field(ge=0)
    output_usd_per_million: float = Field(ge=0)
    input_usd_per_million_above_128k: float | None = Field(default=None, ge=0)
    output_usd_per_million_above_128k: float | None = Field(default=None, ge=0)
    max_output_tokens: int | None = Field(default=None, ge=1)


class ProviderSettings(BaseModel):
    """One entry of the catalogue; providers.toml explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    model: str = Field(min_length=1)
    upstream_models: tuple[str, ...] = Field(min_length=1)
    transport: Transport = "litellm"
    wire_format: str = "openai"
    api_base: str
    max_tokens: int | None = Field(default=None, ge=1)
    prices: dict[str, Price] = {}
    needs_key: bool = True
    key_prefixes: tuple[str, ...] = ()
    key_url: str | None = None

    @field_validator("api_base")
    @classmethod
    def _is_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise ValueError("give an address like https://api.example.com/v1")
        return value.rstrip("/")

    @field_validator("upstream_models")
    @classmethod
    def _have_prefix(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for model in value:
            if "/" not in model:
                raise ValueError(f"{model!r} needs LiteLLM's prefix, like 'openai/{model}'")
        return value


def rename_deprecated(table: Mapping[str, Any]) -> dict[str, Any]:
    """A provider's table with the present names of fields that were renamed.

    Raises:
        ValueError: a field is given under both names.
    """
    renamed = dict(table)
    if renamed.get("way") == "lean" and not {"key_check", "wire_format"} & set(renamed):
        # The former transport "lean" took the wire format from the model's prefix.
        models = renamed.get("upstream_models") or [""]
        renamed["wire_format"] = str(models[0]).partition("/")[0] or "openai"
    for old, new in _RENAMED.items():
        if old not in renamed:
            continue
        if new in renamed:
            raise ValueError(f"{old} is the old name of {new}: give {new} only")
        value = renamed.pop(old)
        if old == "way" and isinstance(value, str):
            value = _RENAMED_TRANSPORTS.get(value, value)
        renamed[new] = value
        logger.warning("The setting %s is deprecated: write %s = %r.", old, new, value)
    return renamed
