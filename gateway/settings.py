"""Settings: command line > GATEWAY_* environment > config.toml > catalogue and defaults."""

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, MutableMapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from gateway import EXTENSION_ORIGIN
from gateway.folders import config_file
from gateway.permissions import OpenToOthers, require_own
from gateway.provider_settings import Price, ProviderSettings, rename_deprecated

__all__ = [
    "Price",
    "ProviderSettings",
    "Settings",
    "SettingsError",
    "forget_provider_environment",
    "load_settings",
    "url_of",
]

_PREFIX = "GATEWAY_"

_A_DAY = 86_400
_A_MONTH = 30 * _A_DAY

_CATALOGUE = Path(__file__).parent / "providers" / "providers.toml"


class SettingsError(Exception):
    """A setting that cannot be used, with its name and what it may be."""


def _split(value: object) -> object:
    """A variable of the environment holds a list as text with commas."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


class Settings(BaseSettings):
    """Everything that can be chosen about a gateway. Times are in seconds."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix=_PREFIX)

    host: str = "127.0.0.1"
    port: int = Field(default=8765, ge=0, le=65535)
    provider_timeout: float = Field(default=120, gt=0, le=_A_DAY)
    retry_attempts: int = Field(default=3, ge=1)
    retry_wait: float = Field(default=20, ge=0, le=_A_DAY)
    session_idle: float = Field(default=28_800, gt=0, le=_A_MONTH)
    session_lifetime: float = Field(default=86_400, gt=0, le=_A_MONTH)
    extension_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)] = (
        EXTENSION_ORIGIN,
    )
    # NoDecode: a variable GATEWAY_PROVIDERS must not set what only config.toml may set.
    providers: Annotated[dict[str, ProviderSettings], NoDecode] = Field(min_length=1)

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
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            if not re.fullmatch(r"[a-z-]+://[a-z0-9.-]+(:\d+)?", origin):
                raise ValueError(f"{origin!r} is no origin, like {EXTENSION_ORIGIN}")
        return value

    @model_validator(mode="after")
    def _have_plain_provider_ids(self) -> "Settings":
        for provider_id in self.providers:
            if not (provider_id.isascii() and provider_id.replace("_", "").isalnum()):
                raise ValueError(f"provider id {provider_id!r}: use letters, digits and _ only")
        return self


class _Environment(EnvSettingsSource):
    """GATEWAY_* variables, and GATEWAY_<PROVIDER>_API_BASE for each provider."""

    def __init__(
        self,
        settings: type[BaseSettings],
        variables: Mapping[str, str],
        providers: Iterable[str],
    ) -> None:
        super().__init__(settings)
        self.env_vars = {name.lower(): value for name, value in variables.items()}
        self._providers = providers

    def __call__(self) -> dict[str, Any]:
        """The settings that are given, by name."""
        bases = {
            provider: {"api_base": base}
            for provider in self._providers
            if (base := self.env_vars.get(f"gateway_{provider.lower()}_api_base")) is not None
        }
        return {**super().__call__(), **({"providers": bases} if bases else {})}


