const LEAST_MS = 2000;
const MOST_MS = 60_000;
/** A foreign answer must not silence a tablet for a day; the office never asks for more. */
const LONGEST_ASKED_MS = 5 * 60_000;
/** Quick presses travel together, and the screen is painted before anything is sent. */
const NEW_EVENT_MS = 300;
/** Another page holds the lock; it is done in a moment, or frozen. */
const ELSEWHERE_MS = 3000;
/** The office hears an idle tablet this often while it is looked at. */
const HEARTBEAT_MS = 60_000;

/**
 * Decides when to send. A failure doubles the wait from 2 to 60 seconds, with jitter so that a pier
 * full of tablets does not come back as one; what gives hope cuts it short, but never a wait that
 * the office asked for. A person always may.
 */
export class Sender {
  #needs;
  #failureCount = 0;
  #wait = null;
  #askedUntil = 0;
  #running = null;
  #isNews = false;

  /**
   * @param {{flush: (how: {isForced: boolean}) => Promise<import('./verdicts.js').Result>,
   *   onStart: () => void, onOutcome: (outcome: object, next: number|null) => void,
   *   unsentCount: () => number, isVisible: () => boolean, now: () => number, random: () => number,
   *   setTimer: (work: () => void, afterMs: number) => () => void}} needs `setTimer` gives its cancel;
   *   `onOutcome` is told the outcome and when the next try is, in device milliseconds
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** Something was recorded. */
  noticeEvent() {
    this.#isNews = true;
    this.#hasten(this.#failureCount > 0 ? LEAST_MS : NEW_EVENT_MS);
  }

  /** The network is said to be back, or somebody looks at the app again. */
  noticeHope() {
    this.#failureCount = 0;
    this.#hasten(0);
  }

  /** Somebody else found that nobody answers: find out, but not at once. */
  noticeTrouble() {
    this.#failureCount = Math.max(this.#failureCount, 1);
    this.#hasten(LEAST_MS);
  }

  /** A person asked: at once, whatever was waited for. @returns {Promise<boolean>} all went well */
  async sendNow() {
    while (this.#running) await this.#running;
    return this.#run(true);
  }

  #hasten(afterMs) {
    if (this.#running) return;
    const { now } = this.#needs;
    const at = Math.max(now() + afterMs, this.#askedUntil);
    if (!this.#wait || this.#wait.at > at) this.#schedule(at - now());
  }

  #schedule(afterMs) {
    this.#wait?.cancel();
    const { setTimer, now } = this.#needs;
    this.#wait = { at: now() + afterMs, cancel: setTimer(() => this.#run(false), afterMs) };
  }

  async #run(isForced) {
    if (this.#running) return this.#running;
    this.#wait?.cancel();
    this.#wait = null;
    this.#running = this.#flush(isForced).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #flush(isForced) {
    this.#isNews = false;
    this.#needs.onStart();
    const outcome = await this.#needs.flush({ isForced }).catch((error) => ({ outcome: 'failed', error }));
    const afterMs = this.#waitAfter(outcome);
    this.#askedUntil = outcome.retryAfterMs ? this.#needs.now() + afterMs : 0;
    this.#needs.onOutcome(outcome, afterMs === null ? null : this.#needs.now() + afterMs);
    if (afterMs !== null) this.#schedule(afterMs);
    return outcome.outcome === 'ok';
  }

  #waitAfter({ outcome, retryAfterMs }) {
    if (outcome === 'elsewhere') return ELSEWHERE_MS;
    const isClear = this.#needs.unsentCount() === 0;
    if (outcome === 'ok' && (isClear || this.#isNews)) {
      this.#failureCount = 0;
      if (!isClear) return NEW_EVENT_MS;
      return this.#needs.isVisible() ? HEARTBEAT_MS : null;
    }
    this.#failureCount += 1;
    return Math.max(this.#backOff(), Math.min(retryAfterMs ?? 0, LONGEST_ASKED_MS));
  }

  #backOff() {
    const doubled = Math.min(LEAST_MS * 2 ** (this.#failureCount - 1), MOST_MS);
    return Math.max(LEAST_MS, doubled * (0.5 + this.#needs.random() / 2));
  }
}
