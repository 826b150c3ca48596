"""HTTP to the providers: what key checks and generations have in common."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from gateway import __version__


def outgoing_session(timeout: aiohttp.ClientTimeout) -> aiohttp.ClientSession:
    """A pool of connections that remembers nothing of whom it was used for."""
    return aiohttp.ClientSession(
        # How many calls run at once is bounded where they begin.
        connector=aiohttp.TCPConnector(limit=0),
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"gatehouse/{__version__}"},
    )


def proxy_for(url: str) -> str | None:
    """The person's proxy, as the environment names it.

    Not aiohttp's trust_env, which would send passwords of ~/.netrc along.
    """
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    return getproxies().get(parts.scheme)
