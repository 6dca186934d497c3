import { becauseOf } from './alarm.js';
import { countDraft, isCountable, onPaper, overSubject, reversalDraft, unitShown, who } from './drafts.js';

/** Storage answers in some milliseconds; a clerk who waits longer must not drive on in doubt. */
const SILENT_MS = 10_000;
const EXPIRED = 'The 16 hours of your sign-in are over. Sign in, then count it again.';
const SAVED_UNSHOWN = 'It is saved, but this screen cannot show it. Load the app again.';
const NOT_READY = 'Sign in and choose a ship first. Nothing was counted.';

/** Turns a tap into an event that is on the disk before anybody reads "saved". */
export class Counting {
  #needs;
  #saving = new Set();

  /**
   * @param {{store: object, desk: object, people: object, clock: object, outbox: object,
   *   mintId: () => string, setTimer: Function, alarm: import('./alarm.js').Alarm, entries: object,
   *   onRecorded: (row: object) => void, onNotSaved: () => void}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  get isSaving() { return this.#saving.size > 0; }

  /** @param {string} identifier of a listed unit */
  async countUnit(identifier) {
    return this.#count({ identifier }, ({ cargo, direction }) => unitShown(cargo.unit(direction, identifier), identifier));
  }

  /** @param {{identifier: string}|{description: string}} over what is there but not on the list */
  async countOver(over) {
    const subject = overSubject(over);
    const title = subject.identifier ?? subject.description;
    return title ? this.#count(subject, () => ({ title, unit: 'units' })) : false;
  }

  /** @param {number} quantity whole units, or kilograms of a BULK line */
  async countLine(lineId, quantity) {
    const line = this.#needs.desk.book?.cargo?.line(lineId);
    if (!isCountable(line, quantity)) return this.#refuse('This is not a quantity that can be counted.');
    const shown = { title: line.description, unit: line.unit };
    // Each press counts, however quickly they follow each other.
    return this.#count({ line: lineId, direction: line.direction }, () => shown, { quantity, key: null });
  }

  /** Take back an own count of the last minutes. */
  async undo(eventId) {
    const { store, desk, clock } = this.#needs;
    const row = desk.book?.own(eventId);
    const person = this.#needs.people.active;
    if (!row || !person) return this.#refuse(NOT_READY);
    if (!desk.book.recent(row, person.id, clock).canUndo) {
      return this.#refuse('This count cannot be taken back here any more. A supervisor can.');
    }
    const draft = reversalDraft(row.event, { eventId: this.#needs.mintId(), clock, token: person.token });
    return this.#save(draft, { ...row.shown, ...who(person) }, `undo ${eventId}`, store.state.terminal?.timeZone);
  }

  async #count(subject, shownOf, { quantity = 1, key = JSON.stringify(subject) } = {}) {
    const { store, desk, clock, mintId } = this.#needs;
    const { chosen, terminal } = store.state;
    const person = this.#needs.people.active;
    const { book } = desk;
    if (!book?.cargo || !person || !chosen.direction) return this.#refuse(NOT_READY);
    if (!this.#mayCount(person)) return this.#refuse(EXPIRED);
    // A finger that bounces: the card answers "already counted" by itself.
    if (subject.identifier && book.tally.holderOf(chosen.direction, subject.identifier)) return false;
    const of = { eventId: mintId(), callId: book.call.id, chosen, clock, token: person.token, quantity };
    const shown = { ...shownOf({ cargo: book.cargo, direction: chosen.direction }), ...who(person) };
    return this.#save(countDraft(subject, of), shown, key ?? of.eventId, terminal?.timeZone);
  }

  async #save(event, shown, key, timeZone) {
    if (this.#saving.has(key)) return false;
    this.#saving.add(key);
    const putBack = event.kind === 'COUNT' && event.line === null ? this.#needs.entries.take() : () => {};
    const warn = (because) => {
      this.#needs.alarm.raise(event.event_id, onPaper(event, shown, timeZone), because);
      this.#needs.onNotSaved();
    };
    const cancel = this.#needs.setTimer(() => warn('failed'), SILENT_MS);
    let row;
    try {
      row = await this.#needs.outbox.record(event, shown);
    } catch (error) {
      console.error(error);
      putBack();
      warn(becauseOf(error));
      return false;
    } finally {
      cancel();
      this.#saving.delete(key);
    }
    return this.#tell(row);
  }

  /** It is durable: whatever fails from here on, nobody may be told to write it down again. */
  #tell(row) {
    try {
      this.#needs.alarm.retract(row.event.event_id);
      this.#needs.onRecorded(row);
    } catch (error) {
      console.error(error);
      this.#refuse(SAVED_UNSHOWN);
    }
    return true;
  }

  /** Where there is a network, signing in again is quick; where there is none, counting goes on. */
  #mayCount(person) {
    const canSignIn = ['ok', 'sending'].includes(this.#needs.store.state.network);
    return this.#needs.people.isCurrent(person) || !canSignIn;
  }

  #refuse(problem) {
    this.#needs.store.set({ problem });
    return false;
  }
}
