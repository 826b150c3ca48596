"""The agents: how each is configured and started, and how its tools read and edit a file.

A program's tools are named by its requests; `docs/programs.md` says how a person configures it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

BEFORE, AFTER = "hello", "changed"
"""What the file says before the agent has edited it, and after."""


@dataclass(frozen=True)
class Place:
    """What an agent finds: a home, a folder with a file, the gateway and a token."""

    programs: Path
    home: Path
    folder: Path
    address: str
    token: str

    @property
    def file(self) -> Path:
        """The file to be edited."""
        return self.folder / "a.txt"

    def node(self, name: str) -> str:
        """A program that npm has installed."""
        return str(self.programs / "node_modules" / ".bin" / name)


@dataclass(frozen=True)
class Job:
    """One agent's configuration and work. The prompt follows `command`."""

    path: str
    """The API that it asks."""
    command: tuple[str, ...]
    tools: tuple[tuple[str, dict[str, Any]], ...] = ()
    """Its calls, if it edits by calls; else `answer` is what has it edit."""
    answer: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    files: dict[Path, str] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    """A command that configures it."""

    @property
    def prompt(self) -> str:
        """What the agent is told; the directive says what the model answers."""
        if self.answer:
            return f"[[sandbox: echo]] {self.answer}"
        calls = " ".join(f"tool={name} {json.dumps(arguments)}" for name, arguments in self.tools)
        return f"[[sandbox: {calls}]] Read a.txt, then edit it."


def claude_code(place: Place, model: str = "claude-sonnet-4-6", path: str = "/v1/messages") -> Job:
    """Claude Code, from Anthropic; with a model of another provider it is translated."""
    edit = {"file_path": str(place.file), "old_string": BEFORE, "new_string": AFTER}
    return Job(
        path=path,
        command=(place.node("claude"), "--permission-mode", "acceptEdits", "-p"),
        tools=(("Read", {"file_path": str(place.file)}), ("Edit", edit)),
        variables={
            "ANTHROPIC_BASE_URL": place.address,
            "ANTHROPIC_AUTH_TOKEN": place.token,
            "ANTHROPIC_MODEL": model,
            "ANTHROPIC_SMALL_FAST_MODEL": model,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        },
    )


def codex(place: Place, model: str = "gpt-5.2", path: str = "/v1/responses") -> Job:
    """Codex, from OpenAI. Models that it does not know edit through the shell."""
    config = f"""
model = "{model}"
model_provider = "gatehouse"
web_search = "disabled"

[model_providers.gatehouse]
name = "Gatehouse"
base_url = "{place.address}/v1"
env_key = "GATEHOUSE_TOKEN"
wire_api = "responses"
"""
    return Job(
        path=path,
        # Its own sandbox needs rights that a container may not give.
        command=(
            *(place.node("codex"), "exec", "--skip-git-repo-check"),
            "--dangerously-bypass-approvals-and-sandbox",
        ),
        tools=(
            ("exec_command", {"cmd": "cat a.txt"}),
            ("exec_command", {"cmd": f"sed -i s/{BEFORE}/{AFTER}/ a.txt"}),
        ),
        variables={"GATEHOUSE_TOKEN": place.token},
        files={place.home / ".codex" / "config.toml": config},
    )


def gemini_cli(place: Place) -> Job:
    """Gemini CLI, from Google."""
    settings = {
        "security": {"auth": {"selectedType": "gemini-api-key"}},
        "privacy": {"usageStatisticsEnabled": False},
    }
    edit = {"old_string": BEFORE, "new_string": AFTER, "instruction": "Edit it."}
    return Job(
        path="/v1beta/models/gemini-2.5-pro:streamGenerateContent",
        command=(place.node("gemini"), "--yolo", "--skip-trust", "-p"),
        tools=(
            ("read_file", {"file_path": "a.txt"}),
            ("replace", {"file_path": "a.txt", **edit}),
        ),
        variables={
            "GOOGLE_GEMINI_BASE_URL": place.address,
            "GEMINI_API_KEY": place.token,
            "GEMINI_MODEL": "gemini-2.5-pro",
        },
        files={place.home / ".gemini" / "settings.json": json.dumps(settings)},
    )


