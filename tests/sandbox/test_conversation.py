from gateway.sandbox.conversation import (
    MadeCall,
    Message,
    PastCall,
    Role,
    ToolResult,
    Turn,
    current_turn,
)


def user(*texts: str) -> Message:
    return Message(Role.USER, texts)


def said(text: str) -> Message:
    return Message(Role.ASSISTANT, (text,))


def called(id_: str, name: str) -> Message:
    return Message(Role.ASSISTANT, calls=(PastCall(id_, name),))


def gave(id_: str, text: str) -> Message:
    return Message(Role.TOOL, results=(ToolResult(id_, text),))


def test_a_turn_begins_after_the_last_text() -> None:
    turn = current_turn([user("one"), said("1"), user("two"), user("three")])
    assert turn == Turn(("two", "three"))


def test_calls_and_their_results_belong_to_the_turn() -> None:
    messages = [
        user("old"),
        called("a", "read"),
        gave("a", "old result"),
        said("done"),
        user("Do it", "<reminder/>"),
        said("I look first."),
        called("b", "read"),
        gave("b", "text"),
        user("<reminder/>"),
        called("c", "edit"),
    ]
    assert current_turn(messages) == Turn(
        prompts=("Do it", "<reminder/>", "<reminder/>"), made=(MadeCall("read", "text"),)
    )


def test_a_prefill_ends_no_turn() -> None:
    assert current_turn([user("Hello"), said("Oh,")]).prompts == ("Hello",)
    assert current_turn([]) == Turn()
