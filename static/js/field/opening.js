import { registerSync } from './background_sync.js';
import { sentenceOf } from './problems.js';
import { Pulse } from './pulse.js';
import { readTimeTables } from './totals.js';

/** Storage that says nothing for this long will say nothing at all. */
const SILENT_MS = 10_000;
const SILENT = 'The storage of this tablet does not answer. Close this app and open it again.';

/** The app from its first moment: what it reads, what it listens to. */
export class Opening {
  #device;
  #store;
  #parts;
  #happenings;

  /** @param {{device: object, store: object, parts: object, happenings: object}} needs */
  constructor({ device, store, parts, happenings }) {
    this.#device = device;
    this.#store = store;
    this.#parts = parts;
    this.#happenings = happenings;
  }

  /** Read what this tablet keeps and show it; the network comes afterwards. */
  async start() {
    const cancel = this.#device.setTimer(() => this.#store.set({ problem: SILENT }), SILENT_MS);
    try {
      await this.#read();
      this.#store.open({ problem: '' });
    } catch (error) {
      console.error(error);
      this.#store.set({ problem: sentenceOf(error) });
      return;
    } finally {
      cancel();
    }
    this.#listen();
    this.#begin();
  }

  /** Who is signed in changed, here or in another tab. */
  showPeople() {
    const { people, entries, picture } = this.#parts;
    const before = this.#store.state.person?.id;
    this.#store.set(people.shown());
    if (this.#store.state.person?.id === before) return;
    entries.clear();
    picture.forgetLast();
  }

  /** Storage is the truth; another tab or the worker may have written to it. */
  readAgain = async () => {
    const { people, enrolment, waiting, desk, picture } = this.#parts;
    await Promise.all([people.load(), enrolment.load(), waiting.refresh(), desk.readOwnAgain()]);
    this.showPeople();
    picture.draw();
    await this.#happenings.emptyIfLeft();
  };

  onVisibility = (isVisible) => {
    const { updates, sender } = this.#parts;
    updates.onVisibility(isVisible);
    if (isVisible) {
      this.#device.wakeLock.refresh();
      this.#happenings.inBackground(this.readAgain());
    }
    // Going away is the last chance for what is not sent; coming back is the next one.
    if (isVisible || this.#store.state.unsentCount > 0) sender.noticeHope();
  };

  async #read() {
    const { database, people, enrolment, waiting, choices, desk } = this.#parts;
    const { clock } = this.#device;
    const reading = Promise.all([
      database.get('settings', 'clock_offset_ms'),
      people.load(), enrolment.load(), waiting.refresh(), choices.load(),
    ]);
    readTimeTables();
    const [offsetMs] = await reading;
    clock.restore(offsetMs);
    this.#store.set({ ...people.shown(), clock: this.#clockShown() });
    if (this.#store.state.tablet) await desk.load();
  }

  #clockShown() {
    const { offsetMs, isOff } = this.#device.clock;
    return { offsetMs, isOff };
  }

  #listen() {
    const { tabs, onVisibility, onOnline, wakeLock } = this.#device;
    tabs.listen((message) => this.#happenings.inBackground(this.#hear(message)));
    onVisibility(this.onVisibility);
    onOnline(() => this.#parts.sender.noticeHope());
    this.#store.subscribe(({ phase }) => wakeLock.want(phase === 'counting'));
  }

  async #hear({ type, row, rows }) {
    const { desk, picture, waiting } = this.#parts;
    if (type === 'people' || type === 'tablet') return this.readAgain();
    if (type === 'recorded' && row.event.call === desk.book?.call.id) desk.book.takeOwn(row);
    if (type === 'settled') this.#happenings.takeSettled(rows);
    picture.drawSoon();
    return waiting.refresh();
  }

  #begin() {
    const { sender, updates, deviceStorage, reserve } = this.#parts;
    const { inBackground } = this.#happenings;
    if (this.#store.state.unsentCount > 0) registerSync(this.#device.serviceWorker);
    sender.noticeHope();
    new Pulse({ ...this.#device, ...this.#parts, store: this.#store, inBackground }).start();
    updates.start();
    deviceStorage.start();
    inBackground(reserve.lay().then(() => reserve.pruneHistory()));
  }
}
