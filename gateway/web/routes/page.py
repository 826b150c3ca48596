"""GET /: a plain page for a person who opens the gateway's address."""

from aiohttp import web

from gateway import __version__
from gateway.web.authentication import ANYBODY
from gateway.web.html import html_page
from gateway.web.routing import Call, Route, RouteTable

_BODY = f"""\
<p>Version {__version__}. This is the local door to your own OpenAI, Anthropic and Gemini keys.
There is nothing to do on this page.</p>
<ul>
<li>In the browser: click the Gatehouse icon in the toolbar, or right-click selected text. To load
the extension, open <code>chrome://extensions</code>, switch on developer mode, choose
<em>Load unpacked</em> and pick the folder that <code>gatehouse extension</code> names.</li>
<li>In other programs: make an access token in the extension, and see <a href="/docs">what they may
ask for</a>. The README shows the same with curl, step by step.</li>
</ul>
<p>Your keys stay in an encrypted session and are gone when it ends.</p>
"""


async def get_page(call: Call[None, None]) -> web.Response:
    """Show a person that the gateway runs, and where to go next."""
    return html_page("Gatehouse is running", _BODY)


routes = RouteTable()
routes.add(
    Route(
        "GET",
        "/",
        get_page,
        access=ANYBODY,
        gives=str,
        content_type="text/html",
        for_address_bar=True,
    )
)
