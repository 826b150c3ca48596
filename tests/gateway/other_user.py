"""Another user of this machine: a process that gives up root before it opens its sockets."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

NOBODY = 65534

needs_another_user = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0,
    reason="only root can run a process of another user",
)

# What is imported after setuid may lie in folders that the other user may not read.
_BECOME = f"""\
import http.server, os, socket, sys
"x".encode("idna")
os.setgroups([])
os.setgid({NOBODY})
os.setuid({NOBODY})
"""

_CALL = """\
host, port, head = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode()
with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
    sock.connect((host, port))
    try:
        sock.sendall(head)
        if "leave" in sys.argv:
            sys.exit()
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    except ConnectionError:
        answer = b""
sys.stdout.buffer.write(answer)
"""

# Answers every request as a gateway would that listened first; its signature is of its own key.
_IMPOSTOR = """\
class Impostor(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Gatehouse", ""
    def version_string(self):
        return "Gatehouse"
    def do_GET(self):
        body = sys.argv[1].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Impostor)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


def call_as_another_user(host: str, port: int, request: str, *options: str) -> bytes:
    """Send a request from a process of another user; gives everything that is answered.

    With the option "leave" it does not wait for an answer.
    """
    command = [sys.executable, "-c", _BECOME + _CALL, host, str(port), request, *options]
    return subprocess.run(command, capture_output=True, timeout=30, check=True).stdout


@contextmanager
def impostor(body: str, *, of_another_user: bool = True, port: int = 0) -> Iterator[int]:
    """A server that gives this body to every GET and says that it is Gatehouse; gives its port."""
    imports = "import http.server, sys\n"
    script = (_BECOME if of_another_user else imports) + _IMPOSTOR
    process = subprocess.Popen(
        [sys.executable, "-c", script, body, str(port)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()
