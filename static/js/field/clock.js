/** Above this the office flags a count, so the person is told here first. */
const OFF_AFTER_MS = 5 * 60 * 1000;
/** Timers and tabs put to sleep make the two clocks differ by some tenths of a second. */
const JUMP_AFTER_MS = 2000;
const TEN_YEARS_MS = 3650 * 24 * 60 * 60 * 1000;
const EARLIEST_MS = Date.UTC(2000, 0, 2);
const LATEST_MS = Date.UTC(2100, 0, 1) - 1;

/**
 * What this device knows about the office's clock. It never refuses and never sets anything:
 * it says how far off the device is, and each event carries that number.
 */
export class DeviceClock {
  #now;
  #steadyNow;
  #offsetMs = null;
  #gapMs;
  #isUncertain = false;

  /** @param {{now: () => number, steadyNow: () => number}} needs `steadyNow` never jumps */
  constructor({ now, steadyNow }) {
    this.#now = now;
    this.#steadyNow = steadyNow;
    this.#gapMs = now() - steadyNow();
  }

  /** Server minus device in whole milliseconds, or null before the first answer. */
  get offsetMs() {
    this.#noticeJump();
    return this.#offsetMs;
  }

  /** The offset as an event may carry it: a dead clock of 1970 has none that the protocol takes. */
  get reportedOffsetMs() {
    const offsetMs = this.offsetMs;
    return offsetMs !== null && Math.abs(offsetMs) < TEN_YEARS_MS ? offsetMs : null;
  }

  get isOff() {
    const offsetMs = this.offsetMs;
    return offsetMs !== null && Math.abs(offsetMs) > OFF_AFTER_MS;
  }

  /** True after a jump that only a new answer of the office can explain. */
  get isUncertain() {
    this.#noticeJump();
    return this.#isUncertain;
  }

  now() {
    return this.#now();
  }

  /** The instant by the device, within the years that the protocol takes. */
  nowIso() {
    return new Date(Math.min(Math.max(this.#now(), EARLIEST_MS), LATEST_MS)).toISOString();
  }

  /** The office's instant as well as it is known here. */
  officeNow() {
    return this.#now() + (this.offsetMs ?? 0);
  }

  /** Measure at the middle of a round trip that began at `sentAt` (device milliseconds). */
  observe(sentAt, serverNow) {
    const serverMs = Date.parse(serverNow);
    if (Number.isNaN(serverMs)) return;
    const receivedAt = this.#now();
    this.#offsetMs = Math.round(serverMs - (sentAt + receivedAt) / 2);
    this.#gapMs = receivedAt - this.#steadyNow();
    this.#isUncertain = false;
  }

  /** Take over what was known before a restart; the next answer corrects it. */
  restore(offsetMs) {
    if (Number.isInteger(offsetMs)) this.#offsetMs ??= offsetMs;
  }

  #noticeJump() {
    const gapMs = this.#now() - this.#steadyNow();
    const jumpMs = gapMs - this.#gapMs;
    if (Math.abs(jumpMs) < JUMP_AFTER_MS) return;
    this.#gapMs = gapMs;
    // Backwards only a hand on the clock explains. Forwards may also be a device that slept
    // while its steady clock stood still: then the offset is still right.
    if (jumpMs < 0 && this.#offsetMs !== null) this.#offsetMs -= Math.round(jumpMs);
    else this.#isUncertain = true;
  }
}
