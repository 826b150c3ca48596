"""Settings: command line > GATEWAY_* environment > config.toml > defaults."""

import os
import re
import tomllib
from collections.abc import Mapping, MutableMapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from gateway import EXTENSION_ORIGIN

_A_DAY = 86_400
_A_MONTH = 30 * _A_DAY

# LiteLLM's prefixes whose formats generation.dialects speaks.
_SPOKEN_LEANLY = ("openai", "anthropic", "gemini")

_CATALOGUE = Path(__file__).with_name("providers.toml")


class SettingsError(Exception):
    """A setting that cannot be used, with its name and what it may be."""


def _split(value: object) -> object:
    """The environment carries a list as text with commas."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


class ProviderSettings(BaseModel):
    """One entry of the catalogue; providers.toml explains the fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    model: str = Field(min_length=1)
    upstream_models: tuple[str, ...] = Field(min_length=1)
    way: Literal["lean", "sdk"] = "sdk"
    api_base: str
    max_tokens: int | None = Field(default=None, ge=1)
    key_check: Literal["openai", "anthropic", "gemini"] = "openai"
    needs_key: bool = True
    key_prefixes: tuple[str, ...] = ()
    key_url: str | None = None

    @field_validator("api_base")
    @classmethod
    def _an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise ValueError("give an address like https://api.example.com/v1")
        return value.rstrip("/")

    @field_validator("upstream_models")
    @classmethod
    def _named_for_litellm(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for model in value:
            if "/" not in model:
                raise ValueError(f"{model!r} needs LiteLLM's prefix, like 'openai/{model}'")
        return value

    @model_validator(mode="after")
    def _leanly_spoken(self) -> "ProviderSettings":
        for model in self.upstream_models:
            if self.way == "lean" and model.partition("/")[0] not in _SPOKEN_LEANLY:
                raise ValueError(f"{model!r} is none of {_SPOKEN_LEANLY}: give it way = 'sdk'")
        return self


class Settings(BaseModel):
    """Everything that can be chosen about a gateway. Times are in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    provider_timeout: float = Field(default=120, gt=0, le=_A_DAY)
    retry_attempts: int = Field(default=3, ge=1)
    retry_wait: float = Field(default=20, ge=0, le=_A_DAY)
    session_idle: float = Field(default=28_800, gt=0, le=_A_MONTH)
    session_lifetime: float = Field(default=86_400, gt=0, le=_A_MONTH)
    extension_origins: Annotated[tuple[str, ...], BeforeValidator(_split)] = (EXTENSION_ORIGIN,)
    providers: dict[str, ProviderSettings] = Field(min_length=1)

    @field_validator("host")
    @classmethod
    def _loopback_only(cls, value: str) -> str:
        host = "127.0.0.1" if value == "localhost" else value
        try:
            loopback = ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise ValueError("the gateway listens on loopback only, 127.0.0.1 or ::1")
        return host

    @field_validator("extension_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"[a-z-]+://[a-z0-9.-]+(:\d+)?", origin):
                raise ValueError(f"{origin!r} is no origin, like {EXTENSION_ORIGIN}")
        return value

    @model_validator(mode="after")
    def _provider_ids(self) -> "Settings":
        for provider_id in self.providers:
            if not (provider_id.isascii() and provider_id.replace("_", "").isalnum()):
                raise ValueError(f"provider id {provider_id!r}: use letters, digits and _ only")
        return self


def load_settings(
    command_line: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    config: Path | None = None,
) -> Settings:
    """Merge the four sources.

    Args:
        command_line: settings given there, by name; None values count as not given.
        environment: variables to read; those of the process by default.
        config: a config.toml; without one, GATEWAY_CONFIG, then the person's own if there is one.

    Raises:
        SettingsError: a source is unreadable, or a setting is unknown or out of its range.
    """
    environment = os.environ if environment is None else environment
    values = _read_toml(_CATALOGUE)
    own = _read_config(config, environment)
    if not isinstance(own.get("providers", {}), dict):
        raise SettingsError("providers: write each as a table, [providers.<id>]")
    _merge(values, own)
    _merge(values, _from_environment(environment, set(values["providers"])))
    _merge(values, {k: v for k, v in (command_line or {}).items() if v is not None})
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        lines = [
            f"{'.'.join(map(str, item['loc'])) or 'settings'}: {item['msg']}"
            for item in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("\n".join(lines)) from None


def url_of(host: str, port: int) -> str:
    """The URL of a gateway that listens there."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def forget_provider_environment(environment: MutableMapping[str, str]) -> None:
    """Take providers' keys, addresses and LiteLLM's switches out of the environment.

    LiteLLM falls back to them whenever a call lacks a key or an address, and a key that nobody
    entered here must never be used.
    """
    prefixes = ("OPENAI_", "ANTHROPIC_", "GEMINI_", "GOOGLE_", "VERTEXAI_", "LITELLM_")
    suffixes = ("_API_KEY", "_API_BASE", "_BASE_URL", "_API_TOKEN", "_AUTH_TOKEN")
    for name in list(environment):
        upper = name.upper()
        if upper.startswith("GATEWAY_"):
            continue
        if upper.startswith(prefixes) or upper.endswith(suffixes):
            del environment[name]


def _read_config(config: Path | None, environment: Mapping[str, str]) -> dict[str, Any]:
    if config is None and (named := environment.get("GATEWAY_CONFIG")):
        config = Path(named)
    if config is not None:
        return _read_toml(config)
    base = environment.get("XDG_CONFIG_HOME") or environment.get("APPDATA")
    folder = Path(base) if base else Path.home() / ".config"
    own = folder / "gatehouse" / "config.toml"
    return _read_toml(own) if own.is_file() else {}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from None


def _from_environment(environment: Mapping[str, str], providers: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: environment[variable]
        for name in Settings.model_fields
        if name != "providers" and (variable := f"GATEWAY_{name.upper()}") in environment
    }
    bases = {
        provider: {"api_base": environment[variable]}
        for provider in providers
        if (variable := f"GATEWAY_{provider.upper()}_API_BASE") in environment
    }
    return {**values, "providers": bases}


def _merge(into: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Lay `values` over `into`, table by table."""
    for name, value in values.items():
        if isinstance(value, Mapping) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value
