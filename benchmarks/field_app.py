"""The field app on a slow tablet: cold start without network, the tap that counts, the first load.

Run by hand: .venv/bin/python -m benchmarks.field_app
Chromium at a quarter of this machine's speed, a list of 5,000 cars, 2,000 events in the queue.
A cold start is a new browser process; it ends when a car can be counted. A tap ends when the
screen that says "saved" has been painted, which is after the event is on the disk.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from benchmarks.database import holds, say_load
from benchmarks.field_port import FieldPort, a_field_port
from tests.servers.chromium import open_browser

LISTED, QUEUED, STARTS, TAPS = 5_000, 2_000, 7, 40
SLOWER = 4
START_LIMIT_MS, TAP_LIMIT_MS, WEIGHT_LIMIT_KB = 1_000, 50, 60

# Told by the page itself: whoever watches from outside adds the time of the wire.
USABLE = """() => new Promise((resolve) => {
  const isUsable = () =>
    document.body?.dataset.phase === 'counting' && document.querySelector('.keypad__key');
  const tell = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()), 0));
  if (isUsable()) return resolve(performance.now());
  const watch = new MutationObserver(() => { if (isUsable()) { watch.disconnect(); tell(); } });
  watch.observe(document, { subtree: true, childList: true, attributes: true });
})"""
SAVED = """(identifier) => new Promise((resolve) => {
  let tappedAt = 0;
  const card = () => document.querySelector('.saved-card')?.textContent ?? '';
  const isSaved = () => tappedAt && card().includes(identifier.slice(-8));
  const tell = () => setTimeout(() => resolve(performance.now() - tappedAt), 0);
  const noteTap = (event) => { tappedAt = event.timeStamp; };
  addEventListener('click', noteTap, { capture: true, once: true });
  const look = () => { if (isSaved()) { watch.disconnect(); requestAnimationFrame(tell); } };
  const watch = new MutationObserver(look);
  const everything = { subtree: true, childList: true, characterData: true };
  watch.observe(document.getElementById('app'), everything);
})"""
# One event was counted by hand; the rest of the queue is made from it, with ids of their own.
FILL = """async ([identifiers]) => {
  const database = await new Promise((resolve) => {
    const opening = indexedDB.open('field');
    opening.onsuccess = () => resolve(opening.result);
  });
  const transaction = database.transaction('outbox', 'readwrite');
  const outbox = transaction.objectStore('outbox');
  const [row] = await new Promise((resolve) => {
    const asked = outbox.getAll(null, 1);
    asked.onsuccess = () => resolve(asked.result);
  });
  const { device_sequence, ...like } = row;
  identifiers.forEach((identifier, number) => {
    const event_id = like.event.event_id.slice(0, -6) + String(number + 100000);
    outbox.add({ ...like, event: { ...like.event, event_id, identifier } });
  });
  await new Promise((resolve) => { transaction.oncomplete = resolve; });
  database.close();
}"""


def main() -> int:
    """Measure, print, and return 0 when every limit holds."""
    say_load()
    with (
        tempfile.TemporaryDirectory() as folder,
        a_field_port(Path(folder), listed=LISTED) as port,
        sync_playwright() as playwright,
    ):
        profile = Path(folder) / "profile"
        weight_kb = port.bytes_on_the_wire() / 1024
        _fill(playwright, profile, port)
        starts = [_cold_start(playwright, profile, port) for _ in range(STARTS)]
        taps = _taps(playwright, profile, port)
    _say("cold start, ms", starts)
    _say("tap to saved, ms", taps)
    return (
        0
        if all(
            [
                holds("median cold start, ms", statistics.median(starts), at_most=START_LIMIT_MS),
                holds("median tap to saved, ms", statistics.median(taps), at_most=TAP_LIMIT_MS),
                holds("field app on the wire, KB gzipped", weight_kb, at_most=WEIGHT_LIMIT_KB),
            ]
        )
        else 1
    )


def _fill(playwright: Playwright, profile: Path, port: FieldPort) -> None:
    from tests.journeys.field_page import FieldPage

    context, page = _open(playwright, profile)
    app = FieldPage(page, port.proxy.url)
    app.begin_shift(port.code, port.clerk)
    app.wait_until_offline_is_safe()
    port.proxy.close_network()
    app.count(port.cars[0])
    page.evaluate(FILL, [port.cars[1:QUEUED]])
    context.close()


def _cold_start(playwright: Playwright, profile: Path, port: FieldPort) -> float:
    context, page = _open(playwright, profile, slower=SLOWER)
    page.goto(f"{port.proxy.url}/field/", wait_until="commit")
    usable_ms = float(page.evaluate(USABLE))
    context.close()
    return usable_ms


def _taps(playwright: Playwright, profile: Path, port: FieldPort) -> list[float]:
    from tests.journeys.field_page import FieldPage

    context, page = _open(playwright, profile, slower=SLOWER)
    app = FieldPage(page, port.proxy.url)
    app.open()
    times = []
    for identifier in port.cars[QUEUED : QUEUED + TAPS]:
        app.scan(identifier[-9:])
        card = page.locator(".unit-card--ready")
        card.wait_for()
        box = card.bounding_box()
        assert box is not None
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        saved = page.evaluate_handle(
            f"(identifier) => ({{ saved: ({SAVED})(identifier) }})", identifier
        )
        # By the mouse itself: whoever looks for the card again takes time from the page.
        page.mouse.click(*middle)
        times.append(float(saved.evaluate("({ saved }) => saved")))
    context.close()
    return times


def _open(playwright: Playwright, profile: Path, *, slower: int = 1) -> tuple[BrowserContext, Page]:
    context = open_browser(playwright, profile, viewport={"width": 390, "height": 844})
    page = context.pages[0]
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    return context, page


def _say(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{name}: median {statistics.median(ordered):.0f}, p95 {p95:.0f}, n {len(ordered)}")


if __name__ == "__main__":
    sys.exit(main())
