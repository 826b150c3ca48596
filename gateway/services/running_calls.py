"""RunningCalls: the calls of each token, so that they end with it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class RunningCalls:
    """Keeps the tasks that wait for an answer, by their owner."""

    def __init__(self) -> None:
        self._tasks: dict[str, set[asyncio.Task[Any]]] = {}

    @contextmanager
    def noted(self, owner: str) -> Iterator[None]:
        """While the current task waits for an answer for this owner."""
        task = asyncio.current_task()
        assert task is not None
        tasks = self._tasks.setdefault(owner, set())
        tasks.add(task)
        try:
            yield
        finally:
            tasks.discard(task)
            if not tasks:
                self._tasks.pop(owner, None)

    def forget(self, owner: str) -> None:
        """The owner has ended: break off what runs for it."""
        for task in self._tasks.get(owner, ()):
            task.cancel()
