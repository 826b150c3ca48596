"""WireFormat: what every wire format can do. One module beside this one implements each."""

import json
import logging
import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Protocol

from pydantic import SecretStr

from gateway.errors import places_of
from gateway.providers.chat import ChatRequest, FinishReason, Piece, Reading
from gateway.providers.failures import BrokenOff, CallFailed, ErrorReply
from gateway.providers.http_client import HttpCall
from gateway.providers.litellm_client import LiteLLMClient, Parts
from gateway.providers.told import ToldUsage, parse_object, tidied
from gateway.surrogates import SurrogateJoiner

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sign:
    """How an error is recognised: by one of its codes, or by its message. All is in lower case.

    `statuses` are those at which it counts; None among them stands for an error within an answer
    that began with status 200, and whose codes do not tell a status.
    """

    statuses: tuple[int | None, ...]
    codes: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def fits(self, status: int | None, codes: Collection[str], message: str) -> bool:
        """Whether an error shows this sign."""
        return status in self.statuses and (
            any(code in codes for code in self.codes)
            or message.startswith(self.beginnings or "\0")
            or any(phrase in message for phrase in self.phrases)
        )


@dataclass(frozen=True, slots=True)
class ErrorSigns:
    """What a format's errors look like, by what they mean. Patterns match lower case."""

    dead_key: tuple[Sign, ...] = ()
    restricted_key: tuple[Sign, ...] = ()
    region: tuple[Sign, ...] = ()
    account: tuple[Sign, ...] = ()
    larger_than_rate: tuple[Sign, ...] = ()
    key_not_for_model: tuple[Sign, ...] = ()
    no_credit: tuple[Sign, ...] = ()
    rate_limited: tuple[Sign, ...] = ()
    prompt_too_long: tuple[Sign, ...] = ()
    blocked: tuple[Sign, ...] = ()
    no_model: tuple[Sign, ...] = ()
    overloaded: tuple[Sign, ...] = ()
    statuses: tuple[tuple[str, int], ...] = ()
    """Codes, and the HTTP status that each stands for where an error comes without one."""
    spent_quotas: tuple[re.Pattern[str], ...] = ()
    """Quotas in a body with status 429 that will not be free again soon."""
    short_quotas: tuple[re.Pattern[str], ...] = ()
    """Quotas in a body with status 429 that will."""
    retry_delays: tuple[re.Pattern[str], ...] = ()
    """The time to wait in a body, with the groups `h`, `m` and `s`."""
    overflows: tuple[re.Pattern[str], ...] = ()
    """Sentences that say by how much a prompt is too long, with groups `asked`, `limit`, `more`."""


def combined(*signs: ErrorSigns) -> ErrorSigns:
    """The signs of several formats as one."""
    return ErrorSigns(
        **{
            field.name: tuple(sign for group in signs for sign in getattr(group, field.name))
            for field in fields(ErrorSigns)
        }
    )


def overflow_patterns(*sentences: str) -> tuple[re.Pattern[str], ...]:
    """Compile sentences about a prompt that is too long; `{n}` stands for a number."""
    return tuple(re.compile(sentence.replace("{n}", r"\d{1,9}")) for sentence in sentences)


class PieceParser(Protocol):
    """Takes the parsed pieces of one stream apart, in order."""

    def __call__(self, parsed: dict[str, Any], /) -> Parts:
        """Text, reasoning and usage of one piece."""


class WireFormat(ABC):
    """One wire format: how to ask, how to read what comes back, and how a key is checked.

    Args:
        litellm: builds request bodies, and reads what needs more than a look. It must be ready for
            everything but `models_call` and `is_model_list`.
    """

    id: ClassVar[str]
    finish_reasons: ClassVar[Mapping[str, FinishReason]]
    """The provider's reasons, in lower case, that are regular ends. Any other is none."""
    errors: ClassVar[ErrorSigns]

    def __init__(self, litellm: LiteLLMClient) -> None:
        self._litellm = litellm

    @abstractmethod
    def credentials(self, key: SecretStr | None) -> dict[str, str]:
        """The headers that carry a key; none without one."""

    @abstractmethod
    def models_call(self, api_base: str, key: SecretStr) -> HttpCall:
        """Ask for the provider's list of models, which costs nothing and so checks a key."""

    @abstractmethod
    def is_model_list(self, body: Mapping[str, Any]) -> bool:
        """Whether a parsed body is a list of models, not a page of something in between."""

    @abstractmethod
    def chat_call(self, request: ChatRequest, model: str) -> HttpCall:
        """The HTTP call that asks `model`, a name without LiteLLM's prefix."""

    def read_whole(self, request: ChatRequest, model: str, body: bytes) -> Reading:
        """Read a plain answer: as one large piece, unless the format has another shape for it.

        Raises:
            ErrorReply: it is an error.
            Exception: it cannot be parsed.
        """
        return self.reader().read(body)

    def reader(self) -> "PieceReader":
        """A reader for the pieces of one stream."""
        return PieceReader(self, self._piece_parser())

    def finish_reason(self, parsed: Mapping[str, Any]) -> FinishReason | None:
        """Why the answer ended, by the provider's own word; None where it has not ended.

        What ended for another reason than a regular one, such as a malformed call, has broken off.
        LiteLLM flattens some reasons, and makes one up where a stream is cut.
        """
        reason = self._finish_reason(parsed)
        return self.finish_reasons.get(reason.lower()) if isinstance(reason, str) else None

    @abstractmethod
    def _finish_reason(self, parsed: Mapping[str, Any]) -> str | None:
        """The provider's word for why the answer ended."""

    @abstractmethod
    def _piece_parser(self) -> PieceParser:
        """A parser for the pieces of one stream."""


class PieceReader:
    """Reads the pieces of one stream, in order."""

    def __init__(self, wire_format: WireFormat, parse: PieceParser) -> None:
        self._wire_format = wire_format
        self._parse = parse
        self._join_text, self._join_reasoning = SurrogateJoiner(), SurrogateJoiner()
        self._usage = ToldUsage()

    def read(self, data: str | bytes) -> Reading:
        """Read the data of one event.

        Raises:
            ErrorReply: it is an error.
            Exception: it cannot be parsed.
        """
        return self.read_parsed(parse_object(data))

    def read_parsed(self, parsed: dict[str, Any]) -> Reading:
        """Read a piece that has been parsed; raises as `read` does."""
        finish_reason = self._wire_format.finish_reason(parsed)
        self._usage.complete(parsed)
        text, reasoning, usage = self._parse(parsed)
        piece = Piece(self._join_text.feed(text or ""), self._join_reasoning.feed(reasoning or ""))
        return Reading(piece, finish_reason, usage)


def read_document(
    wire_format: WireFormat, request: ChatRequest, model: str, body: bytes
) -> Reading:
    """Read a whole reply with status 200.

    Raises:
        CallFailed: it is an error, or no answer.
    """
    try:
        return wire_format.read_whole(request, model, body)
    except json.JSONDecodeError:
        raise ErrorReply(200, body.decode("utf-8", "replace")) from None
    except CallFailed:
        raise
    except Exception as error:  # noqa: BLE001 - LiteLLM's readers raise exceptions of every kind
        logger.info("%s", places_of(error))
        raise BrokenOff from None


def silent_on_nulls(parse: PieceParser) -> PieceParser:
    """A parser to which null is as good as nothing."""
    return lambda parsed: parse(tidied(parsed))
