"""Whether extension and gateway have the same version of the HTTP contract.

The extension sends its version and contract in a header. Other clients send none, and are not
checked.
"""

import re

from aiohttp import web

from gateway import CONTRACT, __version__
from gateway.errors import ExtensionOutdated, GatewayOutdated, InvalidRequest

EXTENSION_HEADER = "X-Gatehouse-Extension"

_VERSION_AND_CONTRACT = re.compile(r"(\d[\d.]{0,30}); contract=(\d{1,6})", re.ASCII)


def check_contract(request: web.Request) -> None:
    """Refuse an extension with another contract, and say which side has to be updated.

    Raises:
        GatewayOutdated, ExtensionOutdated: that side is the older one.
        InvalidRequest: the header says nothing of a version.
    """
    sent = request.headers.get(EXTENSION_HEADER)
    if sent is None:
        return
    match = _VERSION_AND_CONTRACT.fullmatch(sent)
    if match is None:
        raise InvalidRequest(f"Write {EXTENSION_HEADER} like this: {__version__}; contract=1")
    version, contract = match[1], int(match[2])
    if contract > CONTRACT:
        raise GatewayOutdated(
            f"The gateway that is running ({__version__}) is older than this extension ({version})."
        )
    if contract < CONTRACT:
        raise ExtensionOutdated(
            f"This extension ({version}) is older than the gateway ({__version__})."
        )
