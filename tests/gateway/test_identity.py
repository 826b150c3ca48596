"""The gateway's identity, the proof of its start, and the folder that both lie in."""

import base64
import os
import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from gateway.folders import state_folder
from gateway.identity.identity import (
    KEY_FILE,
    Identity,
    is_challenge,
    new_challenge,
    public_key_in,
    verify,
)
from gateway.identity.proof import PROOF_FILE, Proof, read_proof
from gateway.identity.state_folder import StateFolder
from gateway.install.start_report import StartReport
from gateway.settings import SettingsError
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.other_user import NOBODY, needs_another_user
from tests.gateway.test_command_line import gateway, run

only_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture
def folder(tmp_path: Path) -> StateFolder:
    return StateFolder(tmp_path / "above" / "state")


def bytes_of(text: str) -> bytes:
    assert "=" not in text
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_a_challenge_is_answered_as_documented(client: Client) -> None:
    """Checked with `cryptography` alone, as another implementation would check it."""
    challenge = new_challenge()
    status, health = await client.call("GET", f"/health?challenge={challenge}")
    assert status == 200
    identity = health.pop("identity")
    assert health == (await client.call("GET", "/health"))[1]
    assert set(identity) == {"public_key", "signature"}
    key = serialization.load_der_public_key(bytes_of(identity["public_key"]))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"
    signature = bytes_of(identity["signature"])
    assert len(signature) == 64
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    address = client.address.removeprefix("http://")
    assert address.startswith("127.0.0.1:")
    signed = f"gatehouse-identity-v1\n{challenge}\n{address}".encode()
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    "challenge",
    ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "B", "A" * 42 + "+", "A" * 42 + "é"],
)
async def test_another_form_of_challenge_is_refused(client: Client, challenge: str) -> None:
    assert not is_challenge(challenge)
    for path in (f"/health?challenge={challenge}", f"/health?challenge={'A' * 43}&challenge="):
        status, body = await client.call("GET", path)
        assert (status, body["error"]["code"]) == (400, "invalid_request")
        assert body["error"]["field"] == "challenge"


async def test_gateways_of_one_user_share_the_identity_but_sign_for_their_address(
    start_gateway: StartGateway,
) -> None:
    challenge = new_challenge()
    answers = []
    for client in (await start_gateway(), await start_gateway()):
        _, health = await client.call("GET", f"/health?challenge={challenge}")
        answers.append((int(client.address.rpartition(":")[2]), health["identity"]))
    (port, first), (other_port, second) = answers
    assert first["public_key"] == second["public_key"] == public_key_in(StateFolder(state_folder()))
    assert verify(first["public_key"], first["signature"], challenge, "127.0.0.1", port)
    assert not verify(first["public_key"], first["signature"], challenge, "127.0.0.1", other_port)
    assert not verify(first["public_key"], first["signature"], challenge, "::1", port)
    assert not verify(first["public_key"], second["signature"], challenge, "127.0.0.1", port)
    assert not verify(first["public_key"], first["signature"], new_challenge(), "127.0.0.1", port)


@pytest.mark.parametrize("part", ["", "x", "AAAA", "é", "A" * 86])
def test_what_is_no_key_and_no_signature_verifies_nothing(folder: StateFolder, part: str) -> None:
    key = Identity(folder).public_key
    assert not verify(key, part, new_challenge(), "127.0.0.1", 1)
    assert not verify(part, "A" * 86, new_challenge(), "127.0.0.1", 1)


@only_posix
def test_the_key_is_the_user_s_alone_and_never_overwritten(folder: StateFolder) -> None:
    before = os.umask(0)
    try:
        first = Identity(folder).public_key
    finally:
        os.umask(before)
    path = folder.path / KEY_FILE
    assert (mode(folder.path.parent), mode(folder.path), mode(path)) == (0o700, 0o700, 0o600)
    content = path.read_bytes()
    assert Identity(folder).public_key == first
    assert not folder.create(KEY_FILE, b"another")
    assert path.read_bytes() == content
    assert list(folder.path.iterdir()) == [path]


