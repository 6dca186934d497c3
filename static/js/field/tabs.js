const NAME = 'field';

/**
 * What one tab did, told to the other tabs and by the service worker. A bonus: a tab that hears
 * nothing reads the storage again when it comes to the front.
 *
 * Messages: {type: 'recorded', row} · {type: 'settled', rows} · {type: 'people'} · {type: 'tablet'}.
 */
export class Tabs {
  #channel;

  /** @param {typeof globalThis.BroadcastChannel|undefined} Channel */
  constructor(Channel) {
    this.#channel = Channel ? new Channel(NAME) : null;
  }

  post(message) {
    this.#channel?.postMessage(message);
  }

  /** @param {(message: {type: string}) => void} listener */
  listen(listener) {
    this.#channel?.addEventListener('message', ({ data }) => listener(data));
  }
}
