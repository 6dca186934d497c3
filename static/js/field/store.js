import { EMPTY_ENTRY } from './entry.js';

const NO_TOTALS = {
  all: 0, beyond: 0, mine: 0, manifested: 0, byDeck: [], byPort: [], thisHour: { all: 0, mine: 0 }, asOf: null,
};

/** What a screen may draw before anything is known. @returns {object} `State` of types.js */
export function initialState({ build, theme, hasSound, install }) {
  return {
    phase: 'starting', isBusy: false, problem: '', outage: '', tablet: null, terminal: null,
    person: null, peopleOnTablet: [], calls: [], call: null, cargo: null,
    chosen: { direction: '', deck: '', gang: '' }, entry: EMPTY_ENTRY, justCounted: null,
    recent: [], totals: NO_TOTALS, unsentCount: 0, needsAttention: [], network: 'starting',
    isRevoked: false, hasSent: false, lastSentAt: null, nextAttemptAt: null, journalId: '',
    clock: { offsetMs: null, isOff: false },
    storage: { isPersisted: null, wasReset: false, saveError: null, usedBytes: null },
    install, update: { isReady: false, isRequired: false }, build, theme, hasSound,
  };
}

/** What a person has to do next; counting goes on when the office no longer knows the tablet. */
function phaseOf({ tablet, isRevoked, person, call }) {
  if (!tablet || (isRevoked && !(person && call))) return 'enrol';
  if (!person) return 'sign-in';
  return call ? 'counting' : 'choose-call';
}

/** Holds the one state, replaces it as a whole, and tells who listens. */
export class Store {
  #state;
  #listeners = new Set();
  #isOpen = false;

  constructor(state) {
    this.#state = frozen(state);
  }

  get state() {
    return this.#state;
  }

  /** From here on the phase follows from what is known. */
  open(patch) {
    this.#isOpen = true;
    this.set(patch);
  }

  set(patch) {
    this.setUnseen(patch);
    for (const listener of this.#listeners) listener(this.#state);
  }

  /** Change the state and leave it to the next change to be drawn with it. */
  setUnseen(patch) {
    const next = { ...this.#state, ...patch };
    if (this.#isOpen) next.phase = phaseOf(next);
    this.#state = frozen(next);
  }

  /** Change one of the small objects inside the state. */
  patch(name, change) {
    this.set({ [name]: { ...this.#state[name], ...change } });
  }

  /** @param {(state: object) => void} listener called at once, then at each change */
  subscribe(listener) {
    this.#listeners.add(listener);
    listener(this.#state);
    return () => this.#listeners.delete(listener);
  }
}

/** Frozen through and through; what is frozen already is not walked again. */
function frozen(value) {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
