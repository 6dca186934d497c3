import { checkAsset, checkShell } from './checks.js';

const PREFIX = 'field-';

/**
 * The files of one build, kept by the browser so that the app starts without a network. The page
 * is kept under the address of the shell, whatever path below it was asked for.
 */
export class Shelf {
  #caches;
  #fetch;
  #plan;

  /**
   * @param {{caches: CacheStorage, fetch: typeof globalThis.fetch}} needs
   * @param {{build: string, shell: string, assets: string[], assetCache: RequestCache}} plan
   */
  constructor({ caches, fetch }, plan) {
    this.#caches = caches;
    this.#fetch = fetch;
    this.#plan = plan;
  }

  /**
   * Put everything of this build on the shelf, or nothing: a build with a hole would start today
   * and fail on the pier.
   * @throws NotKept when the office answers anything but this build's own files
   */
  async fill() {
    const failures = await this.#restock(this.#addresses);
    if (failures.length === 0) return;
    await this.#caches.delete(this.#name);
    throw failures[0];
  }

  /**
   * Put back what the browser threw away: it may empty the shelf and keep the worker, and then
   * the next start without a network would fail.
   * @returns {Promise<number>} how many are still missing
   */
  async heal() {
    const shelf = await this.#open();
    const kept = new Set((await shelf.keys()).map(({ url }) => new URL(url).pathname));
    const missing = this.#addresses.filter((address) => !kept.has(address));
    return (await this.#restock(missing)).length;
  }

  /** Answer from the shelf. What is missing there is fetched, and put back when it is right. */
  async answer(address) {
    const shelf = await this.#open();
    const kept = await shelf.match(address, { ignoreVary: true });
    if (kept) return kept;
    const response = await this.#fetchNew(address);
    // What is not this build's, or finds no room, is handed on all the same.
    await this.#keep(address, response).catch(() => {});
    return response;
  }

  /** Forget the files of other builds; no worker serves them any more. */
  async forgetOthers() {
    const names = await this.#caches.keys();
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== this.#name);
    await Promise.all(others.map((name) => this.#caches.delete(name)));
  }

  get #name() {
    return PREFIX + this.#plan.build;
  }

  get #addresses() {
    return [...this.#plan.assets, this.#plan.shell];
  }

  #open() {
    return this.#caches.open(this.#name);
  }

  /** Waits for all, also after a failure: a late one would put a forgotten shelf up again. */
  async #restock(addresses) {
    const works = addresses.map(async (address) => this.#keep(address, await this.#fetchNew(address)));
    const outcomes = await Promise.allSettled(works);
    return outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  }

  #fetchNew(address) {
    const cache = address === this.#plan.shell ? 'reload' : this.#plan.assetCache;
    // Without credentials: what is kept belongs to nobody.
    return this.#fetch(address, { credentials: 'omit', cache });
  }

  async #keep(address, response) {
    if (address === this.#plan.shell) await checkShell(response, this.#plan.build);
    else checkAsset(response, address);
    const shelf = await this.#open();
    await shelf.put(address, response.clone());
  }
}
