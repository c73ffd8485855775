"""The files a map needs in the browser: where they lie, and how the map's frame asks for them."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import js_lib_leaflet

FRAME_ROOT = "../../"
LEAFLET_PATH = "vendor/leaflet"
ASSETS_PATH = "vendor/map"
#: This package's scripts, in the order in which they must run.
SCRIPTS = (
    *("base", "theme", "fitting", "fetching", "areas", "labels", "marks"),
    *("points", "names", "arranging", "sheet", "pointing", "venues", "near", "outlines"),
    *("tiles", "placing", "weeks", "setup"),
)
#: The file that holds Leaflet and all of them.
SCRIPT = "map.js"
_SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*$", re.MULTILINE)
_UNSAFE = re.compile("[<>&'{}%#\u2028\u2029]")


class OutsideAddress(ValueError):
    """A URL that would leave this program's own host."""


def from_frame(path: str) -> str:
    """The URL of ``path`` ("layers/villages.geojson") as seen from the map's frame.

    Raises OutsideAddress for anything with a scheme or a host of its own.
    """
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or path.startswith(("//", "\\")):
        raise OutsideAddress(f"讀到「{path}」；地圖只讀本站的路徑，例：layers/villages.geojson。")
    return path if path.startswith("../") else FRAME_ROOT + path.lstrip("/")


def leaflet_folder() -> Path:
    """Folder with Leaflet's style sheet and pictures, of the installed package; serve it at LEAFLET_PATH."""
    return Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"


def assets_folder() -> Path:
    """Folder with this package's own scripts and style sheets; serve it at ASSETS_PATH."""
    return Path(str(files("geodata").joinpath("static")))


@cache
def script() -> bytes:
    """Leaflet and this package's scripts as one file; serve it at ASSETS_PATH/SCRIPT.

    The component's frame asks for the next script when the last has come: each would be a journey of its own.
    """
    leaflet = _SOURCE_MAP.sub(b"", (leaflet_folder() / "leaflet.js").read_bytes())
    return b"\n".join([leaflet, *((assets_folder() / f"{name}.js").read_bytes() for name in SCRIPTS)])


@cache
def script_url(path: str) -> str:
    """URL of `script()` below ``path``, with its content's hash."""
    return _versioned(path, SCRIPT, script())


@cache
def versioned_url(folder: Path, path: str, name: str) -> str:
    """URL of a file with its content's hash, so that a browser never mixes two versions."""
    return _versioned(path, name, (folder / name).read_bytes())


def _versioned(path: str, name: str, content: bytes) -> str:
    return f"{from_frame(path)}/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def script_literal(value: object) -> str:
    """``value`` as JSON that can stand in a script and in a template, whatever text it holds.

    Markup would end the script, and folium and streamlit-folium read ``{{``, ``{%`` and ``{#`` as their own
    notation, so inside strings all of these are written as escapes.
    """
    return _safe(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


@lru_cache(256)
def _safe(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', lambda string: _UNSAFE.sub(_escape, string.group()), text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"
