import { NotPossible } from './problems.js';
import { originOf } from './settlement.js';

const FORMAT = 'stevedores-field-queue';
const VERSION = 1;

/**
 * The way out when the network or the office fails for good: what is not in the ledger, as a file
 * that the office can load. The ids stay the same, so nothing is ever counted twice.
 */
export class QueueFile {
  #needs;

  /**
   * @param {{database: object, store: object, clock: object, build: string,
   *   saveFile: (name: string, text: string) => Promise<void>}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /**
   * Save one file for each journal; only a tablet that was enrolled anew has more than one.
   * @returns {Promise<string>} their names
   */
  async save() {
    const { rows, journal, tablet } = await this.#read();
    if (rows.length === 0) throw new NotPossible('There is nothing to export: everything was sent.');
    const files = byJournal(rows.map((row) => ({ ...originOf(row, journal, tablet), ...row })));
    const names = [];
    for (const file of files) {
      const name = this.#nameOf(file, names.length);
      await this.#needs.saveFile(name, JSON.stringify(this.#contentOf(file), null, 1));
      names.push(name);
    }
    await this.#markExported(new Set(rows.map(({ event }) => event.event_id)));
    return names.join(', ');
  }

  async #read() {
    const stores = ['outbox', 'needs_attention', 'journal', 'settings'];
    return this.#needs.database.run(stores, 'readonly', async (tx) => {
      const [attention, unsent, journal, tablet] = await Promise.all([
        tx.objectStore('needs_attention').getAll(),
        tx.objectStore('outbox').getAll(),
        tx.objectStore('journal').get('this'),
        tx.objectStore('settings').get('tablet'),
      ]);
      return { rows: [...attention, ...unsent], journal, tablet: tablet ?? null };
    });
  }

  #contentOf({ journal_id, tablet, rows }) {
    const { store, clock, build } = this.#needs;
    const events = rows.map(({ event, sequence }) => ({ ...event, device_sequence: sequence }));
    events.sort((one, other) => one.device_sequence - other.device_sequence);
    return {
      format: FORMAT,
      version: VERSION,
      exported_at: clock.nowIso(),
      tablet,
      terminal: store.state.terminal,
      journal_id,
      head_sequence: events.at(-1)?.device_sequence ?? 0,
      unsent_count: rows.filter(({ verdict }) => !verdict).length,
      build,
      device_now: clock.nowIso(),
      events,
    };
  }

  #nameOf({ tablet }, number) {
    const words = (tablet?.name ?? 'tablet').replace(/[^A-Za-z0-9]+/g, '-');
    const stamp = this.#needs.clock.nowIso().slice(0, 19).replace(/[:T]/g, '-');
    return `tally-queue-${words}-${stamp}${number > 0 ? `-${number + 1}` : ''}.json`;
  }

  /** Only what is in a file: another may have been refused while a person chose where to save it. */
  async #markExported(ids) {
    await this.#needs.database.run(['needs_attention'], 'readwrite', async (tx) => {
      const rows = await tx.store.getAll();
      const saved = rows.filter(({ event }) => ids.has(event.event_id));
      await Promise.all(saved.map((row) => tx.store.put({ ...row, is_exported: true })));
    });
  }
}

function byJournal(rows) {
  const files = new Map();
  for (const row of rows) {
    const { journal_id, tablet } = row;
    const file = files.get(journal_id) ?? { journal_id, tablet, rows: [] };
    file.rows.push(row);
    files.set(journal_id, file);
  }
  return [...files.values()];
}
