"""Who else can change a file, with real files, folders, links and owners."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.permissions import OpenToOthers, require_own

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows is not checked")

as_root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away"
)
NOBODY = 65534


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """What the tests make has the permissions that they say."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that is the person's own, two folders deep."""
    folder = tmp_path / "a folder" / "b"
    folder.mkdir(parents=True)
    folder.chmod(0o700)
    folder.parent.chmod(0o755)
    file = folder / "file"
    file.touch(0o600)
    return file


def test_own_file_in_the_shared_folder_of_temporary_files(file: Path) -> None:
    """Where pytest puts it: below /tmp, to which everyone may add."""
    require_own(file)
    require_own(file.parent / "not yet" / "there")
    require_own(Path("/dev/null"))


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_file_that_others_can_write(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(OpenToOthers, match="can be written by its group or by everyone"):
        require_own(file)


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
def test_the_command_that_is_named_mends_it(file: Path, mode: int) -> None:
    file.chmod(0o666)
    file.parent.parent.chmod(mode)
    with pytest.raises(OpenToOthers) as refused:
        require_own(file)
    command = str(refused.value).splitlines()[-1].removeprefix("Run: ")
    assert str(file.parent.parent) in command
    subprocess.run(["/bin/sh", "-c", command], check=True)
    require_own(file)


def test_relative_path(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    require_own(Path(file.name))
    file.parent.parent.chmod(0o777)
    with pytest.raises(OpenToOthers, match="a folder"):
        require_own(Path(file.name))
    with pytest.raises(OpenToOthers, match="a folder"):
        require_own(Path("..", "b", file.name))


def test_link_and_its_target_are_both_on_the_way(file: Path, tmp_path: Path) -> None:
    for target in (file, Path("..", "a folder", "b", "file")):
        link = tmp_path / "links" / f"to {len(str(target))}"
        link.parent.mkdir(mode=0o700, exist_ok=True)
        link.symlink_to(target)
        require_own(link)
        link.parent.chmod(0o777)
        with pytest.raises(OpenToOthers, match="links"):
            require_own(link)
        link.parent.chmod(0o700)
        file.parent.chmod(0o777)
        with pytest.raises(OpenToOthers, match="a folder"):
            require_own(link)
        file.parent.chmod(0o700)


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="too many links"):
        require_own(tmp_path / "a")


@as_root
@pytest.mark.parametrize("foreign", ["file", "folder", "link", "shared folder"])
def test_what_belongs_to_another_user(file: Path, tmp_path: Path, foreign: str) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    place = {"file": file, "link": link}.get(foreign, file.parent)
    if foreign == "shared folder":
        place.chmod(0o1777)
    os.chown(place, NOBODY, -1, follow_symlinks=False)
    with pytest.raises(OpenToOthers, match=f"{place} belongs to the user nobody"):
        require_own(link)


@as_root
def test_a_person_may_rely_on_root() -> None:
    """Another process, which is the user nobody: what root owns is no reason to refuse."""
    check = (
        "import os; from pathlib import Path; from gateway.permissions import require_own;"
        f"os.setuid({NOBODY}); require_own(Path('/etc/passwd'))"
    )
    subprocess.run([sys.executable, "-c", check], check=True)
