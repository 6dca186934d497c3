import { callShown } from './calls.js';
import { EMPTY_ENTRY } from './entry.js';
import { openBook } from './open_book.js';
import { NotPossible } from './problems.js';

const NOTHING_OPEN = { call: null, cargo: null, recent: [], justCounted: null, entry: EMPTY_ENTRY };

/** Which ship is worked here: the list of calls, the open one, and its book. */
export class Desk {
  #needs;
  #raw = [];
  #list = null;
  book = null;

  /**
   * @param {{store: object, database: object, cache: object, calls: import('./calls.js').Calls,
   *   onBook: (asOf?: string|null) => void, onPulled: (asOf: string) => void, inBackground: Function}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** As it was left, without the network. */
  async load() {
    const { cache, database } = this.#needs;
    const [{ calls, kept }, open] = await Promise.all([cache.calls(), database.get('settings', 'open_call')]);
    this.#show(calls, kept);
    if (open) await this.#open(open);
  }

  /** Ask the office for its calls; the open one stays open, also when it is no longer listed. */
  async refresh() {
    const { calls, cache, store } = this.#needs;
    const fetched = await calls.fetchCalls(store.state.call?.id ?? null);
    this.#show(fetched, (await cache.calls()).kept);
    const now = fetched.find(({ id }) => id === this.book?.call.id);
    if (!now) return;
    this.book.call = now;
    store.set({ call: callShown(now, null) });
    if (now.cargo_version !== this.#list?.version) await this.#fetchCargo();
  }

  /** Open a call: at once from what is kept here, then as the office has it now. */
  async choose(callId) {
    const call = this.#raw.find(({ id }) => id === callId) ?? this.book?.call;
    if (call?.id !== callId) throw new NotPossible('This call is not on the tablet any more. Refresh the list.');
    if (this.book?.call.id !== callId) await this.#open(call);
    await this.#needs.database.put('settings', call, 'open_call');
    const updating = this.#fetchCargo().then(() => this.pull());
    if (this.#list) this.#needs.inBackground(updating);
    else await updating;
  }

  async leave() {
    this.close();
    await this.#needs.database.delete('settings', 'open_call');
  }

  close() {
    this.book = null;
    this.#list = null;
    this.#needs.store.set(NOTHING_OPEN);
  }

  /** Forget the calls too: nobody is signed in any more. */
  empty() {
    this.close();
    this.#raw = [];
    this.#needs.store.set({ calls: [] });
  }

  /** Read on in the ledger of the open call, and what became of the call itself. */
  async pull() {
    const { book } = this;
    const { calls, database, store, onPulled } = this.#needs;
    if (!book?.cargo) return;
    const asOf = await calls.pull(book);
    if (book !== this.book) return;
    store.setUnseen({ call: callShown(book.call, null) });
    onPulled(asOf);
    await database.put('settings', book.call, 'open_call', 'relaxed');
  }

  /** Own events that another tab or the worker recorded or sent. */
  async readOwnAgain() {
    const { book } = this;
    if (!book) return;
    for (const row of await this.#needs.cache.ownRows(book.call.id)) book.takeOwn(row);
  }

  /** What of the office is in memory, to be kept again when the storage was cleared. */
  get known() {
    return { calls: this.#raw, list: this.#list };
  }

  async #open(call) {
    const { cache, store, onBook } = this.#needs;
    const { book, list, asOf } = await openBook({ cache, call, tabletId: store.state.tablet.id });
    this.book = book;
    this.#list = list;
    store.set({ ...NOTHING_OPEN, call: callShown(call, null) });
    onBook(asOf);
  }

  async #fetchCargo() {
    const { book } = this;
    const list = await this.#needs.calls.fetchCargo(book.call.id, this.#list ?? undefined);
    if (!list || book !== this.book) return;
    this.#list = list;
    book.takeCargo(list);
    this.#show(this.#raw, (await this.#needs.cache.calls()).kept);
    this.#needs.onBook();
  }

  #show(calls, kept) {
    this.#raw = calls;
    this.#needs.store.set({ calls: calls.map((call) => callShown(call, kept[call.id] ?? null)) });
  }
}
