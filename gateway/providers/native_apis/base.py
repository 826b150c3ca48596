"""NativeApi: what the gateway knows of a provider's API that it passes through.

A request and its answer go through as they are. Known are only: what would reach into the
provider's account, what the request can cost, and where the answer tells its usage.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from gateway.providers.chat import ReportedUsage
from gateway.providers.litellm_client import Demand, Transformations

Json = Mapping[str, Any]

PartKind = Literal["picture", "file"]

# Larger numbers could not be multiplied with a price.
_LARGEST = 10**9

_CONTAINERS = (dict, list)

# Characters of a number, and around any value.
_LONGEST_NUMBER = 24
_MARKS = 4


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route of a provider's API.

    `path` is what follows the provider's base URL, with {model} where the model stands in it;
    `free` says that the provider charges nothing for it.
    """

    api: str
    path: str
    free: bool = False

    @property
    def model_in_path(self) -> bool:
        """Whether the model is named in the path rather than in the body."""
        return "{model}" in self.path


class NativeApi(ABC):
    """One provider's API, by the documentation of its provider."""

    id: ClassVar[str]
    """The wire format that a provider must have to be asked by this API."""

    tokens_per_picture: ClassVar[int]
    """The most tokens that a picture counts as, with any model."""

    data_only: ClassVar[frozenset[str]] = frozenset()
    """Names of members whose content is the program's own, such as a tool's schema."""

    media: ClassVar[frozenset[str]]
    """Names of members that carry a picture, which do not count as text."""

    names: ClassVar[frozenset[str]] = frozenset()
    """Names of the outermost members that decide what a request may and can cost."""

    @abstractmethod
    def account_member(self, body: Json) -> str | None:
        """The member that would reach into the provider's account; None where there is none."""

    @abstractmethod
    def paid_member(self, body: Json) -> str | None:
        """What the provider would charge beside tokens, or at another rate; None without any."""

    @abstractmethod
    def part_kind(self, part: Json) -> PartKind | None:
        """Whether a part of the body is a picture or a file."""

    @abstractmethod
    def max_tokens(self, body: Json, endpoint: Endpoint) -> int | None:
        """The limit of the answer that the request sets, by which the provider keeps it."""

    @abstractmethod
    def answers(self, body: Json) -> int:
        """How many answers are asked for."""

    @abstractmethod
    def usage(self, reports: list[Json], litellm: Transformations) -> ReportedUsage | None:
        """The usage by those objects of an answer that tell one, in their order."""

    def is_final(self, reports: list[Json]) -> bool:
        """Whether those objects tell the whole usage, however the answer goes on."""
        return bool(reports)

    def ambiguous_member(self, body: Json) -> str | None:
        """A member that a provider may read otherwise than the gateway; None where there is none.

        Some parsers tell no upper case from lower case, those of Go among them.
        """
        return next((n for n in body if n not in self.names and n.casefold() in self.names), None)

    def other_models(self, body: Json) -> str | None:
        """A member that lets the provider choose another model than the one that was named."""
        return None

    def references(self, body: Json) -> Iterator[tuple[str, str]]:
        """Each earlier answer that the request refers to: the member's name, and the id."""
        yield from ()

    def goes_on(self, body: Json) -> bool:
        """Whether the provider puts before the request what it has kept of an earlier answer."""
        return any(True for _ in self.references(body))

    def models_in(self, body: Json) -> Iterator[str]:
        """Models that the body names, of an endpoint whose path names one."""
        yield from ()

    def ids(self, report: Json) -> Iterator[str]:
        """Ids in an answer by which a later request may refer to it."""
        yield from ()

    def demand(self, body: Json, endpoint: Endpoint, provider: str) -> Demand:
        """What decides the highest cost of a request to that provider.

        A token is at least one byte of text; base64 is none.
        """
        text = pictures = 0
        # How much was kept is not known here, as with a file.
        files = int(self.goes_on(body))
        # Containers, and whether they may hold pictures and files: what is the program's own
        # content is text to the provider, whatever it looks like.
        waiting: list[tuple[Any, bool]] = [(body, True)]
        while waiting:
            container, has_parts = waiting.pop()
            if isinstance(container, list):
                waiting.extend(
                    (one, has_parts) for one in container if isinstance(one, _CONTAINERS)
                )
                text += _length(container)
                continue
            kind = self.part_kind(container) if has_parts else None
            if kind == "file":
                files += 1
                continue
            pictures += kind == "picture"
            text += _length(container)
            counted = container
            if kind is not None:
                counted = {n: one for n, one in container.items() if n not in self.media}
            text += _length(counted.values())
            for name, one in counted.items():
                if isinstance(one, _CONTAINERS):
                    waiting.append((one, has_parts and name not in self.data_only))
        return Demand(
            provider=provider,
            # An empty prompt has a token too.
            prompt_tokens=1 + text + pictures * self.tokens_per_picture,
            max_tokens=self.max_tokens(body, endpoint),
            files=files,
            answers=self.answers(body),
            writes_cache=True,
        )

    def objects_in(self, body: Json) -> Iterator[Json]:
        """Each object at any depth, but for those within `data_only`."""
        waiting: list[Any] = [body]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(one for one in value if isinstance(one, _CONTAINERS))
                continue
            yield value
            waiting.extend(
                member
                for name, member in value.items()
                if isinstance(member, _CONTAINERS) and name not in self.data_only
            )

    def members(self, body: Json) -> Iterator[tuple[str, Any]]:
        """Name and value of each member at any depth, but for those within `data_only`."""
        for one in self.objects_in(body):
            yield from one.items()

    def tools(self, body: Json) -> Iterator[Json]:
        """Each tool that the model may use, wherever the body declares it."""
        for name, value in self.members(body):
            if name == "tools":
                yield from objects(value)


def whole_number(value: object) -> int | None:
    """The value if it is a positive whole number; no larger than any that means something."""
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    return min(value, _LARGEST)


def how_many(value: object) -> int:
    """The number that a member asks for: 1 without one, the largest where it cannot be read.

    Providers read 8, 8.0 and "8" alike.
    """
    if value is None:
        return 1
    try:
        number = float(value) if isinstance(value, int | float | str) else math.inf
    except (ValueError, OverflowError):
        number = math.inf
    return math.ceil(min(max(number, 1), _LARGEST)) if not math.isnan(number) else _LARGEST


def objects(value: object) -> Iterator[Json]:
    """The objects of a list; a single one counts as a list of one, as Google's parser has it."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _length(values: Collection[object]) -> int:
    """The bytes of values that are no containers, and of the quotes and commas around them.

    A template may turn those into tokens.
    """
    texts = [value for value in values if isinstance(value, str)]
    bytes_of_texts = len("".join(texts).encode("utf-8", "surrogatepass"))
    return bytes_of_texts + _MARKS * len(values) + _LONGEST_NUMBER * (len(values) - len(texts))