def test_a_key_that_another_start_made_meanwhile_is_used(
    folder: StateFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Identity(folder).public_key
    read, absent = folder.read, [KEY_FILE]
    late = StateFolder(folder.path)
    monkeypatch.setattr(late, "read", lambda name: None if absent and absent.pop() else read(name))
    assert Identity(late).public_key == made


@only_posix
@pytest.mark.parametrize("of", ["folder", "file"])
@pytest.mark.parametrize("bits", [0o040, 0o004, 0o020, 0o002])
def test_what_others_may_use_is_refused(folder: StateFolder, of: str, bits: int) -> None:
    assert Identity(folder).public_key
    path = folder.path if of == "folder" else folder.path / KEY_FILE
    path.chmod(mode(path) | bits)
    for use in (lambda: Identity(folder).public_key, Identity(folder).check):
        with pytest.raises(SettingsError, match="Other users may"):
            use()


@needs_another_user
@pytest.mark.parametrize("of", ["folder", "file"])
def test_what_belongs_to_another_user_is_refused(folder: StateFolder, of: str) -> None:
    assert Identity(folder).public_key
    os.chown(folder.path if of == "folder" else folder.path / KEY_FILE, NOBODY, NOBODY)
    with pytest.raises(SettingsError, match="belongs to another user"):
        Identity(folder).check()


@only_posix
@pytest.mark.parametrize("of", ["folder", "file"])
def test_links_are_not_followed(folder: StateFolder, of: str) -> None:
    assert Identity(folder).public_key
    path = folder.path if of == "folder" else folder.path / KEY_FILE
    target = path.rename(path.with_name("elsewhere"))
    path.symlink_to(target)
    for use in (lambda: Identity(folder).public_key, lambda: folder.create("new", b"")):
        if of == "folder":
            with pytest.raises(SettingsError, match="is a link"):
                use()
    with pytest.raises(SettingsError):
        Identity(folder).check()


@pytest.mark.parametrize("content", [b"", b"x", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_file_that_is_no_key_is_refused_and_kept(folder: StateFolder, content: bytes) -> None:
    assert folder.create(KEY_FILE, content)
    with pytest.raises(SettingsError, match="is not the key of a gateway"):
        _ = Identity(folder).public_key
    assert folder.read(KEY_FILE) == content
    if not content.startswith(b"-----"):
        with pytest.raises(SettingsError, match="is not the key of a gateway"):
            Identity(folder).check()


def test_keys_of_another_kind_are_refused(folder: StateFolder) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    assert folder.create(KEY_FILE, pem)
    with pytest.raises(SettingsError, match="is not the key of a gateway"):
        _ = Identity(folder).public_key


def test_each_start_has_a_proof_of_its_own(folder: StateFolder) -> None:
    first, second = Proof(), Proof()
    with first.in_file(folder) as secret:
        assert read_proof(folder) == secret
        assert mode(folder.path / PROOF_FILE) == 0o600
        assert first.is_in([secret])
        assert not second.is_in([secret])
        for sent in ([], [""], [secret, secret], [secret[:-1]], ["\udce9"]):
            assert not first.is_in(sent)
        with second.in_file(folder) as replaced:
            assert read_proof(folder) == replaced != secret
        assert read_proof(folder) is None
        assert list(folder.path.iterdir()) == []


def test_the_end_of_an_earlier_start_leaves_the_later_one_s_proof(folder: StateFolder) -> None:
    with Proof().in_file(folder):
        later = Proof().in_file(folder)
        secret = later.__enter__()
    assert read_proof(folder) == secret
    later.__exit__(None, None, None)
    assert read_proof(folder) is None


def test_nothing_shows_a_secret(folder: StateFolder) -> None:
    identity, proof = Identity(folder), Proof()
    key = identity.public_key
    with proof.in_file(folder) as secret:
        for held in (identity, proof, folder):
            assert secret not in repr(held)
            assert key not in repr(held)


def test_another_key_s_signature_is_not_this_identity_s(folder: StateFolder) -> None:
    challenge = new_challenge()
    other = Identity(StateFolder(folder.path.with_name("other")))
    signature = other.sign(challenge, "127.0.0.1", 8765)
    assert verify(other.public_key, signature, challenge, "127.0.0.1", 8765)
    assert not verify(Identity(folder).public_key, signature, challenge, "127.0.0.1", 8765)


async def test_an_identity_that_became_unusable_is_an_error(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    client = await start_gateway()
    StateFolder(state_folder()).create(KEY_FILE, b"damaged")
    status, body = await client.call("GET", f"/health?challenge={new_challenge()}")
    assert (status, body["error"]["code"]) == (500, "internal")
    assert str(tmp_path) not in str(body)
    assert (await client.call("GET", "/health"))[0] == 200


@only_posix
def test_a_start_without_a_usable_identity_is_refused_with_the_way_out(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "gatehouse")
    assert Identity(folder).public_key
    path = folder.path / KEY_FILE
    path.chmod(0o644)
    for options in ((), ("--detached",)):
        done = run("run", "--port", "0", *options, XDG_STATE_HOME=str(tmp_path))
        assert done.returncode == 2
        assert f"Other users may read or change {path}" in done.stderr
        assert "chmod go=" in done.stderr
        assert "Traceback" not in done.stderr


@only_posix
def test_the_proof_lasts_as_long_as_the_gateway(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path / "gatehouse")
    with gateway(XDG_STATE_HOME=str(tmp_path)) as (process, _):
        first = read_proof(folder)
        assert first
        with gateway(XDG_STATE_HOME=str(tmp_path)) as (second, _):
            assert read_proof(folder) not in (None, first), "the later start's is in the file"
            process.terminate()
            process.wait(30)
            assert read_proof(folder) is not None
            second.terminate()
            second.wait(30)
    assert list(folder.path.iterdir()) == []


def test_a_report_shows_no_proof() -> None:
    assert "secret" not in repr(StartReport(proof="secret"))


def test_folder_that_others_could_replace_is_refused(tmp_path: Path) -> None:
    """A user who can write to a folder above it could put another folder in its place."""
    above = tmp_path / "state"
    above.mkdir()
    above.chmod(0o777)
    with pytest.raises(SettingsError, match="chmod go-w"):
        StateFolder(above / "gatehouse").create("identity.pem", b"x")
