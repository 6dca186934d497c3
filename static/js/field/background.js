import { NotTheOffice, Refused, Unreachable } from './api.js';
import { networkAfter, telling } from './problems.js';

/** Work that nobody asked for: it fails quietly where the state of the network tells enough. */
export class Background {
  #store;
  #onTrouble;

  /** @param {{store: object, onTrouble: () => void}} needs `onTrouble`: the way to the office is gone */
  constructor({ store, onTrouble }) {
    this.#store = store;
    this.#onTrouble = onTrouble;
  }

  /** @param {Promise<any>} work @returns {Promise<void>} never rejects */
  run = async (work) => {
    try {
      await work;
    } catch (error) {
      this.#take(error);
    }
  };

  /** Tell a person; what is no answer of the office is told to whoever mends this app, too. */
  fail = (error) => {
    if (!(error instanceof Refused)) console.error(error);
    this.#store.set(telling(error));
  };

  #take(error) {
    if (error instanceof Unreachable || error instanceof NotTheOffice) {
      this.#store.set(networkAfter(error));
      this.#onTrouble();
    } else if (error?.code !== 'sign_in_required') this.fail(error);
  }
}
