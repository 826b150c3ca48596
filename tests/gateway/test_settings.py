"""Settings: the precedence of their four sources, and the errors for invalid values."""

from pathlib import Path

import pytest

from gateway.settings import SettingsError, forget_provider_environment, load_settings


def test_defaults(tmp_path: Path) -> None:
    settings = load_settings({}, {"XDG_CONFIG_HOME": str(tmp_path)})
    assert (settings.host, settings.port) == ("127.0.0.1", 8765)
    assert settings.provider_timeout == 120
    assert (settings.retry_attempts, settings.retry_wait) == (3, 20)
    assert (settings.session_idle, settings.session_lifetime) == (28_800, 86_400)
    assert [(id_, p.model, p.upstream_models) for id_, p in settings.providers.items()] == [
        ("openai", "gpt-4", ("openai/gpt-4", "openai/gpt-4.1")),
        (
            "anthropic",
            "claude-3.5-sonnet",
            ("anthropic/claude-3-5-sonnet-20241022", "anthropic/claude-sonnet-4-6"),
        ),
        ("gemini", "gemini-1.5-pro-1m", ("gemini/gemini-1.5-pro", "gemini/gemini-2.5-pro")),
    ]


def test_command_line_beats_environment_beats_config(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("port = 1001\nretry_attempts = 5\nsession_idle = 60\n")
    environment = {"GATEWAY_PORT": "1002", "GATEWAY_RETRY_ATTEMPTS": "4"}
    settings = load_settings({"port": 1003, "host": None}, environment, config)
    assert (settings.port, settings.retry_attempts, settings.session_idle) == (1003, 4, 60)


def test_config_is_found_in_its_usual_place(tmp_path: Path) -> None:
    (tmp_path / "gatehouse").mkdir()
    (tmp_path / "gatehouse" / "config.toml").write_text("port = 1001\n")
    assert load_settings({}, {"XDG_CONFIG_HOME": str(tmp_path)}).port == 1001


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
