"""Takes the pictures of the README from the demonstration: `bin/screenshots [NAME …]`."""

import argparse
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.browser import PHONE, WIDE, Watch, launch, new_context, settle
from tests.support.entering import enter
from tests.support.program import demonstration, serving
from tests.support.shared import ROOT

FOLDER = ROOT / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Picture:
    """A page worth showing: the picture's name, the page's address, words that stand on it once complete."""

    name: str
    address: str
    words: str = ""


PICTURES = (
    Picture("overview", "/?scheme=mycode&as_of=2021-10-14"),
    Picture("behind", "/?scheme=mycode&as_of=2021-10-14&list=outstanding"),
    Picture("map", "/map?scheme=mycode&as_of=2021-10-14&place=63000030"),
    Picture("venues", "/venues?scheme=mycode&as_of=2021-10-14"),
    Picture("import", "/import"),
)


def take(page: Page, picture: Picture) -> bytes:
    """PNG of what the window shows, in few colours: a page of text and flat areas loses nothing by it."""
    page.goto(picture.address)
    if picture.words:
        page.get_by_text(picture.words).first.wait_for()
    settle(page)
    whole = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    few = whole.quantize(colors=160, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small = io.BytesIO()
    few.save(small, "PNG", optimize=True)
    return small.getvalue()


def photograph(
    browser: Browser, url: str, viewport: ViewportSize, pictures: tuple[Picture, ...]
) -> list[str]:
    """Take the pictures at one size; returns what the pages did that they may not do."""
    watch = Watch(url)
    context = new_context(browser, url, viewport)
    watch.over(context)
    enter(context, url)
    for picture in pictures:
        page = context.new_page()
        path = FOLDER / f"{picture.name}-{viewport['width']}.png"
        path.write_bytes(take(page, picture))
        page.close()
        print(f"{path.relative_to(ROOT)} {path.stat().st_size // 1024} KB")
    context.close()
    return watch.verdict()


def main() -> int:
    """Serve the demonstration, photograph it at both sizes, and return the exit status."""
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
                line for size in (WIDE, PHONE) for line in photograph(browser, program.url, size, pictures)
            ]
        browser.close()
    for line in complaints:
        print(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main())
