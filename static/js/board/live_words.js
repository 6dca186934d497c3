const WORDS = {
  live: (time) => `as of ${time}`,
  stale: (time) => `No connection since ${time}. The figures are from then.`,
  waiting: (time) => `Asking the office. The figures are from ${time}.`,
  'signed-out': (time) => `You are signed out. The figures are from ${time}. Load the page to sign in.`,
  'not-permitted': () => 'Your place on the board was taken away. Ask an operator.',
  gone: () => 'This call is no longer at your terminals.',
};
/** Often enough to follow a ship by ear, seldom enough to hear anything else. */
const SPOKEN_EVERY_MS = 60_000;

/** Says how fresh a page is, on screen at once, and what changed, to screen readers politely. */
export class LiveWords {
  #needs; #format; #spokenAt = null; #spoken = '';

  /**
   * @param {{frame: HTMLElement, line: HTMLElement, voice: HTMLElement, zone: string,
   *   clock: () => number}} needs `zone`: the terminal's, in which all times of the page are
   */
  constructor(needs) {
    this.#needs = needs;
    this.#format = new Intl.DateTimeFormat('en-GB', { timeZone: needs.zone, timeStyle: 'medium' });
  }

  /** Show a state of the page. @param {{name: string, at: Date}} state */
  tell({ name, at }) {
    const { frame, line, voice } = this.#needs;
    const words = WORDS[name](this.#format.format(at));
    const wasLost = (frame.dataset.state ?? 'live') !== 'live';
    frame.dataset.state = name;
    line.textContent = words;
    // A lost connection is said at once, and that it is back; that it goes on, never.
    if (name !== 'live') voice.textContent = words;
    else if (wasLost) voice.textContent = `Live again, ${words}`;
  }

  /** Let the main figures be heard when they changed, at most once a minute. @param {string} summary */
  say(summary) {
    const { voice, clock } = this.#needs;
    const words = summary.trim().replace(/\s+/g, ' ');
    const isSoon = this.#spokenAt !== null && clock() - this.#spokenAt < SPOKEN_EVERY_MS;
    if (!words || words === this.#spoken || isSoon) return;
    this.#spoken = words;
    this.#spokenAt = clock();
    voice.textContent = words;
  }
}
