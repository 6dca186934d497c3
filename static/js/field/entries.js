import { EMPTY_ENTRY, lookUp } from './entry.js';

/** The longest identifier of the protocol, and the mark that bar codes put before it. */
const MAX_TYPED = 33;
/** Longer than a healthy disk takes, shorter than a person waits. */
const SLOW_MS = 60;
/** Kinds that a clerk who looks at the ramp has to hear. */
const ATTENTION = new Set(['counted', 'held', 'wrong-port', 'wrong-direction', 'not-listed']);

/** The number that somebody is typing, and what the list says to it. All from memory. */
export class Entries {
  #needs;
  #picked = '';
  #unlisted = null;

  /**
   * @param {{store: object, desk: object, isMine: (event: object) => boolean, onAttention: () => void,
   *   setTimer: Function}} needs
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** @param {string} text all that is typed so far */
  type(text) {
    this.#picked = '';
    this.#look(text.slice(0, MAX_TYPED));
  }

  /** One of several that fit. */
  pick(identifier) {
    this.#picked = identifier;
    this.#look(this.#needs.store.state.entry.text);
  }

  clear() {
    this.type('');
  }

  /**
   * It is being counted: whoever is quick types the next number before the disk has answered. The
   * screen goes on to the next number together with the word "saved", for to draw twice takes as
   * long again; only when the disk is slow it goes first.
   * @returns {() => void} to put it back when it could not be saved and nothing else was typed
   */
  take() {
    const { store, setTimer } = this.#needs;
    const { text } = store.state.entry;
    const picked = this.#picked;
    this.#picked = '';
    store.setUnseen({ entry: EMPTY_ENTRY });
    const unseen = store.state;
    setTimer(() => store.state === unseen && store.set({}), SLOW_MS);
    return () => {
      if (this.#needs.store.state.entry.text) return;
      this.#picked = picked;
      this.#look(text);
    };
  }

  /** The list, the tally or the direction changed under what is typed. */
  lookAgain() {
    this.#unlisted = null;
    const { text } = this.#needs.store.state.entry;
    if (text) this.#look(text);
  }

  #look(text) {
    const { store, onAttention } = this.#needs;
    const { kind, card } = store.state.entry;
    const entry = this.#answerTo(text);
    store.set({ entry });
    const isNews = entry.kind !== kind || entry.card?.identifier !== card?.identifier;
    if (isNews && ATTENTION.has(entry.kind)) onAttention();
  }

  #answerTo(text) {
    const { store, desk, isMine } = this.#needs;
    const { direction } = store.state.chosen;
    const { book } = desk;
    if (!text || !book?.cargo || !direction) return { ...EMPTY_ENTRY, text };
    if (this.#unlisted?.direction !== direction) {
      this.#unlisted = { direction, identifiers: book.unlisted(direction) };
    }
    const { cargo, tally } = book;
    const unlisted = this.#unlisted.identifiers;
    return lookUp({ text, picked: this.#picked, direction, cargo, tally, unlisted, isMine });
  }
}
