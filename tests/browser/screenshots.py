"""Takes the pictures of README and guides from the demonstration: `bin/screenshots [NAME …]`."""

import argparse
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser import scenes
from tests.support.browser import PHONE, WIDE, Watch, launch, new_context, settle
from tests.support.entering import BOSS, enter
from tests.support.program import demonstration, serving
from tests.support.shared import ROOT

FOLDER = ROOT / "docs" / "images"


OFFICER, APPROVER, MANAGER, NOBODY = "officer", "approver", "manager", ""
BOTH = (WIDE, PHONE)
#: Of the 256 colours of a picture's palette, those that are kept for what is seen most.
KEPT = 128
#: As wide as A4 upright, as a browser counts its pixels, and as high as the sheet of fifteen stops.
PAPER: ViewportSize = {"width": 794, "height": 970}


@dataclass(frozen=True, slots=True)
class Picture:
    """A page worth showing: the picture's name, the page's address, whose it is (`NOBODY` is the public).

    `scene` brings the page to what is worth showing; what it records stays for the pictures that follow.
    `sizes` are the windows it is taken in; a picture's file bears the width. `at` is where the reader
    stands (longitude, latitude), for pages that ask for it; `dark` is a device that shows pages in the dark.
    """

    name: str
    address: str
    account: str = BOSS
    scene: Callable[[Page], None] | None = None
    sizes: tuple[ViewportSize, ...] = BOTH
    at: tuple[float, float] | None = None
    dark: bool = False


OUTSTANDING = "/venues?scheme=mycode&standing=outstanding"
#: As known of the day that meeting 213 looked at, and between the two meetings; a closure that begins to end.
BOARD = "/board?as_of=2021-10-14"
BETWEEN = "/bridge?scheme=mycode&first=213.2&last=214.1"
ORDER = "/orders?state=barber&from=2021-05-15&reopen=2021-11-30"
#: A park in the middle of the city, and a village with venues of every standing.
PARK = (121.5435, 25.0336)
VILLAGE = "/map?scheme=mycode&place=63000040029"
PICTURES = (
    Picture("overview", "/?scheme=mycode&as_of=2021-10-14", MANAGER),
    Picture("behind", "/?scheme=mycode&as_of=2021-10-14&list=outstanding", MANAGER),
    Picture("map", "/map?scheme=mycode&as_of=2021-10-14&place=63000030", MANAGER),
    Picture("map-public", "/map", NOBODY),
    Picture("map-near", "/map", NOBODY, scenes.near_me, (PHONE,), at=PARK),
    Picture("map-venues", "/map?q=咖啡", NOBODY),
    Picture("map-report", "/map?q=咖啡", NOBODY, scenes.report, (PHONE,)),
    Picture("map-change", "/map?scheme=mycode&layer=change", MANAGER, sizes=(WIDE,)),
    Picture("map-weeks", "/map?scheme=mycode", MANAGER, scenes.play_weeks, (WIDE,)),
    Picture("map-village", VILLAGE, MANAGER, sizes=(WIDE,)),
    Picture("map-dark", "/map?scheme=mycode&as_of=2021-10-14", MANAGER, sizes=(PHONE,), dark=True),
    Picture("site-map", "/site-map", NOBODY, sizes=(WIDE,)),
    Picture("venues", "/venues?scheme=mycode&as_of=2021-10-14", MANAGER),
    Picture("import", "/import"),
    Picture("sign-in", "/sign-in", NOBODY),
    Picture("account", "/sign-in", OFFICER, sizes=(WIDE,)),
    Picture("desk", "/desk", OFFICER),
    Picture("grid", "/grid?scheme=mycode&standing=outstanding", OFFICER, scenes.type_over),
    Picture("grid-review", "/grid?scheme=mycode&standing=outstanding", OFFICER, scenes.review, (WIDE,)),
    Picture("venue", "/desk", OFFICER, scenes.follow_up),
    Picture("venue-status", OUTSTANDING, OFFICER, scenes.look_before, (WIDE,)),
    Picture("contact-log", "/desk", OFFICER, scenes.contact_log, (WIDE,)),
    Picture("placing", "/placing", OFFICER, sizes=(WIDE,)),
    Picture("placing-move", "/placing", OFFICER, scenes.move_mark, (PHONE,)),
    Picture("visits", "/visits", OFFICER),
    Picture("visit-outcome", "/visits", OFFICER, scenes.open_outcomes, (PHONE,)),
    Picture("visit-paper", "/visits", OFFICER, scenes.print_walk, (PAPER,)),
    Picture("import-differences", "/import?scheme=mycode", OFFICER, scenes.give_back),
    Picture("duplicates", "/duplicates", OFFICER, sizes=(WIDE,)),
    Picture("duplicates-pair", "/duplicates", OFFICER, scenes.compare),
    Picture("round", "/round", OFFICER),
    Picture("brief", "/round", OFFICER, scenes.brief),
    Picture("round-confirm", "/round", APPROVER, scenes.hand_in, (WIDE,)),
    Picture("board", BOARD, MANAGER),
    Picture("board-lists", BOARD, MANAGER, scenes.review_lists, (WIDE,)),
    Picture("board-trend", "/board", MANAGER, scenes.trend, (WIDE,)),
    Picture("explain", f"{BOARD}&scheme=mycode&list=excluded", MANAGER, scenes.take_along),
    Picture("bridge", BETWEEN, MANAGER),
    Picture("exclusions", "/exclusions?scheme=mycode", MANAGER),
    Picture("exclusions-ask", "/exclusions?scheme=mycode&view=late", MANAGER, scenes.ask_agency, (WIDE,)),
    Picture("orders", "/orders", MANAGER, sizes=(WIDE,)),
    Picture("order-preview", ORDER, MANAGER, scenes.preview_order, (WIDE,)),
    Picture("forecast", "/forecast?scheme=mycode", MANAGER, sizes=(WIDE,)),
    Picture("chase", "/round", MANAGER, scenes.chase, (WIDE,)),
    Picture("meeting", "/meetings?meeting=213", MANAGER),
    Picture("meeting-since", "/meetings?meeting=213&edition=1&view=since", MANAGER, sizes=(WIDE,)),
    Picture("meeting-paper", "/meetings?meeting=213&view=paper", MANAGER, scenes.make_paper, (WIDE,)),
    Picture("tracked", "/tracked", MANAGER),
    Picture("tracked-decide", "/tracked?view=decide", MANAGER, sizes=(WIDE,)),
    Picture("schemes", "/schemes?open=-new", MANAGER, scenes.new_scheme, (WIDE,)),
    # Last, since the meeting that it opens would be the newest everywhere.
    Picture("meeting-freeze", "/meetings?view=open", MANAGER, scenes.open_meeting, (WIDE,)),
)


