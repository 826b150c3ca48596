from dataclasses import replace
from itertools import pairwise

import pytest

from gateway.sandbox.answers import Ending, Question, compose, tokenise, topic
from gateway.sandbox.directives import parse
from gateway.sandbox.registry import WIRE_FORMATS
from tests.sandbox.wire import PROVIDERS

SAMPLES = {wire_format.name: wire_format.sample_answer for wire_format in WIRE_FORMATS}


def question(prompt: str, provider: str = "openai", max_tokens: int | None = None) -> Question:
    return Question(
        sample_answer=SAMPLES[provider],
        directive=parse(prompt),
        input_text=prompt,
        max_tokens=max_tokens,
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_answers_show_what_markdown_can_do(provider: str) -> None:
    text = compose(question("Tea and coffee", provider)).text
    assert "Tea and coffee" in text.splitlines()[0]
    assert text.startswith("#")
    assert "```" in text
    assert "|--" in text.replace(" ", "").replace(":", "")
    assert "**" in text
    assert any(character > "\uffff" for character in text), "an emoji"


def test_the_same_question_has_the_same_answer() -> None:
    assert compose(question("Tea")) == compose(question("Tea"))


def test_formulas_have_each_providers_delimiters() -> None:
    assert "\\[" in compose(question("x", "openai")).text
    assert "\n$$\n" in compose(question("x", "anthropic")).text
    assert "$g(n)" in compose(question("x", "gemini")).text


def test_pieces_split_words_and_characters_of_several_code_points() -> None:
    pieces = compose(question("Tea")).pieces
    assert any(a[-1:].isalpha() and b[:1].isalpha() for a, b in pairwise(pieces))
    tokens = tokenise("👩\u200d💻")
    assert tokens == ("👩", "\u200d", "💻")


def test_max_tokens_truncates() -> None:
    whole = compose(question("Tea"))
    cut = compose(question("Tea", max_tokens=20))
    assert cut.ending is Ending.LENGTH
    assert cut.output_tokens == 20
    assert whole.text.startswith(cut.text)
    enough = compose(question("Tea", max_tokens=whole.output_tokens))
    assert enough.ending is Ending.STOP


def test_a_directive_truncates_like_max_tokens() -> None:
    assert compose(question("[[sandbox: limit=20]] Tea")).ending is Ending.LENGTH
    assert compose(question("[[sandbox: limit=20]] Tea")).output_tokens == 20
    assert compose(question("[[sandbox: limit=20]] Tea", max_tokens=10)).output_tokens == 10


def test_reasoning_tokens_count_against_max_tokens() -> None:
    asked = replace(question("Tea", "gemini", max_tokens=20), thinks=True)
    answer = compose(asked)
    assert answer.reasoning_tokens + answer.output_tokens == 20
    assert answer.reasoning == ()
    assert compose(replace(asked, shows_thinking=True)).reasoning != ()


def test_modifiers() -> None:
    assert compose(question("[[sandbox: echo]] <b>&\n")).text == "<b>&\n"
    assert compose(question("[[sandbox: long tokens=5000]] x")).output_tokens == 5000
    cached = compose(question("[[sandbox: cached]] x"))
    assert 0 < cached.cached_tokens < cached.input_tokens


def test_long_answers_do_not_repeat_a_piece_a_hundred_times() -> None:
    pieces = compose(question("[[sandbox: long tokens=8000]] x")).pieces
    runs = [a == b for a, b in pairwise(pieces)]
    assert sum(runs) < 100


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("Compare tea & <b>coffee</b>", "Compare tea b coffee b"),
        ("", "your question"),
        ("```js\nalert(1)", "js alert(1)"),
        ("# [x](javascript:1) | y", "x (javascript:1) y"),
        ("Straße nach 東京?", "Straße nach 東京"),
    ],
)
def test_only_a_safe_piece_of_the_prompt_is_shown(prompt: str, shown: str) -> None:
    assert topic(prompt) == shown


def test_a_long_prompt_is_cut_at_a_word() -> None:
    shown = topic("word " * 40)
    assert len(shown) <= 62
    assert shown.endswith("word …")
