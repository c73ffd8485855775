"""Writing a file as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from outreach.rules.refusals import Refusal


class CannotWrite(Refusal, OSError):
    """A path that cannot be written to."""

    template = "無法寫入『{path}』（{why}）；請確認資料夾存在且可寫入，例如 ./meeting-213.odt。"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and then put it there, so that nothing half written ever stands there.

    A file that is there already is replaced. Raises `CannotWrite`.
    """
    if path.is_dir():
        raise CannotWrite(path=path, why="是資料夾")
    # A plain file of this process's own: its rights are those of any other file that is made here.
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(path=path, why=error.strerror or "") from error
