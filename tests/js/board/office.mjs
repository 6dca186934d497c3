import { LivePage } from '../../../static/js/board/live_page.js';

export const SECOND = 1000;

/** An answer of the office; its clock says how late in the minute it came. */
export function answer(status, { etag = null, html = '', second = 0, retryAfter = null } = {}) {
  const headers = { ETag: etag, Date: `Wed, 25 Nov 2026 15:00:${String(second).padStart(2, '0')} GMT`,
    'Retry-After': retryAfter };
  return { status, headers: { get: (name) => headers[name] ?? null }, text: async () => html };
}

/** A page with a clock that a test moves on, and an office that answers in turn. */
export class OnePage {
  told = []; shown = []; asked = []; answers = [];
  #now = 0; #timers = new Map(); #lastTimer = 0;

  constructor() {
    this.page = new LivePage({
      url: '/live/', etag: 'W/"1"', shownAt: new Date('2026-11-25T14:59:00Z'),
      fetch: async (url, options) => {
        this.asked.push(options);
        const next = this.answers.shift() ?? answer(304);
        if (next instanceof Error) throw next;
        return typeof next === 'function' ? next(options) : next;
      },
      show: (html) => this.shown.push(html),
      tell: ({ name, at }) => this.told.push(`${name} ${at.toISOString().slice(14, 19)}`),
      clock: () => this.#now,
      wait: (action, ms) => {
        this.#lastTimer += 1;
        this.#timers.set(this.#lastTimer, { action, at: this.#now + ms });
        return this.#lastTimer;
      },
      forget: (timer) => this.#timers.delete(timer),
      abort: () => new AbortController(),
    });
  }

  /** Let time pass, second by second, with all that falls due in it. */
  async pass(ms) {
    const until = this.#now + ms;
    for (;;) {
      await settle();
      const due = [...this.#timers].filter(([, { at }]) => at <= until);
      if (due.length === 0) break;
      const [timer, { action, at }] = due.reduce((a, b) => (b[1].at < a[1].at ? b : a));
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, at);
      action();
    }
    this.#now = until;
    await settle();
  }

  /** The machine sleeps: time passes, and nothing runs. */
  sleep(ms) {
    this.#now += ms;
  }
}

async function settle() {
  for (let turn = 0; turn < 10; turn += 1) await null;
}
