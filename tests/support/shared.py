"""The folder of real files that may lie beside the checkout."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""


def shared_data(*names: str) -> Path:
    """Path of the folder `../shared/data`, or of a file in it; where it is absent the test is skipped."""
    path = ROOT.parent.joinpath("shared", "data", *names)
    if not path.exists():
        pytest.skip(f"../shared/data/{'/'.join(names)} does not lie beside this checkout")
    return path
