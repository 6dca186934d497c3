import { isQuotaExceeded, NewerDatabase } from './database.js';

/** Why an event could not be kept, as the alarm says it. @returns {'full'|'update'|'failed'} */
export function becauseOf(error) {
  if (error instanceof NewerDatabase) return 'update';
  return isQuotaExceeded(error) ? 'full' : 'failed';
}

/**
 * Counts that are NOT on this tablet, for the screen that covers everything until somebody has
 * written them down. One that is stored after all, late, takes itself off.
 */
export class Alarm {
  #store;
  #lost = new Map();

  /** @param {{store: object}} needs */
  constructor({ store }) {
    this.#store = store;
  }

  /** @param {string} key of the event @param {string} what to write down @param {'full'|'update'|'failed'} because */
  raise(key, what, because) {
    this.#lost.set(key, { what, because });
    this.#publish();
  }

  /** It was slow, but it is on the disk. */
  retract(key) {
    if (this.#lost.delete(key)) this.#publish();
  }

  dismiss() {
    this.#lost.clear();
    this.#publish();
  }

  #publish() {
    const lost = [...this.#lost.values()];
    const saveError = lost.length === 0 ? null
      : { what: lost.map(({ what }) => what).join('; '), because: lost.at(-1).because };
    this.#store.patch('storage', { saveError });
  }
}
