"""The models that a token may use, in the shape of each provider's API.

Sources: https://platform.openai.com/docs/api-reference/models,
https://docs.claude.com/en/api/models-list, https://ai.google.dev/api/models
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from gateway.web.schemas import ResponseModel


class Model(ResponseModel):
    """A model, in OpenAI's shape."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str


class ModelList(ResponseModel):
    """GET /v1/models."""

    object: Literal["list"] = "list"
    data: list[Model]


class AnthropicModel(ResponseModel):
    """A model, in Anthropic's shape."""

    type: Literal["model"] = "model"
    id: str
    display_name: str
    created_at: str


class AnthropicModelList(ResponseModel):
    """GET /v1/models with `anthropic-version`."""

    data: list[AnthropicModel]
    has_more: Literal[False] = False
    first_id: str | None
    last_id: str | None


class GeminiModel(ResponseModel):
    """A model, in Gemini's shape."""

    name: str
    displayName: str  # noqa: N815 - Google's name
    supportedGenerationMethods: list[str]  # noqa: N815


class GeminiModelList(ResponseModel):
    """GET /v1beta/models."""

    models: list[GeminiModel]


class ModelShape(ABC):
    """How one API lists models."""

    native_only = True
    """Whether a model can be asked by this API only where its provider has it."""

    @abstractmethod
    def one(self, name: str, provider: str, since: datetime) -> ResponseModel:
        """One model: the name by which it is asked, the provider's id, since when it is offered."""

    @abstractmethod
    def all(self, models: Sequence[tuple[str, str]], since: datetime) -> ResponseModel:
        """Many models, each with its name and its provider's id."""


class OpenAIModels(ModelShape):
    """OpenAI's."""

    native_only = False

    def one(self, name: str, provider: str, since: datetime) -> Model:
        """A model."""
        return Model(id=name, created=int(since.timestamp()), owned_by=provider)

    def all(self, models: Sequence[tuple[str, str]], since: datetime) -> ModelList:
        """A list of all."""
        return ModelList(data=[self.one(*model, since) for model in models])


class AnthropicModels(ModelShape):
    """Anthropic's."""

    native_only = False

    def one(self, name: str, provider: str, since: datetime) -> AnthropicModel:
        """A model."""
        return AnthropicModel(id=name, display_name=name, created_at=since.isoformat())

    def all(self, models: Sequence[tuple[str, str]], since: datetime) -> AnthropicModelList:
        """One page with all."""
        data = [self.one(*model, since) for model in models]
        return AnthropicModelList(
            data=data,
            first_id=data[0].id if data else None,
            last_id=data[-1].id if data else None,
        )


class GeminiModels(ModelShape):
    """Gemini's."""

    def one(self, name: str, provider: str, since: datetime) -> GeminiModel:
        """A model."""
        methods = ["generateContent", "countTokens"]
        if "embedding" in name:
            methods = ["embedContent", "batchEmbedContents"]
        return GeminiModel(
            name=f"models/{name}", displayName=name, supportedGenerationMethods=methods
        )

    def all(self, models: Sequence[tuple[str, str]], since: datetime) -> GeminiModelList:
        """One page with all."""
        return GeminiModelList(models=[self.one(*model, since) for model in models])


MODEL_SHAPES: dict[str, ModelShape] = {
    "openai": OpenAIModels(),
    "anthropic": AnthropicModels(),
    "gemini": GeminiModels(),
}
