const BEAT_MS = 20_000;
/** Calls and lists change some times a day, the ledger every minute. */
const BEATS_PER_REFRESH = 6;

/** What happens now and then while the app is open. */
export class Pulse {
  #needs;
  #count = 0;

  /**
   * @param {{setTimer: Function, isVisible: () => boolean, clock: object, store: object,
   *   people: object, picture: object, desk: object, updates: object,
   *   inBackground: (work: Promise<any>) => Promise<void>}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  start() {
    this.#needs.setTimer(() => {
      this.#beat();
      this.start();
    }, BEAT_MS);
  }

  #beat() {
    const { clock, store, people, picture, updates, isVisible } = this.#needs;
    this.#count += 1;
    store.set({ ...people.shown(), clock: { offsetMs: clock.offsetMs, isOff: clock.isOff } });
    picture.draw();
    updates.applyUnnoticed();
    // Whether there is a way to the office is the sender's to find out.
    if (isVisible() && ['ok', 'sending'].includes(store.state.network)) this.#read();
  }

  /** Look what others did; now and then also for new calls and lists. */
  #read() {
    const { people, desk, inBackground } = this.#needs;
    if (!people.readingToken) return;
    const isThorough = this.#count % BEATS_PER_REFRESH === 0;
    inBackground(isThorough ? desk.refresh().then(() => desk.pull()) : desk.pull());
  }
}
