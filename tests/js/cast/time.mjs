import { quiet } from './storage.mjs';

/** The hour of the examples: the morning of a working day at the terminal. */
export const NOON = Date.parse('2026-11-25T15:00:00Z');

/** Clock and timers that move only when a test says so. */
export class Time {
  #timers = new Set();
  nowMs = NOON;
  steadyMs = 5000;

  now = () => this.nowMs;
  steadyNow = () => this.steadyMs;

  setTimer = (work, afterMs) => {
    const timer = { at: this.steadyMs + afterMs, work };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** In how many milliseconds each timer is due, soonest first. */
  get waits() {
    return [...this.#timers].map(({ at }) => at - this.steadyMs).sort((one, other) => one - other);
  }

  /** Let time pass, and run what falls due on the way. */
  async pass(ms) {
    await quiet();
    const end = this.steadyMs + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#moveTo(next.at);
      next.work();
      await quiet();
    }
    this.#moveTo(end);
  }

  /** The device sleeps: no timer runs meanwhile, those that fell due run afterwards. */
  async sleep(ms) {
    this.#moveTo(this.steadyMs + ms);
    await this.pass(20_000);
  }

  #moveTo(steadyMs) {
    this.nowMs += Math.max(steadyMs - this.steadyMs, 0);
    this.steadyMs = Math.max(steadyMs, this.steadyMs);
  }
}
