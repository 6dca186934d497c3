import { NotPossible } from './problems.js';

const EXPIRED = 'The 16 hours of this sign-in are over. Sign in again; that needs the network.';

/**
 * Who may count on this tablet. Several people may be signed in, one of them is active; switching
 * between them and signing out need no network. A token leaves the tablet only in an event.
 */
export class People {
  #database;
  #api;
  #clock;
  #people = [];
  #activeId = null;
  #refusedTokens = new Set();

  /** @param {{database: object, api: object, clock: object}} needs */
  constructor({ database, api, clock }) {
    this.#database = database;
    this.#api = api;
    this.#clock = clock;
  }

  /** Read them again: at start, and when another tab changed them. */
  async load() {
    const [people, activeId] = await this.#database.run(['people', 'settings'], 'readonly', (tx) =>
      Promise.all([tx.objectStore('people').getAll(), tx.objectStore('settings').get('active_person')]));
    this.#people = people;
    this.#activeId = activeId ?? null;
  }

  /** The active person with the token, or null. */
  get active() {
    return this.#people.find(({ id }) => id === this.#activeId) ?? null;
  }

  /** A token that the office answers to, or undefined: then there is nothing to ask it with. */
  get readingToken() {
    const token = this.active?.token;
    return token && this.isCurrent(this.active) && !this.#refusedTokens.has(token) ? token : undefined;
  }

  /** Somebody could count here without signing in. */
  get isAnybodyHere() {
    return this.#people.some((person) => this.isCurrent(person));
  }

  isCurrent({ until }) {
    return this.#clock.officeNow() < Date.parse(until);
  }

  /** The office answers this token no more; what it vouches for is taken all the same. */
  noteRefused(token) {
    const isNews = !this.#refusedTokens.has(token);
    this.#refusedTokens.add(token);
    return isNews;
  }

  async signIn(username, password) {
    const { shift_token: token, person } = await this.#api.postFresh('sign-in', { username, password });
    await this.#change(({ people, settings }) => [
      people.put({ ...person, token }),
      settings.put(person.id, 'active_person'),
    ]);
  }

  async switchTo(personId) {
    const person = this.#people.find(({ id }) => id === personId);
    if (!person || !this.isCurrent(person)) throw new NotPossible(EXPIRED);
    await this.#change(({ settings }) => [settings.put(person.id, 'active_person')]);
  }

  /** Drop the token of the active person, and of those whose time is over. */
  async signOut() {
    const leaving = this.#people.filter((person) => person.id === this.#activeId || !this.isCurrent(person));
    await this.#change(({ people, settings }) => [
      ...leaving.map(({ id }) => people.delete(id)),
      settings.delete('active_person'),
    ]);
  }

  /** As the screens show them. @returns {{person: object|null, peopleOnTablet: object[]}} */
  shown() {
    const show = (person) => ({
      id: person.id, username: person.username, name: person.name, until: person.until,
      isCurrent: this.isCurrent(person), isRefused: this.#refusedTokens.has(person.token),
    });
    return { person: this.active && show(this.active), peopleOnTablet: this.#people.map(show) };
  }

  /** The storage was cleared under the running app: what memory holds goes back. */
  async keepAgain() {
    await this.#change(({ people, settings }) => [
      ...this.#people.map((person) => people.put(person)),
      ...(this.#activeId === null ? [] : [settings.put(this.#activeId, 'active_person')]),
    ]);
  }

  async #change(work) {
    await this.#database.run(['people', 'settings'], 'readwrite', (tx) =>
      Promise.all(work({ people: tx.objectStore('people'), settings: tx.objectStore('settings') })));
    await this.load();
  }
}
