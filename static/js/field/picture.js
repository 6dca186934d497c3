/** Shows what the book of the open call says: totals, lines, own counts. */
export class Picture {
  #needs;
  #cancel = null;
  #asOf = null;

  /**
   * @param {{store: object, desk: object, people: object, clock: object, choices: object,
   *   setTimer: Function, onChanged: () => void}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** Whether the active person recorded this event on this tablet. */
  isMine = ({ tablet, person }) =>
    tablet === this.#needs.store.state.tablet?.id && person === this.#needs.people.active?.name;

  /** Another call is open, or its list came. */
  open(asOf) {
    const { store, desk, choices } = this.#needs;
    if (asOf !== undefined) this.#asOf = asOf;
    if (store.state.call) store.set({ chosen: choices.for(desk.book.call) });
    this.draw();
  }

  /** @param {string} asOf the office's time of which the book tells now */
  pulled(asOf) {
    this.#asOf = asOf;
    this.draw();
  }

  /** All of it; adding up a whole call takes longer than a tap may. */
  draw() {
    this.#cancel?.();
    this.#cancel = null;
    const { store, desk, clock } = this.#needs;
    const { book } = desk;
    if (!book?.cargo) {
      if (store.state.cargo) store.set({ cargo: null });
      return;
    }
    const { chosen: { direction }, terminal } = store.state;
    const asked = { direction, isMine: this.isMine, nowMs: clock.officeNow(), timeZone: terminal?.timeZone };
    store.set({
      cargo: book.cargoShown(this.isMine),
      totals: { ...book.totals(asked), asOf: this.#asOf },
      ...this.#own(),
    });
    this.#needs.onChanged();
  }

  /** Once, in a moment: for the tap, only what it changed was drawn at once. */
  drawSoon() {
    this.#cancel ??= this.#needs.setTimer(() => this.draw(), 60);
  }

  /** What a tap shows at once; lists and sums follow in a moment. @param {object} row just recorded */
  recorded(row) {
    const { store, desk, clock } = this.#needs;
    const { event, shown } = row;
    desk.book.takeOwn(row);
    const own = { justCounted: desk.book.recent(row, shown.personId, clock) };
    const { cargo } = store.state;
    const isCounted = event.kind === 'COUNT' && event.line !== null;
    const raised = (line) => (line.id === event.line
      ? { ...line, counted: line.counted + event.quantity, mine: line.mine + event.quantity } : line);
    return isCounted && cargo ? { ...own, cargo: { ...cargo, lines: cargo.lines.map(raised) } } : own;
  }

  /** Who counts changed: nobody sees what another did last. */
  forgetLast() {
    this.#needs.store.set({ justCounted: null });
    this.draw();
  }

  #own(justCountedId = this.#needs.store.state.justCounted?.eventId) {
    const { desk, people, clock } = this.#needs;
    const person = people.active;
    const recent = person ? desk.book.recentOf(person.id, clock) : [];
    return { recent, justCounted: recent.find(({ eventId }) => eventId === justCountedId) ?? null };
  }
}
