import { askOffice } from './ask_office.js';

const EVERY_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;
/** Three polls that should have answered: after a sleep, nothing is shown as live until it asked. */
const OLD_AFTER_MS = 3 * EVERY_MS;
const WATCH_EVERY_MS = 1_000;
/** A hidden page goes on for this long, so that a glance at another window costs nothing. */
const HIDDEN_FOR_MS = 15_000;

/**
 * Asks for a piece of a page again and again, and says at any time how fresh the shown one is.
 *
 * Tells 'live' with the server's time of the answer, 'stale' when asking failed and 'waiting' when
 * it is overdue, both with the time of the last answer; and one of the ends after which asking is
 * useless: 'signed-out', 'not-permitted', 'gone'.
 */
export class LivePage {
  #needs;
  #etag;
  #shownAt;
  #answeredAt;
  #timer = null;
  #hiddenAt = null;
  #isAsking = false;
  #hasEnded = false;
  #failureCount = 0;
  #told = '';

  /**
   * @param {{url: string, etag: string, shownAt: Date, fetch: typeof fetch,
   *   show: (html: string) => void, tell: (state: {name: string, at: Date}) => void,
   *   clock: () => number, wait: (action: Function, ms: number) => number,
   *   forget: (timer: number) => void, abort: () => AbortController}} needs
   */
  constructor(needs) {
    this.#needs = needs;
    this.#etag = needs.etag;
    this.#shownAt = needs.shownAt;
    this.#answeredAt = needs.clock();
  }

  /** Begin to ask, at once: the page may have come from the browser's memory. */
  start() {
    this.#needs.wait(() => this.#watch(), WATCH_EVERY_MS);
    this.pollSoon();
  }

  /** A page that nobody sees asks no more after a while; one that is seen again asks at once. */
  setVisible(isVisible) {
    this.#hiddenAt = isVisible ? null : this.#needs.clock();
    if (isVisible) this.pollSoon();
  }

  /** Ask now instead of at the next turn. */
  pollSoon() {
    if (this.#timer !== null) this.#needs.forget(this.#timer);
    this.#timer = null;
    if (!this.#isAsking && !this.#hasEnded) void this.#poll();
  }

  async #poll() {
    this.#isAsking = true;
    const answer = await askOffice(this.#needs, this.#etag);
    this.#isAsking = false;
    const waitMs = this.#take(answer);
    if (this.#hasEnded || this.#isUnseen()) return;
    this.#timer = this.#needs.wait(() => this.pollSoon(), waitMs);
  }

  #take(answer) {
    if (answer.name === 'live') return this.#takePiece(answer);
    if (answer.name === 'failed') {
      this.#failureCount += 1;
      this.#tell('stale');
      const backOffMs = EVERY_MS * 2 ** (this.#failureCount - 1);
      return Math.min(answer.retryAfterMs || backOffMs, LONGEST_WAIT_MS);
    }
    this.#hasEnded = true;
    this.#tell(answer.name);
    return 0;
  }

  #takePiece({ html, etag, at }) {
    if (html !== null) this.#needs.show(html);
    this.#etag = etag;
    this.#shownAt = at;
    this.#answeredAt = this.#needs.clock();
    this.#failureCount = 0;
    this.#tell('live');
    return EVERY_MS;
  }

  #isUnseen() {
    return this.#hiddenAt !== null && this.#needs.clock() - this.#hiddenAt > HIDDEN_FOR_MS;
  }

  #watch() {
    if (this.#hasEnded) return;
    const isOld = this.#needs.clock() - this.#answeredAt > OLD_AFTER_MS;
    if (isOld && this.#failureCount === 0) this.#tell('waiting');
    this.#needs.wait(() => this.#watch(), WATCH_EVERY_MS);
  }

  #tell(name) {
    if (name === this.#told && name !== 'live') return;
    this.#told = name;
    this.#needs.tell({ name, at: this.#shownAt });
  }
}
