"""Finds secrets in memory that can be reached from the globals of a package."""

import asyncio
import gc
import sys
from collections.abc import Iterable


def reachable(package: str, texts: Iterable[str]) -> set[str]:
    """The given texts that are held by any object reachable from a package's modules.

    Any container counts: caches, queues, callbacks, closures, the variables of a suspended
    coroutine. Not followed are the globals of other packages, and the running loop, which leads to
    the test itself.
    """
    wanted = {text.encode(): text for text in texts}
    found: set[str] = set()
    modules = dict(sys.modules)
    own = {name for name in modules if name.partition(".")[0] == package}
    others = [module for name, module in modules.items() if name not in own]
    borders: list[object] = [asyncio.get_running_loop(), sys.modules, modules, *others]
    borders += [vars(module) for module in others]
    seen = {id(thing) for thing in (*borders, wanted, found)}
    todo: list[object] = [vars(modules[name]) for name in own]
    while todo:
        thing = todo.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, str | bytes | bytearray):
            held = thing.encode(errors="replace") if isinstance(thing, str) else thing
            found |= {text for sought, text in wanted.items() if sought in held}
        else:
            todo += gc.get_referents(thing)
    return found
