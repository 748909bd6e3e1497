"""The same action by mouse, by keyboard alone and by touch: what a test asks of each.

A hand refuses what is not its own: an event of another device is an error on the console, which
fails the test, and so is a target that is too small for a finger.
"""

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

TARGET = 44  # px that a finger needs, across and down
FARTHEST = 400  # presses of Tab
STILL = 120  # ms that it rests before it lifts
LONG = 600  # ms that a finger rests, for it to be more than a tap

# Which device an event is from; what pages or tests send themselves is not trusted.
WITNESS = """
for (const name of ["pointerdown", "pointermove", "mousedown", "mousemove", "wheel"]) {
  addEventListener(name, (event) => {
    const device = event.pointerType ?? "mouse";
    if (event.isTrusted && !(%s)) console.error(`${name} of a ${device}`);
  }, true);
}
"""
FOLLOWS = """(target) => {
  const here = document.activeElement;
  const place = here === document.body ? 2 : here.compareDocumentPosition(target);
  const stops = [...document.querySelectorAll("a[href], button, input, select, summary")];
  const at = stops.indexOf(target);
  return here === document.body ? at < stops.length / 2 : Boolean(place & 4);
}"""
HAS_FOCUS = "(target) => target === document.activeElement"
LOST = "() => window.isTheSame === true && document.activeElement === document.body"
PATIENCE = 2.0  # seconds until the focus is where it should be