def load_settings(
    command_line: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    config: Path | None = None,
) -> Settings:
    """Merge the four sources.

    Args:
        command_line: settings given there, by name; None values count as not given.
        environment: variables to read; those of the process by default.
        config: a config.toml; by default GATEWAY_CONFIG, or else the person's own if there is one.

    Raises:
        SettingsError: a source is unreadable, others can change config.toml, or a setting is
            unknown or out of its range.
    """
    variables = os.environ if environment is None else environment
    catalogue, own = _read_toml(_CATALOGUE), _read_config(config, variables)
    own_providers = own.get("providers", {})

    class Sources(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            *_others: PydanticBaseSettingsSource,
            **_more: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            """The first one wins; tables are merged."""
            return (
                init_settings,
                _Environment(settings_cls, variables, {**catalogue["providers"], **own_providers}),
                InitSettingsSource(settings_cls, own),
                InitSettingsSource(settings_cls, catalogue),
            )

    try:
        settings = Sources(**{k: v for k, v in (command_line or {}).items() if v is not None})
    except ValidationError as error:
        lines = [
            _problem(item["loc"], item["type"], item["msg"])
            for item in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError("\n".join(lines)) from None
    # The built-in catalogue uses every wire format that there is.
    formats = {provider["wire_format"] for provider in catalogue["providers"].values()}
    for provider_id, provider in settings.providers.items():
        _check_wire_format(provider_id, provider, formats)
    return settings


def unknown_variables(settings: Settings, environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that begins as the gateway's do, and is none of them."""
    fields = (name.upper() for name in Settings.model_fields if name != "providers")
    bases = (f"{provider.upper()}_API_BASE" for provider in settings.providers)
    known = {"CONFIG", *fields, *bases}
    named = (name for name in sorted(environment) if name.upper().startswith(_PREFIX))
    return [
        f"{name} is no setting of the gateway, and has no effect."
        f"{_nearest(name[len(_PREFIX) :], known, _PREFIX)}"
        for name in named
        if name[len(_PREFIX) :].upper() not in known
    ]


def _problem(location: tuple[int | str, ...], kind: str, message: str) -> str:
    """What is wrong with a setting; for one that does not exist, with the nearest that does."""
    place = ".".join(map(str, location)) or "settings"
    if kind == "missing" and len(location) == 3:  # of a provider that may be a built-in one
        built_in = _read_toml(_CATALOGUE)["providers"]
        return f"{place}: this is needed.{_nearest(str(location[1]), built_in)}"
    if kind != "extra_forbidden":
        return f"{place}: {message}"
    of_provider = len(location) == 3
    fields = ProviderSettings.model_fields if of_provider else Settings.model_fields
    return f"{place}: there is no such setting.{_nearest(str(location[-1]), fields)}"


def _nearest(name: str, known: Iterable[str], prefix: str = "") -> str:
    found = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {prefix}{found[0]}?" if found else ""


def _check_wire_format(provider_id: str, provider: ProviderSettings, known: set[str]) -> None:
    """Check that a provider's format exists, and that it can be asked over its transport."""
    place, wire_format = f"providers.{provider_id}", provider.wire_format
    if wire_format not in known:
        raise SettingsError(f"{place}.wire_format: {wire_format!r} is none of {sorted(known)}")
    for model in provider.upstream_models if provider.transport == "direct" else ():
        if not model.startswith(f"{wire_format}/"):
            raise SettingsError(
                f"{place}.upstream_models: {model!r} does not begin with {wire_format}/, so it "
                "cannot be asked directly: give it transport = 'litellm', or its wire_format"
            )


def url_of(host: str, port: int) -> str:
    """The URL of a gateway that listens there."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def forget_provider_environment(environment: MutableMapping[str, str]) -> None:
    """Take providers' keys, addresses and LiteLLM's switches out of the environment.

    LiteLLM falls back to them where a call has no key or no address, and a key that the person did
    not enter here must never be used.
    """
    prefixes = ("OPENAI_", "ANTHROPIC_", "GEMINI_", "GOOGLE_", "VERTEXAI_", "LITELLM_")
    suffixes = ("_API_KEY", "_API_BASE", "_BASE_URL", "_API_TOKEN", "_AUTH_TOKEN")
    for name in list(environment):
        upper = name.upper()
        if upper.startswith(_PREFIX):
            continue
        if upper.startswith(prefixes) or upper.endswith(suffixes):
            del environment[name]


def _read_config(config: Path | None, environment: Mapping[str, str]) -> dict[str, Any]:
    if config is None and (named := environment.get("GATEWAY_CONFIG")):
        config = Path(named)
    if config is None and (config := config_file()) is None:
        return {}
    try:
        require_own(config)
    except OpenToOthers as error:
        raise SettingsError(
            f"{config} is not used, because others can change it.\n{error}"
        ) from None
    except OSError as error:
        raise _unreadable(config, error) from None
    values = _read_toml(config)
    providers = values.get("providers", {})
    if not isinstance(providers, dict):
        raise SettingsError("providers: write each as a table, [providers.<id>]")
    for provider_id, table in providers.items():
        if isinstance(table, dict):
            try:
                providers[provider_id] = rename_deprecated(table)
            except ValueError as error:
                raise SettingsError(f"providers.{provider_id}: {error}") from None
    return values


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> SettingsError:
    return SettingsError(f"{path} cannot be read: {error}")
