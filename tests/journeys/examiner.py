"""What is wrong with a page for somebody's eyes, fingers or policy, whoever made the page."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

GUIDELINES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What a glove hits, and the narrowest screen that WCAG asks to reflow to.
TARGET_PX, NARROWEST_PX = 48, 320

_NOTE_POLICY_FAULTS = """
document.addEventListener('securitypolicyviolation', (fault) => {
  const { violatedDirective, blockedURI, sample } = fault;
  (window.policyFaults ??= []).push(`${violatedDirective} ${blockedURI} ${sample}`);
});
"""
# Layout rounds to a fraction of a pixel. What lies behind an open dialog cannot be pressed.
_SMALL_TARGETS = """(least) => {
  const room = document.querySelector('dialog[open]') ?? document;
  const targets = room.querySelectorAll('a[href], button, input, select, summary, textarea');
  return [...targets].filter((target) => target.checkVisibility()).flatMap((target) => {
    const { width, height } = target.getBoundingClientRect();
    const name = target.ariaLabel || target.textContent.trim() || target.id;
    return Math.min(width, height) < least - 0.1 ? [`${name}: ${width} × ${height}`] : [];
  });
}"""
# A wide table may scroll in a frame of its own, anything else may not. Scripts that lay out a list
# again when the window changes get some frames to do it.
_SIDEWAYS = """async (frames) => {
  const scrolls = (box) => box === document.documentElement
    || /auto|scroll/.test(getComputedStyle(box).overflowX);
  const wide = () => [...document.querySelectorAll('*:not(.table-frame)')]
    .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth && scrolls(box))
    .map((box) => `${box.tagName}.${box.className}: ${box.scrollWidth} in ${box.clientWidth}`);
  for (let frame = 0; frame < frames && wide().length > 0; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  return wide();
}"""
_FRAMES = 60


class Examiner:
    """Looks at one page again and again; what it finds names the screen it was found on."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._console: list[str] = []
        page.add_init_script(_NOTE_POLICY_FAULTS)
        page.on("console", self._note)
        page.on("pageerror", lambda error: self._console.append(str(error)))

    def against_the_guidelines(self) -> Iterator[str]:
        """Yield each rule of WCAG 2.2 AA that is broken, and where."""
        only = {"runOnly": {"type": "tag", "values": list(GUIDELINES)}}
        for fault in Axe().run(self._page, options=only).response["violations"]:
            for node in fault["nodes"]:
                yield f"{fault['id']}: {node['target']} {node['failureSummary']}"

    def against_the_policy(self) -> Iterator[str]:
        """Yield what the Content-Security-Policy refused, and what scripts threw, since last."""
        yield from self._page.evaluate("() => window.policyFaults?.splice(0) ?? []")
        while self._console:
            yield self._console.pop(0)

    def too_small_to_press(self) -> list[str]:
        """Return what can be pressed and is under 48 px one way."""
        found: list[str] = self._page.evaluate(_SMALL_TARGETS, TARGET_PX)
        return found

    def too_wide_for_a_small_screen(self) -> list[str]:
        """Return what has to be scrolled sideways on a screen of 320 px."""
        usual = self._page.viewport_size
        assert usual is not None
        self._page.set_viewport_size({"width": NARROWEST_PX, "height": usual["height"]})
        found: list[str] = self._page.evaluate(_SIDEWAYS, _FRAMES)
        self._page.set_viewport_size(usual)
        return found

    def _note(self, message: ConsoleMessage) -> None:
        # What happens before the listener above is there, the browser tells in words.
        if "Content Security Policy" in message.text or "Trusted" in message.text:
            self._console.append(message.text)
