import json
from dataclasses import replace

from gateway.sandbox.directives import Fault, ToolCall, parse


def test_a_prompt_without_directive_asks_for_nothing() -> None:
    found = parse("Write a [[link]] please")
    assert found.fault is None
    assert found.modifiers == frozenset()
    assert found.rest == "Write a [[link]] please"


def test_fault_and_options() -> None:
    found = parse("Hello [[sandbox: rate_limit retry_after=2.5 times=1]] world")
    assert found.fault is Fault.RATE_LIMIT
    assert found.number("retry_after") == 2.5
    assert found.number("times") == 1
    assert found.number("delay_ms") is None
    assert found.rest == "Hello  world"


def test_modifiers_of_several_directives_add_up() -> None:
    found = parse("[[sandbox: slow delay_ms=5]] [[SANDBOX: thinking]] Hello")
    assert found.modifiers == {"slow", "thinking"}
    assert found.rest == "Hello"


def test_echo_takes_what_follows_to_the_letter() -> None:
    assert parse("[[sandbox: echo]]\n  *a*\n").after == "  *a*\n"
    assert parse("[[sandbox: echo]] b ").after == "b "


def test_a_fault_may_be_meant_for_one_model() -> None:
    found = parse("[[sandbox: model_gone model=gpt-4.1]]")
    assert found.fault_for("gpt-4.1") is Fault.MODEL_GONE
    assert found.fault_for("gpt-4o") is None


def test_unknown_words_and_second_faults_are_told() -> None:
    found = parse("[[sandbox: ratelimit reset hang times=many color=red slow=1]]")
    assert found.unknown == ("ratelimit", "hang", "times=many", "color=red", "slow=1")


def test_tools_carry_json_with_brackets() -> None:
    arguments = {"path": "a]].txt", "lines": [[1, 2], [3]], "text": '[[sandbox: hang]] "{'}
    found = parse(f"Do it [[sandbox: slow tool=edit {json.dumps(arguments)} tool=list]] now")
    assert found.tools == (ToolCall("edit", arguments), ToolCall("list", {}))
    assert found.modifiers == {"slow"}
    assert found.fault is None
    assert found.unknown == ()
    assert found.rest == "Do it  now"


def test_a_tool_that_takes_a_text() -> None:
    assert parse('[[sandbox: tool=patch "*** Begin\\n+x"]]').tools == (
        ToolCall("patch", "*** Begin\n+x"),
    )


def test_quotes_may_be_escaped_once_more() -> None:
    prompt = '[[sandbox: tool=edit {"old": "say \\"x\\" [a]]"} tool=patch "+ä"]] Do it'
    found = parse(prompt.replace('"', '\\"'))
    assert found == replace(parse(prompt), source=found.source)
    assert found.tools[0].arguments == {"old": 'say "x" [a]]'}


def test_arguments_that_are_no_json_are_told() -> None:
    assert parse("[[sandbox: tool=read {path: x}]]").unknown == (
        "tool=read with arguments that are no JSON",
    )


def test_the_texts_of_a_turn_are_read_together() -> None:
    asked = '[[sandbox: tool=read {"path": "x"} echo]] Thanks'
    found = parse("<environment/>", asked, asked, "<reminder>Be brief</reminder>")
    assert found.tools == (ToolCall("read", {"path": "x"}),)
    assert found.after == "Thanks"
    assert found.source == f"{asked}\n{asked}"


def test_the_fault_of_a_later_text_replaces_an_earlier_one() -> None:
    found = parse("[[sandbox: overloaded]] Hello", "[[sandbox: rate_limit]] Hello")
    assert found.fault is Fault.RATE_LIMIT
    assert found.unknown == ()
