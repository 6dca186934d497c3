const BASE = '/field/api/v1/';
/** A server that hangs must not hold the lock of the flush any longer than this. */
const TIMEOUT_MS = 15_000;
/** Network Authentication Required: a public network speaks, whatever the number looks like. */
const PORTAL_STATUS = 511;

/** Nobody answered: no network, a cut connection, a half answer, a time-out. */
export class Unreachable extends Error {
  name = 'Unreachable';
}

/** Somebody answered who is not the office, such as the sign-in page of a public network. */
export class NotTheOffice extends Error {
  name = 'NotTheOffice';
}

/** The office answered with an error. `retryAfterMs` is null when it named no time. */
export class Refused extends Error {
  name = 'Refused';

  constructor({ status, code, message, retryAfterMs }) {
    super(message);
    Object.assign(this, { status, code, retryAfterMs });
  }
}

/** The field API. Every failure is one of the three errors above; a redirect is never followed. */
export class Api {
  #fetch;
  #enrolCount = 0;
  #timeoutMs;

  /** @param {{fetch: typeof globalThis.fetch, timeoutMs?: number}} needs */
  constructor({ fetch, timeoutMs = TIMEOUT_MS }) {
    this.#fetch = fetch;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param {string} path below the base
   * @param {{shiftToken?: string, etag?: string}} [how]
   * @returns {Promise<{body: object|null, etag: string|null}>} body is null when nothing changed
   */
  async get(path, { shiftToken, etag } = {}) {
    const headers = {};
    if (shiftToken) headers['Shift-Token'] = shiftToken;
    if (etag) headers['If-None-Match'] = etag;
    return this.#exchange(path, { headers });
  }

  /** @returns {Promise<object>} */
  async post(path, content, { csrfToken }) {
    const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrfToken };
    const { body } = await this.#exchange(path, { method: 'POST', headers, body: JSON.stringify(content) });
    return body;
  }

  /** Who the office takes this tablet for. A portal may speak JSON too, but not this. */
  async session(shiftToken) {
    const enrolCount = this.#enrolCount;
    const { body } = await this.get('session', { shiftToken });
    if (typeof body?.csrf_token !== 'string' || body.tablet === undefined) throw new NotTheOffice('session');
    // Asked before this device was enrolled, the answer says nothing of the tablet that it is now.
    return body.tablet || enrolCount === this.#enrolCount ? body : this.session(shiftToken);
  }

  /** One POST with a CSRF token fetched for it; once more when another first question of a new tablet made it old. */
  async postFresh(path, content, isLastTry = false) {
    const { csrf_token: csrfToken } = await this.session();
    const answer = await this.post(path, content, { csrfToken }).catch((error) => {
      if (isLastTry || error.code !== 'csrf_failed') throw error;
      return this.postFresh(path, content, true);
    });
    if (path === 'enrol') this.#enrolCount += 1;
    return answer;
  }

  async #exchange(path, options) {
    const response = await this.#reach(path, options);
    const etag = response.headers.get('ETag');
    if (response.status === 304) return { body: null, etag };
    if (!isJson(response)) throw notJson(path, response);
    const body = await response.json().catch(unreachable);
    if (!response.ok) throw refusal(response, body);
    return { body, etag };
  }

  async #reach(path, options) {
    return this.#fetch(BASE + path, {
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(this.#timeoutMs),
      ...options,
    }).catch(unreachable);
  }
}

const unreachable = ({ message }) => { throw new Unreachable(message); };

const isJson = (response) => (response.headers.get('Content-Type') ?? '').includes('application/json');

/** A gateway before the office says "too large", "wait" or "out of order" in HTML; else it is a stranger. */
function notJson(path, response) {
  const { status } = response;
  const isGateway = status === 413 || status === 429 || (status >= 500 && status !== PORTAL_STATUS);
  return isGateway ? refusal(response, null) : new NotTheOffice(`${path}: ${status}`);
}

function refusal(response, body) {
  const { code = 'unknown', message = '' } = body?.error ?? {};
  return new Refused({ status: response.status, code, message, retryAfterMs: retryAfterMs(response) });
}

function retryAfterMs(response) {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
