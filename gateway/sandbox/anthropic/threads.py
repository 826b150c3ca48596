"""Conversations that Anthropic keeps, so that a request has the new messages alone.

Source: the types of Anthropic's SDK for Python, 2.14.
"""

from gateway.sandbox.anthropic.errors import AnthropicErrors
from gateway.sandbox.calls import Remember
from gateway.sandbox.errors import Json
from gateway.sandbox.state import SandboxState


def whole_body(body: Json, state: SandboxState, errors: AnthropicErrors) -> Json:
    """Put what is kept before the messages of a request that goes on with a thread.

    Tools and the system prompt are kept too.
    """
    thread = body.get("thread") or {}
    if thread.get("type") != "continue":
        return body
    kept = state.responses.get(str(thread.get("previous_message_id")))
    if kept is None:
        raise errors.no_thread()
    [earlier] = kept
    return {**earlier, **body, "messages": [*earlier["messages"], *body.get("messages", ())]}


def memory(body: Json, state: SandboxState) -> Remember | None:
    """Give what keeps the answer to a request with all that came before it."""
    if not body.get("thread"):
        return None

    def remember(id_: str, answer: list[Json]) -> None:
        state.remember_response(id_, [{**body, "messages": [*body["messages"], *answer]}])

    return remember
