"""What a page will need, named before it asks: where its server is, and the scripts that it loads bit by bit.

Streamlit's page looks below its own address for a server first, and loads the code of each element when the
first of its kind is to be drawn; the map's frame asks for its script when it stands. Each of these is a wait
for one small thing, during which the network is idle.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit

from geodata.assets import FRAME_ROOT
from geodata.offline_map import OfflineMap

#: As Streamlit's page reads it: pages lie in one folder, so the server is where that folder is. Messages of a
#: page around are taken from nobody but ourselves.
CONNECTING = (
    "<script>window.__streamlit={BACKEND_BASE_URL:new URL('.',location.href).href,"
    "HOST_CONFIG:{allowedOrigins:[location.origin],useExternalAuthToken:false}}</script>"
)
_STREAMLIT = Path(streamlit.__file__).parent / "static" / "static" / "js"
#: What Streamlit calls the elements of a page with choices, and those of the map besides.
_ELEMENTS = ("Html", "BidiComponent", "Selectbox", "ButtonGroup", "Button", "DateInput")
_OF_MAP = ("TextInput", "ComponentInstance")
_IMPORTED = re.compile(r"""(?:from|import)["`']\./([\w.-]+\.js)["`']""")


@cache
def links(page: str) -> str:
    """For a page's head: what loads while its first script still runs; `page` is "map" or, for others, ""."""
    of_map = page == "map"
    modules = _with_imports((*_ELEMENTS, *(_OF_MAP if of_map else ())))
    told = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in modules]
    told += [f'<link rel="prefetch" href="./{address}">' for address in (_of_frame() if of_map else ())]
    return "".join(told)


def _with_imports(elements: tuple[str, ...]) -> list[str]:
    """The files of these elements' code and of what they import, each once, but for what the page names."""
    named = (_STREAMLIT.parents[1] / "index.html").read_text(encoding="utf-8")
    found: dict[str, None] = {}
    waiting = [path.name for element in elements for path in _STREAMLIT.glob(f"{element}.*.js")]
    while waiting:
        name = waiting.pop()
        if name not in found and (_STREAMLIT / name).exists():
            found[name] = None
            waiting += _IMPORTED.findall((_STREAMLIT / name).read_text(encoding="utf-8"))
    return [name for name in found if name not in named]


def _of_frame() -> list[str]:
    """The addresses of what the map's frame loads, from the root.

    Not of the component's own file, which is there only once a page with it has run.
    """
    map_ = OfflineMap()
    return [url.removeprefix(FRAME_ROOT) for _, url in (*map_.default_js, *map_.default_css)]
