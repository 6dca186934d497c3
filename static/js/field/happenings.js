import { Background } from './background.js';
import { registerSync } from './background_sync.js';
import { whenIdle } from './idle.js';
import { putBack } from './lost_storage.js';
import { takingBack } from './problems.js';

/** What happens in one part and concerns others. */
export class Happenings {
  #device;
  #store;
  #parts;
  #opening;
  #networkBefore = 'starting';

  /** @param {object} device what `main.js` takes from the browser @param {object} store */
  constructor(device, store) {
    this.#device = device;
    this.#store = store;
    const background = new Background({ store, onTrouble: () => this.#parts.sender.noticeTrouble() });
    this.inBackground = background.run;
    this.fail = background.fail;
  }

  /** @param {object} parts those that `assemble` made with these functions @param {object} opening */
  serve(parts, opening) {
    this.#parts = parts;
    this.#opening = opening;
  }

  /** The event is on the disk: say so first, all the rest can wait until that is painted. */
  onRecorded = (row) => {
    const { picture, desk, sender, deviceStorage } = this.#parts;
    const { unsentCount } = this.#store.state;
    const shown = row.event.call === desk.book?.call.id ? picture.recorded(row) : {};
    this.#store.set({ ...shown, unsentCount: unsentCount + 1 });
    this.#device.setTimer(() => {
      picture.drawSoon();
      sender.noticeEvent();
      deviceStorage.askToBeKept();
      this.#device.tabs.post({ type: 'recorded', row });
      if (unsentCount === 0) registerSync(this.#device.serviceWorker);
      this.#device.signals.give(row.event.kind === 'COUNT' ? 'counted' : 'undone');
    }, 0);
  };

  onNotSaved = () => this.#device.signals.give('failed');

  onAttention = () => this.#device.signals.give('attention');

  onStart = () => {
    const { network, unsentCount } = this.#store.state;
    this.#networkBefore = network;
    if (unsentCount > 0) this.#store.set({ network: 'sending' });
  };

  onSession = async (session, { shiftToken }) => {
    const { enrolment, updates, database } = this.#parts;
    const { clock } = this.#device;
    await enrolment.onSession(session);
    updates.onBuild(session);
    this.#store.set({ clock: { offsetMs: clock.offsetMs, isOff: clock.isOff } });
    await database.put('settings', clock.offsetMs, 'clock_offset_ms', 'relaxed');
    if (session.tablet && shiftToken && session.person === null) this.onTokenRefused(shiftToken);
  };

  onAnswer = (answer) => this.#parts.updates.onBuild(answer);

  onSettled = async (rows) => {
    this.takeSettled(rows);
    this.#device.tabs.post({ type: 'settled', rows });
    await this.#parts.waiting.refresh();
    if (rows.some(({ verdict }) => verdict === 'rejected' || verdict === 'conflict')) this.onAttention();
  };

  /** Rows that left the queue, here or in another tab. */
  takeSettled(rows) {
    const { desk, picture } = this.#parts;
    for (const row of rows) if (row.event.call === desk.book?.call.id) desk.book.takeOwn(row);
    picture.drawSoon();
  }

  onOutcome = ({ outcome, error }, next) => {
    const { waiting, desk, people } = this.#parts;
    if (outcome === 'failed') this.fail(error);
    const isUnknown = outcome === 'elsewhere' || outcome === 'failed';
    const network = isUnknown ? this.#networkBefore : outcome;
    const nextAttemptAt = next === null ? null : new Date(next).toISOString();
    this.#store.set({ network, nextAttemptAt, ...(outcome === 'enrol' && { isRevoked: this.#store.state.tablet !== null }) });
    this.inBackground(waiting.refresh());
    if (outcome !== 'ok') return;
    this.#store.set(takingBack(this.#store.state));
    this.inBackground(this.emptyIfLeft());
    if (people.readingToken) this.inBackground(desk.pull());
  };

  /** Another tablet than before, to the office: who was signed in on that one is nobody on this. */
  onNewJournal = async () => {
    this.#parts.desk.close();
    await this.#opening.readAgain();
  };

  /** The browser cleared the storage under the running app. */
  onLostStorage = () => this.inBackground(putBack(this.#parts));

  onTokenRefused = (token) => {
    if (this.#parts.people.noteRefused(token)) this.#opening.showPeople();
  };

  whenIdle = () => whenIdle(this.#store, () => this.#parts.counting.isSaving);

  /** Nobody is signed in and nothing waits: the lists go. */
  emptyIfLeft = async () => {
    const { people, waiting, cache, desk } = this.#parts;
    if (people.isAnybodyHere || people.active || !waiting.isNothing) return;
    await cache.clear();
    desk.empty();
  };
}
