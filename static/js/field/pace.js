import { Refused } from './api.js';

const BATCH_SIZE = 100;
/** Each costs about eight requests to find; more than a few mean that the office is at fault. */
const MAX_SET_ASIDE = 3;

const isAboutTheBatch = ({ status }) => status === 413 || status === 400;

/** How many events go at once, when the office refuses a batch as a whole. */
export class Pace {
  #setAsideCount = 0;

  size = BATCH_SIZE;

  begin() {
    this.#setAsideCount = 0;
  }

  /** A batch went through. */
  recover() {
    this.size = BATCH_SIZE;
  }

  get isGivenUp() {
    return this.#setAsideCount >= MAX_SET_ASIDE;
  }

  /**
   * Halve until one event is left that the office will not take: that one must be put off, so that
   * it never blocks the others. Throws what is not about this batch.
   * @param {Error} error @param {number} sentCount events in the batch
   * @returns {boolean} whether the one event is to be put off
   */
  narrow(error, sentCount) {
    const isBroken = error instanceof Refused && error.status === 500;
    const isNarrowed = error instanceof Refused && (isBroken || isAboutTheBatch(error)) && sentCount > 0;
    if (!isNarrowed) throw error;
    const isOne = sentCount === 1;
    this.size = isOne ? BATCH_SIZE : Math.floor(sentCount / 2);
    // An office that breaks over one event is asked with less, but only at the next flush: one
    // that is broken as a whole must not be asked eight times in a row.
    if (isBroken && !isOne) throw error;
    if (isOne) this.#setAsideCount += 1;
    return isOne;
  }
}
