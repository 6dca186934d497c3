import { NotTheOffice, Refused, Unreachable } from './api.js';

const BATCH_SIZE = 100;
const LOCK = 'field-flush';
const DECIDED = ['accepted', 'duplicate', 'rejected', 'conflict'];
/** Each costs about eight requests to find; more than a few mean that the office is at fault. */
const MAX_SET_ASIDE = 3;

/**
 * Sends what is waiting. Runs in pages and in the service worker alike, so there is no DOM here.
 * One Web Lock per flush keeps tabs and worker from sending the same twice; that the office counts
 * an event once however often it comes does not depend on it.
 */
export class Sync {
  #needs;

  /**
   * @param {{api: object, outbox: object, clock: object, locks: LockManager|undefined,
   *   build: string, onSession?: Function, onSettled?: Function}} needs
   */
  constructor(needs) {
    this.#needs = { onSession: () => {}, onSettled: () => {}, ...needs };
  }

  /**
   * Send until nothing is due. Safe to call at any time and from anywhere.
   * @param {{isForced?: boolean, shiftToken?: string}} [how] forced: also what is still deferred
   * @returns {Promise<{outcome: 'ok'|'elsewhere'|'offline'|'portal'|'busy'|'refused'|'enrol',
   *   sentCount: number, retryAfterMs: number|null}>} 'elsewhere': another page is sending
   */
  async flush({ isForced = false, shiftToken } = {}) {
    const { locks } = this.#needs;
    if (!locks) return this.#flushLocked(isForced, shiftToken);
    return locks.request(LOCK, { ifAvailable: true }, (lock) =>
      lock ? this.#flushLocked(isForced, shiftToken) : result('elsewhere'));
  }

  async #flushLocked(isForced, shiftToken) {
    const progress = { sentCount: 0 };
    try {
      if (isForced) await this.#needs.outbox.makeAllDue();
      const session = await this.#openSession(shiftToken);
      if (!session.tablet) return result('enrol', progress);
      return await this.#drain(session.csrf_token, progress);
    } catch (error) {
      return failure(error, progress);
    }
  }

  async #openSession(shiftToken) {
    const { api, clock, onSession } = this.#needs;
    const sentAt = clock.now();
    const { body } = await api.get('session', { shiftToken });
    clock.observe(sentAt, body.server_now);
    await onSession(body);
    return body;
  }

  async #drain(csrfToken, progress) {
    const pace = { size: BATCH_SIZE, setAsideCount: 0 };
    for (let requestCount = 0; ; requestCount += 1) {
      const batch = await this.#needs.outbox.due(pace.size);
      const isEmpty = batch.rows.length === 0;
      // The first empty batch is the heartbeat that tells the office nothing is left here.
      if (isEmpty && requestCount > 0) return result('ok', progress);
      const verdictCount = await this.#send(batch, csrfToken, pace);
      progress.sentCount += verdictCount ?? 0;
      if (isEmpty) return result('ok', progress);
      if (verdictCount === 0) return result('busy', progress);
      if (pace.setAsideCount === MAX_SET_ASIDE) return result('refused', progress);
    }
  }

  /** @returns {Promise<number|null>} events decided, or null when the batch was too much as a whole */
  async #send(batch, csrfToken, pace) {
    const { api, outbox, onSettled } = this.#needs;
    try {
      const answer = await api.post('events', this.#message(batch), { csrfToken });
      const verdicts = verdictsOf(answer.results, batch.rows);
      await onSettled(await outbox.settle(batch.rows, verdicts));
      return [...verdicts.values()].filter(({ verdict }) => DECIDED.includes(verdict)).length;
    } catch (error) {
      if (!isAboutTheBatch(error) || batch.rows.length === 0) throw error;
      await this.#narrow(batch, pace);
      return null;
    }
  }

  /** Halve until one event is left; that one is deferred, so that it never blocks the others. */
  async #narrow({ rows }, pace) {
    pace.size = Math.floor(rows.length / 2);
    if (pace.size > 0) return;
    await this.#needs.outbox.settle(rows, new Map());
    pace.size = BATCH_SIZE;
    pace.setAsideCount += 1;
  }

  #message({ journalId, rows, headSequence, unsentCount }) {
    return {
      device_now: this.#needs.clock.nowIso(),
      journal_id: journalId,
      head_sequence: headSequence,
      unsent_count: unsentCount,
      build: this.#needs.build,
      events: rows.map(({ event, device_sequence }) => ({ ...event, device_sequence })),
    };
  }
}

const isAboutTheBatch = (error) => error instanceof Refused && (error.status === 413 || error.status === 400);

/** By id; a line without a readable id answers by its place, and only to set the event aside. */
function verdictsOf(results, rows) {
  if (!Array.isArray(results)) throw new Unreachable('an answer without results');
  const named = results.map((line, place) => {
    const byPlace = line.event_id === null && line.verdict === 'rejected' && results.length === rows.length;
    return [byPlace ? rows[place].event.event_id : line.event_id, line];
  });
  return new Map(named.map(([id, { verdict, position, reason, flags }]) => [id, { verdict, position, reason, flags }]));
}

const result = (outcome, { sentCount = 0 } = {}, retryAfterMs = null) => ({ outcome, sentCount, retryAfterMs });

function failure(error, progress) {
  if (error instanceof NotTheOffice) return result('portal', progress);
  if (error instanceof Unreachable) return result('offline', progress);
  if (!(error instanceof Refused)) throw error;
  const outcome = { 401: 'enrol', 429: 'busy' }[error.status] ?? (error.status >= 500 ? 'busy' : 'refused');
  return result(outcome, progress, error.retryAfterMs);
}