@dataclass
class Hand:
    """Somebody at a window; each device overrides what it does in a way of its own."""

    window: Page
    expected: list[str] = field(default_factory=list)
    """What the console may say: pieces of refusals that are the point of a test."""
    name = ""
    witness = "true"

    def __post_init__(self) -> None:
        self.window.add_init_script(WITNESS % self.witness)

    def go(self, address: str) -> None:
        self.window.goto(address, wait_until="domcontentloaded")
        self.watch_focus()

    def find(self, selector: str) -> Locator:
        return self.window.locator(selector)

    def button(self, name: str, within: str = "body") -> Locator:
        return self.window.locator(within).get_by_role("button", name=name, exact=True)

    def fold(self, words: str) -> Locator:
        """What opens a fold of a page or sheet."""
        return self.window.locator("summary:visible").filter(
            has_text=re.compile(rf"^\s*{re.escape(words)}\s*$")
        )

    def press(self, target: Locator) -> None:
        raise NotImplementedError

    def tick(self, box: Locator) -> None:
        """Check a checkbox or a radio button, which may be drawn by its label alone."""
        raise NotImplementedError

    def write(self, target: Locator, text: str) -> None:
        """Write into a field in place of what is in it; a finger has a keyboard on the screen."""
        self.press(target)
        expect(target).to_be_focused()
        self.window.keyboard.press("Control+a")
        self.window.keyboard.type(text)

    def pick(self, target: Locator, option: str) -> None:
        """Choose from a list that the system draws, outside the page."""
        target.select_option(label=option)

    def suggestion(self, words: str) -> None:
        """Take what is suggested beneath a field."""
        self.press(self.find(".suggestion:visible").filter(has_text=words).first)

    def select(self, cards: list[Locator]) -> None:
        """Select people of a page."""
        raise NotImplementedError

    def draw(self, area: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Draw a frame, from and to places in fractions of the picture."""
        raise NotImplementedError

    def sees(self, words: str) -> None:
        """Read what happened, in the notice."""
        expect(self.find("[data-notice] p").filter(has_text=words)).to_be_visible()

    def undo(self) -> None:
        self.press(self.find("[data-notice] .undo").last)
        self.sees("Undone.")

    def watch_focus(self) -> None:
        """From now on focus may be lost only with the page itself."""
        self.window.evaluate("window.isTheSame = true")

    def keeps_focus(self) -> None:
        """See that whoever goes on with the keyboard is not thrown back to the top."""
        end = time.monotonic() + PATIENCE
        while self.window.evaluate(LOST):
            assert time.monotonic() < end, "the focus is lost"
            self.window.wait_for_timeout(20)


class Mouse(Hand):
    name = "mouse"
    witness = 'device === "mouse"'

    def press(self, target: Locator) -> None:
        target.click()

    def tick(self, box: Locator) -> None:
        box.locator("xpath=ancestor::label").click()
        expect(box).to_be_checked()

    def select(self, cards: list[Locator]) -> None:
        for card in cards:
            card.hover()
            card.get_by_role("checkbox").click()

    def draw(self, area: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.window.mouse
        mouse.move(*place(area, start))
        mouse.down()
        mouse.move(*place(area, end), steps=4)
        mouse.up()


class Keyboard(Hand):
    name = "keyboard"
    witness = "false"

    def reach(self, target: Locator) -> None:
        """Go there with Tab, or Shift and Tab if it is behind."""
        expect(target).to_be_visible()
        element = target.element_handle()
        key = "Tab" if element.evaluate(FOLLOWS) else "Shift+Tab"
        for _ in range(FARTHEST):
            if element.evaluate(HAS_FOCUS):
                return
            self.window.keyboard.press(key)
        raise AssertionError(f"no {key} leads to {target}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.window.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        if box.get_attribute("type") == "radio":
            self._choose(box)
        else:
            self.reach(box)
            self.window.keyboard.press("Space")
        expect(box).to_be_checked()

    def _choose(self, radio: Locator) -> None:
        """Tab stops once at a group; arrows go through it."""
        group = f'form:has(:focus) [name="{radio.get_attribute("name")}"]'
        first = radio.locator(f'xpath=ancestor::form//input[@name="{radio.get_attribute("name")}"]')
        entry = next((one for one in first.all() if one.is_checked()), first.first)
        self.reach(entry)
        self.window.keyboard.press("Space")
        for _ in range(self.find(group).count()):
            if radio.is_checked():
                return
            self.window.keyboard.press("ArrowDown")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.window.keyboard.press("Control+a")
        self.window.keyboard.type(text)

    def pick(self, target: Locator, option: str) -> None:
        self.reach(target)
        self.window.keyboard.type(option)

    def suggestion(self, words: str) -> None:
        wanted = self.find(".suggestion:visible").filter(has_text=words).first
        expect(wanted).to_be_visible()
        for _ in range(10):
            self.window.keyboard.press("ArrowDown")
            if wanted.evaluate(HAS_FOCUS):
                return self.window.keyboard.press("Enter")
        raise AssertionError(f"no arrow leads to {words}")

    def select(self, cards: list[Locator]) -> None:
        for card in cards:
            self.tick(card.get_by_role("checkbox"))

    def draw(self, area: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Move the frame, then make it as large as it should be, by steps of one percent."""
        frame = self.find("[data-draw-box]")
        self.reach(frame)
        now = dict(zip(("left", "top", "right", "bottom"), edges(self.window), strict=True))
        self._step("ArrowRight", 100 * start[0] - now["left"])
        self._step("ArrowDown", 100 * start[1] - now["top"])
        wide, high = now["right"] - now["left"], now["bottom"] - now["top"]
        self._step("Shift+ArrowRight", 100 * (end[0] - start[0]) - wide)
        self._step("Shift+ArrowDown", 100 * (end[1] - start[1]) - high)

    def _step(self, key: str, steps: float) -> None:
        opposite = key.replace("Right", "Left").replace("Down", "Up")
        for _ in range(abs(round(steps))):
            self.window.keyboard.press(key if steps > 0 else opposite)


class Touch(Hand):
    name = "touch"
    witness = 'device === "touch" || name.startsWith("mouse")'  # a tap sends those of a mouse, too

    def press(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        size = target.bounding_box()
        assert size["width"] >= TARGET - 0.5, f"{target} is {size['width']} px wide"
        assert size["height"] >= TARGET - 0.5, f"{target} is {size['height']} px high"
        target.tap()

    def tick(self, box: Locator) -> None:
        self.press(box.locator("xpath=ancestor::label"))
        expect(box).to_be_checked()

    def select(self, cards: list[Locator]) -> None:
        """The first by a finger that rests on it, the others by taps."""
        first, *others = cards
        first.scroll_into_view_if_needed()
        session = self.window.context.new_cdp_session(self.window)
        x, y = place(first.locator("a").first, (0.5, 0.3))
        touch(session, "touchStart", x, y)
        self.window.wait_for_timeout(LONG)
        touch(session, "touchEnd")
        expect(first.get_by_role("checkbox")).to_be_checked()
        for card in others:
            self.press(card.locator("a").first)

    def draw(self, area: Locator, start: tuple[float, float], end: tuple[float, float]) -> None:
        session = self.window.context.new_cdp_session(self.window)
        touch(session, "touchStart", *place(area, start))
        for part in (0.25, 0.5, 0.75, 1):
            between = tuple(a + part * (b - a) for a, b in zip(start, end, strict=True))
            touch(session, "touchMove", *place(area, between))
        # Lifted while it moves it would have flung something, and the next tap only stops that.
        self.window.wait_for_timeout(STILL)
        touch(session, "touchMove", *place(area, end))
        touch(session, "touchEnd")


def touch(session, kind: str, *spot: float) -> None:
    points = [{"x": spot[0], "y": spot[1]}] if spot else []
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def place(target: Locator, spot: tuple[float, float]) -> tuple[float, float]:
    """Where in the window a fraction of something is."""
    box = target.bounding_box()
    return box["x"] + spot[0] * box["width"], box["y"] + spot[1] * box["height"]


def edges(window: Page) -> list[float]:
    """The frame that would be sent, in percent."""
    names = ("left", "top", "right", "bottom")
    return [float(window.locator(f"[data-draw] [name={name}]").input_value()) for name in names]


HANDS = {hand.name: hand for hand in (Mouse, Keyboard, Touch)}
