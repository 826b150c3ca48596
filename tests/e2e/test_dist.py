"""What `make dist` builds: reproducible, and complete."""

import base64
import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

from gateway import EXTENSION_ORIGIN
from gateway.install.dist import EXTENSION, build_store_zip, build_wheel

from .processes import ROOT


def extension_id(public_key: str) -> str:
    """As Chromium makes it of a manifest's key."""
    digest = hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def test_the_wheel_has_all_that_a_person_needs(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_wheel(tmp_path)) as wheel:
        names = set(wheel.namelist())
        manifest = json.loads(wheel.read("gateway/extension/gatehouse/manifest.json"))
    built = {f"gateway/extension/gatehouse/{path}" for path in files_in(EXTENSION)}
    tracked = {path for path in files_in(ROOT / "gateway") if "__pycache__" not in path}
    for_developers = {"install/dist.py"}
    assert built <= names
    assert {f"gateway/{path}" for path in tracked - for_developers} <= names
    assert not {f"gateway/{path}" for path in for_developers} & names
    assert all(name.startswith(("gateway/", "gatehouse-")) for name in names)
    assert f"chrome-extension://{extension_id(manifest['key'])}" == EXTENSION_ORIGIN
    assert manifest["optional_permissions"] == ["nativeMessaging"]
    assert "nativeMessaging" not in manifest["permissions"]


def test_the_store_s_zip_is_the_same_extension_without_its_key(tmp_path: Path) -> None:
    with zipfile.ZipFile(build_store_zip(tmp_path)) as archive:
        assert archive.namelist() == files_in(EXTENSION)
        for path in archive.namelist():
            built = (EXTENSION / path).read_bytes()
            if path == "manifest.json":
                fields = json.loads(built)
                del fields["key"]
                assert json.loads(archive.read(path)) == fields
            else:
                assert archive.read(path) == built


def test_another_day_and_place_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    before = os.umask(0o077)
    try:
        copy = tmp_path / "elsewhere" / "copy"
        for part in ("gateway", "extension/dist"):
            shutil.copytree(ROOT / part, copy / part, copy_function=shutil.copyfile)
        for part in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
            shutil.copyfile(ROOT / part, copy / part)
        second.mkdir()
        there = [
            build_wheel(second, copy),
            build_store_zip(second, copy / EXTENSION.relative_to(ROOT)),
        ]
    finally:
        os.umask(before)
    here = [build_wheel(first), build_store_zip(first)]
    assert [one.read_bytes() for one in here] == [one.read_bytes() for one in there]


def files_in(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