def in_few_colours(whole: Image.Image) -> Image.Image:
    """The usual colours as they are, every other as the nearest of those that cover the rest best.

    Medians would paint the few numbers that are red in orange, coverage alone would tint the paper.
    """
    pixels = np.asarray(whole).reshape(-1, 3)
    colours, which, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    usual = colours[np.argsort(counts)[::-1][:KEPT]]
    cover = whole.quantize(256 - len(usual), Image.Quantize.MAXCOVERAGE).getpalette()
    palette = np.concatenate([usual, np.array(cover or [], np.uint8).reshape(-1, 3)])[:256]
    apart = ((colours[:, None].astype(np.int32) - palette[None]) ** 2).sum(axis=2)
    nearest = apart.argmin(axis=1).astype(np.uint8)
    few = Image.fromarray(nearest[which].reshape(whole.height, whole.width), "P")
    few.putpalette(palette.tobytes())
    return few


def take(page: Page, picture: Picture) -> bytes:
    """PNG of what the window shows, in few colours: a page of text and flat areas loses nothing by it."""
    page.goto(picture.address)
    settle(page)
    if picture.scene is not None:
        picture.scene(page)
        settle(page)
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    small = io.BytesIO()
    in_few_colours(whole).save(small, "PNG", optimize=True)
    return small.getvalue()


def photograph(browser: Browser, url: str, picture: Picture, viewport: ViewportSize) -> list[str]:
    """Take a picture at one size; returns what the page did that it may not do."""
    watch = Watch(url)
    context = new_context(browser, url, viewport)
    watch.over(context)
    if picture.at is not None:
        context.grant_permissions(["geolocation"], origin=url)
        context.set_geolocation({"longitude": picture.at[0], "latitude": picture.at[1]})
    if picture.account != NOBODY:
        enter(context, url, picture.account)
    path = FOLDER / f"{picture.name}-{viewport['width']}.png"
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if picture.dark else "light")
    path.write_bytes(take(page, picture))
    context.close()
    print(f"{path.relative_to(ROOT)} {path.stat().st_size // 1024} KB", flush=True)
    return watch.verdict()


def main() -> int:
    """Serve the demonstration, take the pictures that are named, and return the exit status."""
    names = [picture.name for picture in PICTURES]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all by default")
    chosen = parser.parse_args().names or names
    if unknown := sorted(set(chosen) - set(names)):
        parser.error(f"no picture is called {', '.join(unknown)}; there are {', '.join(names)}")
    pictures = tuple(picture for picture in PICTURES if picture.name in chosen)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        browser = launch(playwright, folder)
        with serving(demonstration(folder), folder) as program:
            complaints = [
                line
                for picture in pictures
                for size in picture.sizes
                for line in photograph(browser, program.url, picture, size)
            ]
        browser.close()
    for line in complaints:
        print(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
