"""The person's proxy, by the variables that curl reads, or else by the system's settings.

Source: https://everything.curl.dev/usingcurl/proxies/env.html
"""

import functools
import ipaddress
import os
import re
import time
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

# Seconds for which the answer about proxies is used again. Looking it up takes longer than all else
# of a call; the person may change it meanwhile.
_SECONDS = 10

_PORTS = {"https": 443, "http": 80}


def proxy_for(url: str) -> str | None:
    """The proxy for this address, with its scheme; None where there is none.

    Not aiohttp's trust_env, which would send passwords of ~/.netrc along.
    """
    parts = urlsplit(url)
    period = int(time.monotonic() // _SECONDS)
    return _proxy_for(parts.scheme, parts.hostname or "", parts.port, period)


def is_socks(proxy: str | None) -> bool:
    """Whether it is a SOCKS proxy."""
    return proxy is not None and proxy.lower().startswith("socks")


def shown(proxy: str) -> str:
    """The proxy's address, without its user name and password, which may hold any sign."""
    scheme, _, rest = proxy.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('/')[0]}"


def bypasses(host: str, port: int, no_proxy: str) -> bool:
    """Whether NO_PROXY names a host: by name, as part of a domain, or in a network (1.2.3.0/24).

    Args:
        host: a name or address, without brackets.
        port: which is asked there.
        no_proxy: names and networks between commas or blanks; `*` is all of them.
    """
    name = host.lower().rstrip(".")
    is_address = _is_in_network(name, name)
    for entry in re.split(r"[\s,]+", no_proxy.lower()):
        if entry == "*" or _is_in_network(name, entry):
            return True
        wanted, _, wanted_port = entry.rpartition(":") if entry.count(":") == 1 else (entry, "", "")
        domain = wanted.strip("[]").strip(".").removeprefix("*.")
        is_part = not is_address and name.endswith(f".{domain}")
        fits = bool(domain) and (name == domain or is_part)
        if fits and wanted_port in ("", str(port)):
            return True
    return False


@functools.lru_cache(maxsize=64)
def _proxy_for(scheme: str, host: str, port: int | None, _period: int) -> str | None:
    if named := _environment():
        if bypasses(host, port or _PORTS.get(scheme, 0), named.get("no", "")):
            return None
    else:
        named = {} if proxy_bypass(host) else getproxies()
    proxy = (named.get(scheme) or named.get("all") or "").strip()
    if not proxy:
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _environment() -> dict[str, str]:
    """The variables that have a value; of two, that in small letters counts."""
    found: dict[str, str] = {}
    for name, value in sorted(os.environ.items()):  # capitals come first
        lower = name.lower()
        # A web server's CGI sets HTTP_PROXY from a request's header.
        if (
            lower.endswith("_proxy")
            and value.strip()
            and not (name == "HTTP_PROXY" and "REQUEST_METHOD" in os.environ)
        ):
            found[lower.removesuffix("_proxy")] = value.strip()
    return found


def _is_in_network(host: str, entry: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return False