def opencode(place: Place) -> Job:
    """Opencode."""
    provider = {
        "npm": "@ai-sdk/openai-compatible",
        "name": "Gatehouse",
        "options": {"baseURL": f"{place.address}/v1", "apiKey": "{env:GATEHOUSE_TOKEN}"},
        "models": {"gpt-4.1": {}},
    }
    config = {
        "model": "gatehouse/gpt-4.1",
        "autoupdate": False,
        "provider": {"gatehouse": provider},
    }
    edit = {"filePath": str(place.file), "oldString": BEFORE, "newString": AFTER}
    return Job(
        path="/v1/chat/completions",
        command=(place.node("opencode"), "run"),
        tools=(("read", {"filePath": str(place.file)}), ("edit", edit)),
        variables={"GATEHOUSE_TOKEN": place.token},
        files={place.home / ".config" / "opencode" / "opencode.json": json.dumps(config)},
    )


def cline(place: Place) -> Job:
    """Cline on the command line."""
    patch = f"*** Begin Patch\n*** Update File: a.txt\n@@\n-{BEFORE}\n+{AFTER}\n*** End Patch"
    return Job(
        path="/v1/chat/completions",
        before=(
            *(place.node("cline"), "auth", "--provider", "openai", "--modelid", "gpt-4.1"),
            *("--baseurl", f"{place.address}/v1", "--apikey", place.token),
        ),
        command=(place.node("cline"),),
        tools=(
            ("read_files", {"files": [{"path": str(place.file)}]}),
            ("apply_patch", {"input": patch}),
        ),
        # Otherwise it leaves a server behind it.
        variables={"CLINE_SESSION_BACKEND_MODE": "local"},
    )


def continue_cli(place: Place) -> Job:
    """Continue on the command line."""
    config = f"""
name: gatehouse
version: 1.0.0
schema: v1
models:
  - name: Gatehouse
    provider: openai
    model: gpt-4.1
    apiBase: {place.address}/v1
    apiKey: {place.token}
    capabilities: [tool_use]
"""
    edit = {"old_string": BEFORE, "new_string": AFTER}
    return Job(
        path="/v1/chat/completions",
        command=(
            *(place.node("cn"), "--config", str(place.home / "config.yaml")),
            *("--auto", "-p"),
        ),
        tools=(
            ("Read", {"filepath": "a.txt"}),
            ("MultiEdit", {"file_path": str(place.file), "edits": [edit]}),
        ),
        variables={"CONTINUE_TELEMETRY_ENABLED": "0"},
        files={place.home / "config.yaml": config},
    )


def aider(place: Place) -> Job:
    """Aider, which edits by what the answer says."""
    return Job(
        path="/v1/chat/completions",
        command=(
            *(str(place.programs / "aider" / "bin" / "aider"), "--model", "openai/gpt-4.1"),
            *("--edit-format", "diff", "--yes-always", "--no-git", "--no-check-update"),
            *("--analytics-disable", "--no-show-model-warnings", "a.txt", "--message"),
        ),
        answer=f"a.txt\n<<<<<<< SEARCH\n{BEFORE}\n=======\n{AFTER}\n>>>>>>> REPLACE\n",
        variables={
            "OPENAI_API_BASE": f"{place.address}/v1",
            "OPENAI_API_KEY": place.token,
            "LITELLM_LOCAL_MODEL_COST_MAP": "true",
        },
    )


AGENTS: dict[str, Callable[[Place], Job]] = {
    "Claude Code": claude_code,
    "Claude Code with GPT": partial(claude_code, model="gpt-4.1", path="/v1/chat/completions"),
    "Claude Code with Gemini": partial(
        claude_code,
        model="gemini-2.5-pro",
        path="/v1beta/models/gemini-2.5-pro:streamGenerateContent",
    ),
    "Codex": codex,
    "Codex with Claude": partial(codex, model="claude-sonnet-4-6", path="/v1/messages"),
    "Codex with Gemini": partial(
        codex,
        model="gemini-2.5-pro",
        path="/v1beta/models/gemini-2.5-pro:streamGenerateContent",
    ),
    "Gemini CLI": gemini_cli,
    "opencode": opencode,
    "Cline CLI": cline,
    "Continue CLI": continue_cli,
    "aider": aider,
}
"""Each agent by its name in docs/programs.md."""
