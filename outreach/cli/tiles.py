"""tiles: the base map under the map, none by default."""

from __future__ import annotations

from argparse import Namespace

from outreach.cli.output import say
from outreach.cli.session import Session
from outreach.services.tiles import remove_tiles, set_tiles, tiles


def run_tiles(session: Session, given: Namespace) -> None:
    """`tiles [URL --attribution TEXT [--max-zoom N] | --none]`: tell the base map, or set another or none."""
    if given.none:
        remove_tiles(session.city(), session.who)
    elif given.url is not None:
        set_tiles(session.city(), session.who, given.url, given.attribution, given.max_zoom)
    found = tiles(session.city())
    if found is None:
        say("地圖沒有底圖，瀏覽器不向其他主機要任何東西。")
        return
    asked = f"瀏覽器會向 {found.host} 取圖" if found.host else "圖磚由本站提供"
    say(f"地圖的底圖：{found.url}（{found.attribution}，最大縮放層級 {found.max_zoom}）；{asked}。")
