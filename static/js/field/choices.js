const NOTHING = { direction: '', deck: '', gang: '' };

/** Direction, deck and gang of every count that follows. They stay, for each call, until changed. */
export class Choices {
  #database;
  #store;
  #byCall = {};

  /** @param {{database: object, store: object}} needs */
  constructor({ database, store }) {
    this.#database = database;
    this.#store = store;
  }

  async load() {
    this.#byCall = (await this.#database.get('settings', 'choices')) ?? {};
  }

  /** The storage was cleared under the running app: what memory holds goes back. */
  async keepAgain() {
    await this.#database.put('settings', this.#byCall, 'choices');
  }

  /** What was chosen for this call last, as far as the call still has it. */
  for({ id, directions, decks, gangs }) {
    const { direction, deck, gang } = this.#byCall[id] ?? NOTHING;
    const kept = (value, offered) => (offered.includes(value) ? value : '');
    return {
      direction: kept(direction, directions) || (directions[0] ?? ''),
      deck: kept(deck, decks),
      gang: kept(gang, gangs),
    };
  }

  /** @param {{direction?: string, deck?: string, gang?: string}} change */
  async set(change) {
    const { call, chosen } = this.#store.state;
    if (!call) return;
    const next = { ...chosen, ...change };
    this.#store.set({ chosen: next });
    this.#byCall = { ...this.#byCall, [call.id]: next };
    await this.#database.put('settings', this.#byCall, 'choices', 'relaxed');
  }
}
