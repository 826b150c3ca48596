"""`python serve.py <port> <config>`: TensorZero's gateway, and a relay of bytes to its port.

TensorZero's package starts its gateway within a Python process and chooses the port itself. The
port that is asked for answers only when it is ready, with the address to use.
"""

import http.server
import sys
from importlib import import_module


class Ready(http.server.BaseHTTPRequestHandler):
    """Tells the gateway's address."""

    address = ""

    def do_GET(self) -> None:
        """Answer with the address."""
        body = self.address.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Write nothing."""


def main() -> None:
    """Start both."""
    gateway = import_module("tensorzero.tensorzero")._start_http_gateway(
        config_file=sys.argv[2],
        clickhouse_url=None,
        postgres_url=None,
        valkey_url=None,
        async_setup=False,
    )
    Ready.address = gateway.base_url
    http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()


if __name__ == "__main__":
    main()
