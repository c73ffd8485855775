"""Finds a Chromium for tests; as a program, prints its path or ends with 1."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoChromium(RuntimeError):
    """No browser of the kind stands on this computer."""


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("OUTREACH_CHROMIUM"):
        yield Path(named)
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield _MAC
    # Playwright's own download; its folder is named after the browser's build.
    for folder in (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"):
        yield from sorted(folder.glob("chromium*/*/headless_shell"), reverse=True)
        yield from sorted(folder.glob("chromium*/*/chrome-headless-shell"), reverse=True)
        yield from sorted(folder.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def _starts(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        # Some systems put a wrapper where a browser is not installed; it exists and does not start.
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False).returncode == 0
        )
    except OSError:
        return False


def find() -> Path:
    """Path of a Chromium that starts: the one `OUTREACH_CHROMIUM` names, the system's, or Playwright's."""
    for path in _candidates():
        if _starts(path):
            return path
    raise NoChromium("這台電腦沒有 Chromium；請執行一次 bin/test，它會安裝。")


if __name__ == "__main__":
    try:
        print(find())
    except NoChromium as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(1)
