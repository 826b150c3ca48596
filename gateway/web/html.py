"""Pages for a person's address bar: no script, nothing from elsewhere, one small style."""

import base64
import hashlib

from aiohttp import web

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
body { max-width: 46rem; margin: 10vh auto; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.2rem; margin-top: 3rem; border-top: 1px solid #8886; padding-top: 1rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0.25rem; }
code { font-size: 0.95em; overflow-wrap: anywhere; }
nav ul { padding: 0; list-style: none; }
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.75rem 0.25rem 0; }
th { font-weight: 600; }
td:first-child { white-space: nowrap; }
td { border-top: 1px solid #8884; }
"""

_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def html_page(title: str, body: str) -> web.Response:
    """A page of its title and the HTML beneath it."""
    return web.Response(
        text=f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{_STYLE}</style>
<h1>{title}</h1>
{body}</html>
""",
        content_type="text/html",
        headers={"Content-Security-Policy": _SECURITY_POLICY},
    )
