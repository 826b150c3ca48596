"""Build the wheel and the Web Store's zip: python -m gateway.install.dist FOLDER.

Both are built twice and must have the same bytes, so that everyone can verify that a release was
built from these sources.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from gateway import __version__

ROOT = Path(__file__).resolve().parents[2]
EXTENSION = ROOT / "extension" / "dist" / "chrome-mv3"

# The date of every packed file, in seconds since 1970. hatchling reads the same variable.
EPOCH = os.environ.get("SOURCE_DATE_EPOCH", "1580601600")


def main(folder: Path) -> int:
    """Build into the folder and print the hashes; fails if two builds differ."""
    with tempfile.TemporaryDirectory() as temporary:
        first, second = (_build_all(Path(temporary) / turn) for turn in ("first", "second"))
        hashes = [{built.name: _sha256(built) for built in builds} for builds in (first, second)]
        if hashes[0] != hashes[1]:
            print(f"Two builds differ: {hashes[0]} and {hashes[1]}", file=sys.stderr)
            return 1
        folder.mkdir(parents=True, exist_ok=True)
        for built in first:
            shutil.copy(built, folder)
    for name, sha256 in hashes[0].items():
        print(f"{sha256}  {folder / name}")
    print("Built twice, the same bytes.")
    return 0


def build_wheel(folder: Path, root: Path = ROOT) -> Path:
    """Build the wheel of a source tree whose extension is built; gives its path."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder / f"gatehouse-{__version__}-py3-none-any.whl"


def build_store_zip(folder: Path, extension: Path = EXTENSION) -> Path:
    """Pack the built extension for the Web Store; gives the path.

    The store refuses a manifest with a `key` ("key field is not allowed in manifest") and assigns
    an id; docs/releasing.md tells how both versions get the same id.
    """
    path = folder / f"gatehouse-{__version__}-web-store.zip"
    date = time.gmtime(int(EPOCH))[:6]
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(file for file in extension.rglob("*") if file.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(extension).as_posix(), date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every machine
            entry.external_attr = 0o100644 << 16
            content = file.read_bytes()
            if entry.filename == "manifest.json":
                content = _without_key(content)
            archive.writestr(entry, content)
    return path


def _build_all(folder: Path) -> list[Path]:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("There is no npm. Install Node 20 or newer.")
    shutil.rmtree(EXTENSION, ignore_errors=True)
    subprocess.run([npm, "run", "--silent", "build"], cwd=ROOT / "extension", check=True)
    folder.mkdir()
    return [build_wheel(folder), build_store_zip(folder)]


def _without_key(manifest: bytes) -> bytes:
    fields = json.loads(manifest)
    del fields["key"]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
