"""What the models of OpenAI's APIs are made of."""

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from gateway.web.schemas import A_LIST, A_TEXT, RequestModel

DATA_URL = r"^data:[\w.+-]+/[\w.+-]+;base64,"


class Lenient(RequestModel):
    """What programs send back as they received it, with fields of other providers."""

    model_config = ConfigDict(extra="ignore")


def text_or(parts: Any) -> Any:
    """The annotation for a text, or a list of such parts."""
    return Annotated[
        Annotated[str, Tag(A_TEXT)]
        | Annotated[list[parts], Field(min_length=1, fail_fast=True), Tag(A_LIST)],
        Discriminator(lambda value: A_LIST if isinstance(value, list) else A_TEXT),
    ]
