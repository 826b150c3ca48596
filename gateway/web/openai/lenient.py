"""What OpenAI's chat completions and responses have in common."""

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from gateway.web.schemas import A_LIST, A_TEXT, AN_OBJECT, RequestModel

DATA_URL = r"^data:[\w.+-]+/[\w.+-]+;base64,"


class Lenient(RequestModel):
    """What programs send back as they received it, or say in more detail than is needed here."""

    model_config = ConfigDict(extra="ignore")


def text_or(parts: Any, *, at_least: int = 1) -> Any:
    """The annotation for a text, or a list of so many such parts at least."""
    return Annotated[
        Annotated[str, Tag(A_TEXT)]
        | Annotated[list[parts], Field(min_length=at_least, fail_fast=True), Tag(A_LIST)],
        Discriminator(lambda value: A_LIST if isinstance(value, list) else A_TEXT),
    ]


def word_or(words: Any, choice: Any) -> Any:
    """The annotation for one of some words, or an object."""
    return Annotated[
        Annotated[words, Tag(A_TEXT)] | Annotated[choice, Tag(AN_OBJECT)],
        Discriminator(lambda value: A_TEXT if isinstance(value, str) else AN_OBJECT),
    ]
