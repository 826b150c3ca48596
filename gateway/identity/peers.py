"""Which user of this machine has the other end of a loopback connection. Linux tells it.

The kernel is asked for that one connection (sock_diag(7), about 10 µs). Where it does not answer,
as in some containers, /proc/net/tcp is searched, which takes milliseconds.
"""

import os
import socket
import struct
from pathlib import Path

Address = tuple[str, int]

NOBODY = -1
"""Instead of a user's number, where the other end is closed: no process has it any more."""

_PROC = Path("/proc/net")

_SOCK_DIAG_BY_FAMILY, _REQUEST = 20, 1
_LISTENING = 10
_HEADER = struct.Struct("=IHHII")  # nlmsghdr
_ASK = struct.Struct("=BBBBI")  # inet_diag_req_v2 up to its id
_ID = struct.Struct("!HH16s16s")  # inet_diag_sockid up to its interface
_ANY = struct.pack("=III", 0, 0xFFFFFFFF, 0xFFFFFFFF)  # any interface, no cookie
_ANSWER = struct.Struct("=BBBB48xIIIII")  # inet_diag_msg


def peer_uid(own: Address, peer: Address) -> int | None:
    """The user who has the other end of a connection between two sockets of this machine.

    Args:
        own: the address of this end.
        peer: the address of the other end.

    Returns:
        The user's number, NOBODY, or None where the system does not tell.
    """
    if not _PROC.exists():
        return None
    found = _ask_kernel(peer, own)
    # This end exists: if the kernel does not find it either, it does not answer such questions.
    if found is None and _ask_kernel(own, peer) is None:
        found = _search_proc(peer, own)
        if found is None and not (_PROC / "tcp").exists():
            return None
    return NOBODY if found is None else found


def _ask_kernel(local: Address, remote: Address) -> int | None:
    """Who has this end of a connection, by sock_diag(7); None if it is not found."""
    family = socket.AF_INET6 if ":" in local[0] else socket.AF_INET
    packed = [socket.inet_pton(family, host) for host, _ in (local, remote)]
    ask = (
        _ASK.pack(family, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
        + _ID.pack(local[1], remote[1], *packed)
        + _ANY
    )
    header = _HEADER.pack(_HEADER.size + len(ask), _SOCK_DIAG_BY_FAMILY, _REQUEST, 0, 0)
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as kernel:
            kernel.send(header + ask)
            answer = kernel.recv(4096, socket.MSG_DONTWAIT)
    except OSError:
        return None
    if _HEADER.unpack_from(answer)[1] != _SOCK_DIAG_BY_FAMILY:  # an error
        return None
    _, state, _, _, _, _, _, uid, inode = _ANSWER.unpack_from(answer, _HEADER.size)
    # A listening socket is found in place of a closed connection with the same port.
    return None if state == _LISTENING else _owner(uid, inode)


def _search_proc(local: Address, remote: Address) -> int | None:
    """Who has this end of a connection, by proc(5); None if it is not found."""
    ends = [(_in_proc(*local), _in_proc(*remote))]
    if ":" not in local[0]:  # an IPv6 socket may have the end of an IPv4 connection
        ends.append((_mapped(*local), _mapped(*remote)))
    for table in ("tcp", "tcp6"):
        try:
            rows = (_PROC / table).read_bytes()
        except OSError:
            continue
        for here, there in ends:
            _, found, rest = rows.partition(f": {here} {there} ".encode())
            if found:
                uid, _, inode = rest.split(None, 7)[4:7]
                return _owner(int(uid), int(inode))
    return None


def _owner(uid: int, inode: int) -> int:
    """A socket that its process has closed has no inode, and user 0 instead of its own."""
    return uid if inode else NOBODY


def _in_proc(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return f"{_words(socket.inet_pton(family, host))}:{port:04X}"


def _mapped(host: str, port: int) -> str:
    return _in_proc(f"::ffff:{host}", port)


def _words(packed: bytes) -> str:
    """An address as /proc writes it: words of 32 bits in the machine's byte order."""
    return "".join(f"{word:08X}" for word in struct.unpack(f"={len(packed) // 4}I", packed))


def is_own_user(uid: int | None) -> bool:
    """Whether a peer may be answered: it is of this process's user, or root, or nobody can tell."""
    return uid is None or (uid != NOBODY and uid in (0, os.getuid()))
