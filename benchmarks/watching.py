"""When a map has painted and how its frames go, told by the browser's own clock.

A script in every window looks, frame by frame, whether the map shows its venues, and as which drawing: a
number or object that differs from one drawing to the next. What is told is the frame after the one in which
it was first seen, since only then it stands on the screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import BrowserContext, FloatRect, Page

from benchmarks.report import Sample

#: Seconds for which a map is dragged, and then zoomed by the wheel.
MOVED_FOR = 2.0
_PATIENCE = 180_000  # milliseconds; a peer may need half a minute to draw

#: `SIGNAL` is a function of a window: what its map shows, or null while it shows nothing.
_WATCH = """(() => {
    const told = event => { window.top.__watch.clicked = event.timeStamp + performance.timeOrigin; };
    if (window !== window.top) {
        window.addEventListener('click', told, true);
        return;
    }
    const signal = SIGNAL;
    const watch = window.__watch = { clicked: 0, at: 0, seen: null, frames: null, instances: 0 };
    window.addEventListener('click', told, true);
    for (const name of ['drawArraysInstanced', 'drawElementsInstanced']) {
        const draw = WebGL2RenderingContext.prototype[name];
        WebGL2RenderingContext.prototype[name] = function (...given) {
            const count = given[given.length - 1];
            if (count > 1000) watch.instances = count;
            return draw.apply(this, given);
        };
    }
    const shown = () => {
        for (let i = -1; i < window.frames.length; i++) {
            try {
                const found = signal(i < 0 ? window : window.frames[i]);
                if (found) return found;
            } catch (apart) { /* a frame that is being replaced */ }
        }
        return null;
    };
    let last = 0;
    const frame = now => {
        if (watch.frames && last) watch.frames.push(now - last);
        last = now;
        const found = watch.at ? null : shown();
        if (found && found !== watch.seen) {
            watch.seen = found;
            requestAnimationFrame(() => { watch.at = performance.timeOrigin + performance.now(); });
        }
        // Only while something is waited for, since other pages are open meanwhile.
        if (!watch.at || watch.frames) requestAnimationFrame(frame);
        else last = 0;
    };
    watch.again = () => { watch.at = watch.clicked = 0; requestAnimationFrame(frame); };
    watch.begin = () => { watch.frames = []; requestAnimationFrame(frame); };
    watch.end = () => { const found = watch.frames; watch.frames = null; return found; };
    requestAnimationFrame(frame);
})()"""


def watch(context: BrowserContext, signal: str) -> None:
    """Let every page of a profile be watched; `signal` is JavaScript, a function of a window."""
    context.add_init_script(_WATCH.replace("SIGNAL", signal))


def painted(page: Page) -> float:
    """Milliseconds from the beginning of the navigation until the map showed its venues."""
    page.wait_for_function("window.__watch && window.__watch.at", timeout=_PATIENCE)
    return float(page.evaluate("window.__watch.at - performance.timeOrigin"))


def redrawn(page: Page, act: Callable[[Page], None]) -> float:
    """Milliseconds from a click, as the browser noted it, until the map showed another drawing."""
    page.evaluate("window.__watch.again()")
    act(page)
    page.wait_for_function("window.__watch.clicked && window.__watch.at", timeout=_PATIENCE)
    return float(page.evaluate("window.__watch.at - window.__watch.clicked"))


@dataclass(frozen=True, slots=True)
class Frames:
    """Milliseconds from frame to frame; `longest` of each two seconds."""

    dragged: Sample = field(default_factory=Sample)
    zoomed: Sample = field(default_factory=Sample)
    longest: Sample = field(default_factory=Sample)

    def take(self, page: Page, map_: str) -> None:
        """Drag a map (a selector) about by the mouse, then zoom in and out by the wheel, 2 seconds each."""
        box = page.locator(map_).first.bounding_box()
        assert box is not None
        for sample, move in ((self.dragged, _drag), (self.zoomed, _wheel)):
            found = _during(page, partial(move, page, box))
            sample.times.extend(found)
            self.longest.times.append(max(found))
            page.wait_for_timeout(500)


def _during(page: Page, move: Callable[[], None]) -> list[float]:
    page.evaluate("window.__watch.begin()")
    move()
    found: list[float] = page.evaluate("window.__watch.end()")
    return found


def _centre(box: FloatRect) -> tuple[float, float]:
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _drag(page: Page, box: FloatRect) -> None:
    x, y = _centre(box)
    page.mouse.move(x, y)
    page.mouse.down()
    until, step = time.monotonic() + MOVED_FOR, 0
    while time.monotonic() < until:
        # To and fro, further each time, by some 15 pixels a step.
        step += 1
        across, down = step % 40 - 20, step % 24 - 12
        way = -1 if step // 40 % 2 else 1
        page.mouse.move(x + way * across * box["width"] / 60, y + down * box["height"] / 60)
    page.mouse.up()


def _wheel(page: Page, box: FloatRect) -> None:
    page.mouse.move(*_centre(box))
    until, step = time.monotonic() + MOVED_FOR, 0
    while time.monotonic() < until:
        page.mouse.wheel(0, -120 if step // 6 % 2 == 0 else 120)
        step += 1
        page.wait_for_timeout(120)
