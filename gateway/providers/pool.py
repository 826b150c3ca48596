"""Pool: the connections to providers, kept open. It knows addresses, but no cookies and no keys."""

import io
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp

from gateway import __version__
from gateway.providers.connections import WATCH, Watch, WatchedConnector
from gateway.providers.failures import ProxyFailed
from gateway.providers.proxies import is_socks, proxy_for, shown
from gateway.providers.reply_limits import NO_COMPRESSION

# By the schemes that curl knows: the version, and whether the proxy looks names up.
_SOCKS = {
    "socks": (5, True),
    "socks4": (4, False),
    "socks4a": (4, True),
    "socks5": (5, False),
    "socks5h": (5, True),
}


class Pool:
    """The connections of one event loop.

    Args:
        timeout: of calls that name none.
    """

    def __init__(self, timeout: aiohttp.ClientTimeout) -> None:
        self._timeout = timeout
        self._sessions: dict[str | None, aiohttp.ClientSession] = {}

    async def request(
        self, method: str, url: str, body: bytes | None = None, **more: Any
    ) -> aiohttp.ClientResponse:
        """Send a request, by way of the person's proxy if there is one. Follows no redirect.

        One that nobody has taken, over a connection that has died meanwhile, is sent again.

        Raises:
            aiohttp.ClientError, OSError, TimeoutError, ValueError: there is no response.
        """
        watch = Watch()
        WATCH.set(watch)
        try:
            try:
                return await self._send(method, url, body, more)
            except aiohttp.ClientConnectionError:
                if not watch.took_nothing:
                    raise
            for session in self._sessions.values():
                if isinstance(session.connector, WatchedConnector):
                    session.connector.drop_idle()
            return await self._send(method, url, body, more)
        finally:
            watch.end()

    async def _send(
        self, method: str, url: str, body: bytes | None, more: dict[str, Any]
    ) -> aiohttp.ClientResponse:
        proxy = proxy_for(url)
        socks = proxy if is_socks(proxy) else None
        if socks not in self._sessions:
            self._sessions[socks] = _open_session(self._timeout, socks)
        return await self._sessions[socks].request(
            method,
            url,
            # aiohttp warns of large bodies as bytes.
            data=None if body is None else io.BytesIO(body),
            # A redirect could carry a key to another host.
            allow_redirects=False,
            proxy=None if socks else proxy,
            **more,
        )

    async def close(self) -> None:
        """Close the connections."""
        for session in self._sessions.values():
            await session.close()


def _open_session(timeout: aiohttp.ClientTimeout, socks: str | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=_socks_connector(socks) if socks else WatchedConnector(),
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"gatehouse/{__version__}", **NO_COMPRESSION},
        auto_decompress=False,
    )


def proxy_failure(error: BaseException, url: str) -> ProxyFailed | None:
    """The proxy's failure, if that is why no answer came from this address."""
    proxy = proxy_for(url)
    if proxy is None:
        return None
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return ProxyFailed(shown(proxy), error.status or None)
    of_socks = type(error).__module__.partition(".")[0] in ("aiohttp_socks", "python_socks")
    if of_socks:
        return ProxyFailed(shown(proxy), 407 if "auth" in str(error).lower() else None)
    # Whatever else keeps a connection from being made, is between here and the proxy.
    kinds = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError)
    without_tls = url.startswith("http:") and isinstance(error, aiohttp.ServerDisconnectedError)
    return ProxyFailed(shown(proxy)) if without_tls or isinstance(error, kinds) else None


def _socks_connector(proxy: str) -> aiohttp.TCPConnector:
    from aiohttp_socks import ProxyConnector, ProxyType  # few people have such a proxy

    parts = urlsplit(proxy)
    if parts.scheme not in _SOCKS or not parts.hostname:
        raise ValueError("no address of a SOCKS proxy")
    version, remote_names = _SOCKS[parts.scheme]
    return ProxyConnector(
        parts.hostname,
        parts.port or 1080,
        ProxyType.SOCKS5 if version == 5 else ProxyType.SOCKS4,
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        rdns=remote_names,
        limit=0,
    )
