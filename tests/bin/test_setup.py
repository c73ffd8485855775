"""The commands in bin set up what is missing, say in a sentence what they cannot mend, and repeat nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.shared import ROOT

_TOO_OLD = """
case "$*" in --version) echo 'Python 3.9.2';; *) exit 1;; esac
"""
_WITHOUT_VENV = """
case "$*" in *'import venv'*) exit 1;; *) exec REAL "$@";; esac
"""
_PIP = """
case "$*" in
    *' install '*)
        echo "$*" >>pip-was-asked
        if [ -e offline ]; then echo 'Looking in https://index.example/simple'; exit 1; fi;;
    *) exec REAL "$@";;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout's bin folder and requirements, and nothing else."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / "requirements.txt").write_text("streamlit\n", encoding="utf-8")
    return tmp_path


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh" + text.replace("REAL", sys.executable), encoding="utf-8")
    path.chmod(0o755)


def _sh(checkout: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{checkout / 'path'}{os.pathsep}{os.defpath}"
    without = {name: value for name, value in os.environ.items() if name != "OUTREACH_DATABASE_URL"}
    return subprocess.run(
        ["/bin/sh", *command],
        cwd=checkout,
        env={**without, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _install(checkout: Path) -> subprocess.CompletedProcess[str]:
    return _sh(checkout, "-c", "set -eu; . bin/_setup.sh; install requirements.txt")


def _times_pip_was_asked(checkout: Path) -> int:
    asked = checkout / "pip-was-asked"
    return len(asked.read_text(encoding="utf-8").splitlines()) if asked.exists() else 0


def test_a_python_that_is_too_old_is_refused_with_the_version_found(checkout: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"):
        _program(checkout / "path" / name, _TOO_OLD)
    run = _sh(checkout, "bin/run")
    assert run.returncode == 1
    assert run.stderr.splitlines()[0].startswith("需要 Python 3.11 以上（目前：Python 3.9.2）")
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_is_refused_with_the_name_of_debians_package(checkout: Path) -> None:
    _program(checkout / "path" / "python3", _WITHOUT_VENV)
    run = _sh(checkout, "bin/run")
    assert run.returncode == 1
    assert "sudo apt-get install python3." in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("argument", ["--server.address", "--server.address=0.0.0.0"])
def test_the_demonstration_refuses_to_be_served_to_other_computers(checkout: Path, argument: str) -> None:
    run = _sh(checkout, "bin/run", argument, "0.0.0.0")
    assert run.returncode == 1
    assert run.stderr.startswith(f"示範資料只供本機使用，不接受 {argument}；")
    assert not (checkout / ".venv").exists()


def test_what_is_installed_already_is_not_installed_again_until_the_requirements_change(
    checkout: Path,
) -> None:
    _program(checkout / ".venv" / "bin" / "python", _PIP)
    assert _install(checkout).returncode == 0
    assert _install(checkout).returncode == 0
    assert _times_pip_was_asked(checkout) == 1
    (checkout / "requirements.txt").write_text("streamlit\nfolium\n", encoding="utf-8")
    assert _install(checkout).returncode == 0
    assert _times_pip_was_asked(checkout) == 2


def test_a_failed_installation_is_tried_again_and_names_no_host(checkout: Path) -> None:
    _program(checkout / ".venv" / "bin" / "python", _PIP)
    (checkout / "offline").touch()
    failed = _install(checkout)
    assert failed.returncode == 1
    assert "套件安裝失敗" in failed.stderr
    assert "index.example" not in failed.stderr
    (checkout / "offline").unlink()
    assert _install(checkout).returncode == 0
    assert _times_pip_was_asked(checkout) == 2
