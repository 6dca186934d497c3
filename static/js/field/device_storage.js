/** What the device says about the room that this app has; it never makes anybody wait. */
export class DeviceStorage {
  #storage;
  #store;
  #preferences;
  #onLostStorage;
  #hasAsked = false;
  #storeId = null;

  /**
   * @param {{storage: StorageManager|undefined, store: object,
   *   preferences: import('./preferences.js').Preferences, onLostStorage: () => void}} needs
   */
  constructor({ storage, store, preferences, onLostStorage }) {
    this.#onLostStorage = onLostStorage;
    this.#storage = storage;
    this.#store = store;
    this.#preferences = preferences;
  }

  start() {
    this.#tell(this.#storage?.persisted?.());
    this.measure();
  }

  /**
   * Ask to be kept when the device runs full; after the first count, since browsers look at use.
   * Never awaited: Firefox asks the person, and may ask for ever.
   */
  askToBeKept() {
    if (this.#hasAsked) return;
    this.#hasAsked = true;
    this.#tell(this.#storage?.persist?.());
  }

  measure() {
    this.#storage?.estimate?.().then(
      ({ usage }) => this.#store.patch('storage', { usedBytes: usage ?? null }),
      () => {},
    );
  }

  /**
   * A database was opened. Another one than last time means that the browser cleared it: what was
   * not sent is gone, and that must be said.
   * @param {{store_id: string}} journal
   */
  onJournal({ store_id: storeId }) {
    const before = this.#storeId;
    this.#storeId = storeId;
    const last = this.#preferences.storeId;
    if (!last) this.#preferences.storeId = storeId;
    if (last && last !== storeId) this.#store.patch('storage', { wasReset: true });
    if (before && before !== storeId) this.#onLostStorage();
  }

  /** A person has read it. */
  dismissReset() {
    if (this.#storeId) this.#preferences.storeId = this.#storeId;
    this.#store.patch('storage', { wasReset: false });
  }

  #tell(answer) {
    answer?.then((isPersisted) => this.#store.patch('storage', { isPersisted }), () => {});
  }
}
