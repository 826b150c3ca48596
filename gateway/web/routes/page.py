"""GET /: a plain page for a person who opens the gateway's address."""

import base64
import hashlib

from aiohttp import web

from gateway import __version__

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
code { font-size: 0.95em; }
"""

_PAGE = f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatehouse is running</title>
<style>{_STYLE}</style>
<h1>Gatehouse is running</h1>
<p>Version {__version__}. This is the local door to your own OpenAI, Anthropic and Gemini keys.
There is nothing to do on this page.</p>
<ul>
<li>In the browser: click the Gatehouse icon in the toolbar, or right-click selected text. To load
the extension, open <code>chrome://extensions</code>, switch on developer mode, choose
<em>Load unpacked</em> and pick the folder that <code>gatehouse extension</code> names.</li>
<li>In a terminal: the README shows the same with curl, step by step.</li>
</ul>
<p>Your keys stay in an encrypted session and are gone when it ends.</p>
</html>
"""

_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


async def get_page(request: web.Request) -> web.Response:
    """Knows nothing of any session."""
    return web.Response(
        text=_PAGE,
        content_type="text/html",
        headers={
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; "
                "form-action 'none'; frame-ancestors 'none'"
            )
        },
    )


routes = [web.get("/", get_page)]
