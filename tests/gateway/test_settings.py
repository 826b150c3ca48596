"""Settings: the precedence of their four sources, and the errors for invalid values."""

import sys
from pathlib import Path

import pytest
from platformdirs.macos import MacOS

from gateway.folders import config_file
from gateway.providers.wire_formats import WIRE_FORMATS
from gateway.settings import (
    Price,
    SettingsError,
    forget_provider_environment,
    load_settings,
    unknown_variables,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that the settings of the person who runs the tests are not read."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


PRICE = """
[providers.openai.prices.m]
input_usd_per_million = 1
output_usd_per_million = 1
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_defaults() -> None:
    settings = load_settings({}, {})
    assert (settings.host, settings.port) == ("127.0.0.1", 8765)
    assert settings.provider_timeout == 120
    assert (settings.retry_attempts, settings.retry_wait) == (3, 20)
    assert (settings.session_idle, settings.session_lifetime) == (28_800, 86_400)
    assert [(id_, p.model, p.upstream_models) for id_, p in settings.providers.items()] == [
        ("openai", "gpt-4", ("openai/gpt-4", "openai/gpt-4.1", "openai/gpt-5.2")),
        (
            "anthropic",
            "claude-3.5-sonnet",
            (
                "anthropic/claude-3-5-sonnet-20241022",
                "anthropic/claude-sonnet-4-6",
                "anthropic/claude-sonnet-5",
            ),
        ),
        (
            "gemini",
            "gemini-1.5-pro-1m",
            ("gemini/gemini-1.5-pro", "gemini/gemini-2.5-pro", "gemini/gemini-3.5-flash"),
        ),
    ]
    for provider_id, provider in settings.providers.items():
        assert (provider.transport, provider.wire_format) == ("direct", provider_id)


def test_command_line_beats_environment_beats_config(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("port = 1001\nretry_attempts = 5\nsession_idle = 60\n")
    environment = {"GATEWAY_PORT": "1002", "GATEWAY_RETRY_ATTEMPTS": "4"}
    settings = load_settings({"port": 1003, "host": None}, environment, config)
    assert (settings.port, settings.retry_attempts, settings.session_idle) == (1003, 4, 60)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no XDG_CONFIG_HOME")
def test_config_is_found_in_its_usual_place(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    named = write(home / "named" / "config.toml", "port = 1003\n")
    write(home / "xdg" / "gatehouse" / "config.toml", "port = 1002\n")
    if sys.platform == "linux":
        write(home / ".config" / "gatehouse" / "config.toml", "port = 1001\n")
        assert load_settings({}, {}).port == 1001
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "xdg"))
    assert load_settings({}, {}).port == 1002
    assert load_settings({}, {"GATEWAY_CONFIG": str(named)}).port == 1003
    assert caplog.messages == []


@pytest.mark.skipif(sys.platform == "win32", reason="reads Windows' own folders")
def test_config_in_its_former_place_is_read_with_a_warning(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mac = MacOS("Gatehouse")
    assert config_file(mac) is None
    former = write(home / ".config" / "gatehouse" / "config.toml", "")
    assert config_file(mac) == former
    usual = home / "Library" / "Application Support" / "Gatehouse" / "config.toml"
    assert caplog.messages == [f"{former} is deprecated: move the file to {usual}."]
    caplog.clear()
    write(usual, "")
    assert config_file(mac) == usual
    assert caplog.messages == []


def test_provider_addresses_from_the_environment() -> None:
    environment = {"GATEWAY_GEMINI_API_BASE": "http://127.0.0.1:9003/v1beta/"}
    settings = load_settings({}, environment)
    assert settings.providers["gemini"].api_base == "http://127.0.0.1:9003/v1beta"
    assert settings.providers["openai"].api_base == "https://api.openai.com/v1"


def test_config_changes_one_field_of_a_provider_and_adds_another(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        """
[providers.openai]
upstream_models = ["openai/gpt-5"]

[providers.mistral]
name = "Mistral"
model = "mistral-large"
upstream_models = ["mistral/mistral-large-latest"]
api_base = "https://api.mistral.ai/v1"
"""
    )
    providers = load_settings({}, {}, config).providers
    assert providers["openai"].name == "OpenAI"
    assert providers["openai"].upstream_models == ("openai/gpt-5",)
    assert list(providers) == ["openai", "anthropic", "gemini", "mistral"]


def test_former_names_are_read_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = (
        '[providers.gemini]\nway = "sdk"\nkey_check = "openai"\n[providers.openai]\nway = "lean"\n'
    )
    providers = load_settings({}, {}, write(tmp_path / "config.toml", text)).providers
    assert (providers["gemini"].transport, providers["gemini"].wire_format) == ("litellm", "openai")
    assert providers["openai"].transport == "direct"
    assert caplog.messages == [
        "The setting way is deprecated: write transport = 'litellm'.",
        "The setting key_check is deprecated: write wire_format = 'openai'.",
        "The setting way is deprecated: write transport = 'direct'.",
    ]


def test_a_variable_cannot_set_a_provider() -> None:
    """It could name a program to run, or another address, past the checks of config.toml."""
    catalogue = '{"openai": {"api_base": "http://127.0.0.1:1"}}'
    with pytest.raises(SettingsError, match="providers: Input should be a valid dictionary"):
        load_settings({}, {"GATEWAY_PROVIDERS": catalogue})


def test_built_in_catalogue_uses_every_wire_format() -> None:
    """So load_settings can tell from it which formats there are."""
    used = {provider.wire_format for provider in load_settings({}, {}).providers.values()}
    assert used == {wire_format.id for wire_format in WIRE_FORMATS}


@pytest.mark.parametrize("provider", ["team", "MyTeam"])
def test_variable_points_an_added_provider_elsewhere(tmp_path: Path, provider: str) -> None:
    table = 'name = "Team"\nmodel = "m"\nupstream_models = ["openai/m"]\napi_base = "http://a"'
    config = write(tmp_path / "config.toml", f"[providers.{provider}]\n{table}")
    variables = {f"GATEWAY_{provider.upper()}_API_BASE": "http://b/v1"}
    assert load_settings({}, variables, config).providers[provider].api_base == "http://b/v1"


def test_former_lean_transport_takes_its_format_from_the_model(tmp_path: Path) -> None:
    table = 'name = "P"\nmodel = "m"\nupstream_models = ["anthropic/m"]\napi_base = "http://a"'
    config = write(tmp_path / "config.toml", f'[providers.proxy]\n{table}\nway = "lean"')
    proxy = load_settings({}, {}, config).providers["proxy"]
    assert (proxy.transport, proxy.wire_format) == ("direct", "anthropic")


def test_prices_of_retired_models() -> None:
    providers = load_settings({}, {}).providers
    sonnet = Price(input_usd_per_million=3, output_usd_per_million=15, max_output_tokens=8192)
    assert providers["anthropic"].prices == {"claude-3-5-sonnet-20241022": sonnet}
    pro = Price(
        input_usd_per_million=1.25,
        output_usd_per_million=5,
        input_usd_per_million_above_128k=2.5,
        output_usd_per_million_above_128k=10,
        max_output_tokens=8192,
    )
    assert providers["gemini"].prices == {"gemini-1.5-pro": pro}


def test_config_adds_prices(tmp_path: Path) -> None:
    text = """
[providers.openai.prices."openai/gpt-9"]
input_usd_per_million = 1
output_usd_per_million = 2
[providers.anthropic.prices.own]
input_usd_per_million = 0
output_usd_per_million = 0
"""
    providers = load_settings({}, {}, write(tmp_path / "config.toml", text)).providers
    price = Price(input_usd_per_million=1, output_usd_per_million=2)
    assert providers["openai"].prices == {"openai/gpt-9": price}
    assert set(providers["anthropic"].prices) == {"own", "claude-3-5-sonnet-20241022"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com", ""])
def test_only_loopback(host: str) -> None:
    with pytest.raises(SettingsError, match="loopback"):
        load_settings({"host": host}, {})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert load_settings({"host": host}, {}).host == host.replace("localhost", "127.0.0.1")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ports = 1", "ports"),
        ("port = 70000", "port"),
        ("port = ", "cannot be read"),
        ("retry_attempts = 0", "retry_attempts"),
        ("[providers.openai]\nmodle = 'x'", "providers.openai.modle"),
        ("[providers.openai]\nupstream_models = ['gpt-5']", "needs LiteLLM's prefix"),
        ("session_idle = inf", "session_idle"),
        ("providers = 5", "providers"),
        ("extension_origins = ['*']", "extension_origins"),
        ("[providers.openai]\napi_base = 'api.openai.com'", "give an address"),
        ("[providers.'a b']\nname = 'x'", "providers.a b"),
        ("[providers]\nopenai = 5", "providers.openai"),
        ("[providers.openai]\ntransport = 'lean'", "providers.openai.transport"),
        ("[providers.openai]\nway = 'x'", "providers.openai.transport"),
        ("[providers.openai]\nway = []", "providers.openai.transport"),
        ("[providers.openai]\nwire_format = 'x'", "providers.openai.wire_format"),
        (
            "[providers.openai]\nway = 'sdk'\ntransport = 'litellm'",
            "providers.openai: way is the old name of transport",
        ),
        ("[providers.x.prices.m]\ninput_usd_per_million = 1", "x.prices.m.output_usd_per_million"),
        (PRICE + "max_output_tokens = 0", "prices.m.max_output_tokens"),
        (PRICE + "input_usd_per_million_above_128k = -1", "prices.m.input_usd_per_million_above"),
        (PRICE + "output_usd_per_million_above_128k = inf", "m.output_usd_per_million_above"),
        (PRICE + "cents = 1", "prices.m.cents"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, word: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text(text)
    with pytest.raises(SettingsError, match=word):
        load_settings({}, {}, config)


def test_config_written_by_a_windows_editor(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_bytes(b"\xef\xbb\xbfport = 1001\r\n")
    assert load_settings({}, {}, config).port == 1001


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is not checked")
@pytest.mark.parametrize("open_place", ["mine/config.toml", "mine"])
def test_config_that_others_can_change_is_refused(tmp_path: Path, open_place: str) -> None:
    config = write(tmp_path / "mine" / "config.toml", "port = 1001\n")
    place = tmp_path / open_place
    place.chmod(place.stat().st_mode | 0o022)
    for variables, named in (({}, config), ({"GATEWAY_CONFIG": str(config)}, None)):
        with pytest.raises(SettingsError, match="because others can change it") as refused:
            load_settings({}, variables, named)
        assert str(refused.value).endswith(f"Run: chmod go-w {place}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is not checked")
def test_config_that_others_can_change_is_refused_in_its_usual_place(home: Path) -> None:
    folder = ".config" if sys.platform == "linux" else "Library/Application Support"
    name = "gatehouse" if sys.platform == "linux" else "Gatehouse"
    write(home / folder / name / "config.toml", "port = 1001\n").parent.chmod(0o775)
    with pytest.raises(SettingsError, match=f"chmod go-w .*{name}"):
        load_settings({}, {})


def test_missing_config_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load_settings({}, {}, tmp_path / "none.toml")


def test_provider_environment_is_forgotten() -> None:
    environment = dict.fromkeys(
        (
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "OPENAI_ORG_ID",
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "GEMINI_API_KEY",
            "GOOGLE_API_KEY",
            "MISTRAL_API_KEY",
            "GROQ_API_BASE",
            "LITELLM_PROXY_API_KEY",
            "openai_api_key",
        ),
        "x",
    )
    kept = {"PATH": "/bin", "HOME": "/", "GATEWAY_OPENAI_API_BASE": "x", "HTTPS_PROXY": "x"}
    environment.update(kept)
    forget_provider_environment(environment)
    assert environment == kept


MISSPELT = {
    "prot = 1": "prot: there is no such setting. Did you mean port?",
    "retry_attemps = 1": "retry_attemps: there is no such setting. Did you mean retry_attempts?",
    "Session-Idle = 5": "Session-Idle: there is no such setting. Did you mean session_idle?",
    "[provider.openai]": "provider: there is no such setting. Did you mean providers?",
    '[providers.openai]\nmodle = "x"': (
        "providers.openai.modle: there is no such setting. Did you mean model?"
    ),
    '[providers.opnai]\nmodel = "x"': "providers.opnai.name: this is needed. Did you mean openai?",
    "banana = 1": "banana: there is no such setting.",
}


@pytest.mark.parametrize("text", MISSPELT)
def test_misspelt_setting_is_named_with_the_nearest(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings({}, {}, write(tmp_path / "config.toml", text))
    assert MISSPELT[text] in str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("GATEWAY_PROT", "GATEWAY_PORT"),
        ("GATEWAY_RETRY_ATTEMPT", "GATEWAY_RETRY_ATTEMPTS"),
        ("GATEWAY_OPENAI_BASE", "GATEWAY_OPENAI_API_BASE"),
        ("GATEWAY_CONFG", "GATEWAY_CONFIG"),
        ("GATEWAY_BANANA", None),
    ],
)
def test_misspelt_variable_is_named_with_the_nearest(name: str, nearest: str | None) -> None:
    variables = {name: "1", "GATEWAY_PORT": "8766", "GATEWAY_OPENAI_API_BASE": "http://x", "A": "b"}
    (sentence,) = unknown_variables(load_settings({}, variables), variables)
    assert sentence.startswith(f"{name} is no setting of the gateway")
    assert ("Did you mean" in sentence) is (nearest is not None)
    assert nearest is None or sentence.endswith(f"Did you mean {nearest}?")
