from gateway.sandbox.directives import Fault, parse


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
