import { Refused } from './api.js';

const LIMIT = 1000;

/** Fetches what the office knows of calls and keeps it, so that the next time needs no network. */
export class Calls {
  #needs;
  #pulling = null;

  /**
   * @param {{api: object, cache: import('./call_cache.js').CallCache, clock: object,
   *   token: () => string|undefined, onTokenRefused: (token: string) => void}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** @param {number|null} openId the call whose list is kept in any case @returns {Promise<object[]>} */
  async fetchCalls(openId) {
    const { body } = await this.#get('calls');
    await this.#needs.cache.putCalls(body.calls, openId);
    return body.calls;
  }

  /**
   * The cargo list, when the office has another than the one that is here.
   * @param {object|undefined} known the list as it is kept
   * @returns {Promise<object|null>}
   */
  async fetchCargo(callId, known) {
    const { body, etag } = await this.#get(`calls/${callId}/cargo`, known?.etag);
    if (!body) return null;
    const list = { ...body, call: callId, etag, fetched_at: this.#officeTime() };
    await this.#needs.cache.putCargo(list);
    return list;
  }

  /**
   * Read on in the ledger of a call until its end.
   * @param {import('./call_book.js').CallBook} book
   * @returns {Promise<string>} the office's time of which the book now tells
   */
  async pull(book) {
    if (this.#pulling?.book !== book) {
      const reading = this.#pullAll(book).finally(() => {
        if (this.#pulling?.reading === reading) this.#pulling = null;
      });
      this.#pulling = { book, reading };
    }
    return this.#pulling.reading;
  }

  async #pullAll(book) {
    const { cache } = this.#needs;
    for (;;) {
      const { id } = book.call;
      const after = book.position;
      const { body } = await this.#get(`calls/${id}/changes?after=${after}&limit=${LIMIT}`);
      if (body.head.position < after) {
        await cache.forgetChanges(id);
        book.forgetChanges();
        continue;
      }
      const asOf = this.#officeTime();
      await cache.putChanges(id, after, body, asOf);
      book.takeChanges(body);
      if (!body.more) return asOf;
    }
  }

  /** A token may end before its time, with a password that was changed; counting goes on. */
  async #get(path, etag) {
    const shiftToken = this.#needs.token();
    try {
      return await this.#needs.api.get(path, { shiftToken, etag });
    } catch (error) {
      const isOver = error instanceof Refused && error.code === 'sign_in_required';
      if (isOver && shiftToken) this.#needs.onTokenRefused(shiftToken);
      throw error;
    }
  }

  #officeTime() {
    return new Date(this.#needs.clock.officeNow()).toISOString();
  }
}

/** @returns {object} `Call` of types.js */
export function callShown(call, onTablet) {
  const { id, reference, vessel, voyage, status, berth, directions, decks, gangs, ports, counted, manifested } = call;
  return { id, reference, vessel, voyage, status, berth, directions, decks, gangs, ports, counted, manifested, onTablet };
}
