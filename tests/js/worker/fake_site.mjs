/** A browser's caches and an office that answers, as far as the worker needs them. */

export const ORIGIN = 'https://tally.example';
export const ASSETS = ['/static/js/field/main.1a2b.js', '/static/css/tokens.3c4d.css'];
export const PLAN = { build: '3f9c21aa07be', shell: '/field/', assets: ASSETS, assetCache: 'default' };

class FakeCache {
  #entries = new Map();

  async match(address) {
    return this.#entries.get(address)?.clone();
  }

  async put(address, response) {
    this.#entries.set(address, response);
  }

  async keys() {
    return [...this.#entries.keys()].map((address) => ({ url: ORIGIN + address }));
  }

  drop(address) {
    this.#entries.delete(address);
  }

  get addresses() {
    return [...this.#entries.keys()].sort();
  }
}

export class FakeCaches {
  #caches = new Map();

  async open(name) {
    if (!this.#caches.has(name)) this.#caches.set(name, new FakeCache());
    return this.#caches.get(name);
  }

  async keys() {
    return [...this.#caches.keys()];
  }

  async delete(name) {
    return this.#caches.delete(name);
  }

  addressesIn(name) {
    return this.#caches.get(name)?.addresses ?? [];
  }
}

/** Answers like an office of one build; `answers` replaces single addresses by functions. */
export class FakeOffice {
  asked = [];
  answers = new Map();

  constructor(build = PLAN.build) {
    this.answers.set('/field/', () => page(`<body data-build="${build}">`));
  }

  fetch = async (address, how) => {
    this.asked.push({ address, ...how });
    const answer = this.answers.get(address) ?? (() => (address.endsWith('.css') ? style : file)(`/* ${address} */`));
    return answer();
  };

  goOffline() {
    for (const address of [...ASSETS, '/field/']) {
      this.answers.set(address, () => {
        throw new TypeError('Failed to fetch');
      });
    }
  }
}

const response = (text, type, more) => new Response(text, { headers: { 'Content-Type': type }, ...more });
export const file = (text, more) => response(text, 'text/javascript', more);
export const style = (text) => response(text, 'text/css');
export const page = (text, more) => response(text, 'text/html; charset=utf-8', more);

export function redirected(answer) {
  Object.defineProperty(answer, 'redirected', { value: true });
  return answer;
}
