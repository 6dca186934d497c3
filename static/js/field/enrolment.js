import { adoptTablet } from './journal.js';

export const terminalOf = ({ name, locode, time_zone: timeZone }) => ({ name, locode, timeZone });

/** Which tablet the office takes this device for; it knows by a cookie that no script can read. */
export class Enrolment {
  #needs;

  /**
   * @param {{api: object, database: object, store: object, mintId: () => string,
   *   onNewJournal: () => Promise<void>}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** As it is known without the network. */
  async load() {
    const { database, store } = this.#needs;
    const [tablet, terminal, journal] = await database.run(['settings', 'journal'], 'readonly', (tx) => {
      const settings = tx.objectStore('settings');
      return Promise.all([settings.get('tablet'), settings.get('terminal'), tx.objectStore('journal').get('this')]);
    });
    store.set({ tablet: tablet ?? null, terminal: terminal ?? null, journalId: journal.journal_id });
  }

  /** @param {string} code as a person typed it */
  async enrol(code) {
    await this.#adopt(await this.#needs.api.postFresh('enrol', { code }));
    this.#needs.store.set({ network: 'ok' });
  }

  /** What each session says of the tablet. Null: the office does not know it, or no more. */
  async onSession({ tablet, terminal }) {
    const { store } = this.#needs;
    if (!tablet) return store.set({ isRevoked: store.state.tablet !== null });
    const { state } = store;
    const isKnown = tablet.id === state.tablet?.id && tablet.name === state.tablet.name
      && terminal.time_zone === state.terminal?.timeZone && terminal.name === state.terminal.name;
    return isKnown && !state.isRevoked ? undefined : this.#adopt({ tablet, terminal });
  }

  /** The storage was cleared under the running app: what memory holds goes back. */
  async keepAgain() {
    const { database, store } = this.#needs;
    const { tablet, terminal } = store.state;
    if (!tablet) return;
    await database.run(['settings'], 'readwrite', (tx) =>
      Promise.all([tx.store.put(tablet, 'tablet'), tx.store.put(terminal, 'terminal')]));
    await this.load();
  }

  async #adopt({ tablet, terminal }) {
    const { database, mintId, onNewJournal } = this.#needs;
    const found = { tablet, terminal: terminalOf(terminal), mintId };
    const isNewJournal = await adoptTablet(database, found);
    await this.load();
    this.#needs.store.set({ isRevoked: false });
    if (isNewJournal) await onNewJournal();
  }
}
