import { Refused } from './api.js';
import { Pace } from './pace.js';
import { isDecided } from './settlement.js';
import { failure, result, verdictsOf } from './verdicts.js';

const LOCK = 'field-flush';

/**
 * Sends what is waiting. Runs in pages and in the service worker alike, so there is no DOM here.
 * One Web Lock per flush keeps tabs and worker from sending the same twice; that the office counts
 * an event once however often it comes does not depend on it.
 */
export class Sync {
  #needs;
  #pace = new Pace();

  /**
   * @param {{api: object, outbox: object, clock: object, locks: LockManager|undefined,
   *   build: string, onSession?: Function, onSettled?: Function, onAnswer?: Function}} needs
   */
  constructor(needs) {
    this.#needs = { onSession: () => {}, onSettled: () => {}, onAnswer: () => {}, ...needs };
  }

  /**
   * Send until nothing is due. Safe to call at any time and from anywhere.
   * @param {{isForced?: boolean, shiftToken?: string}} [how] forced: also what is still deferred,
   *   and also while another page hangs on to the lock
   * @returns {Promise<import('./verdicts.js').Result>} 'elsewhere': another page is sending
   */
  async flush({ isForced = false, shiftToken } = {}) {
    const { locks } = this.#needs;
    const work = () => this.#flushLocked(isForced, shiftToken);
    if (!locks) return work();
    let working = null;
    const underLock = (lock) => (working = lock ? work() : result('elsewhere'));
    // Without its lock, stolen by another page or never given, the work is as safe as with it.
    return locks.request(LOCK, isForced ? { steal: true } : { ifAvailable: true }, underLock).catch(() => working ?? work());
  }

  async #flushLocked(isForced, shiftToken) {
    const progress = { sentCount: 0 };
    try {
      if (isForced) await this.#needs.outbox.makeAllDue();
      const session = await this.#openSession(shiftToken);
      if (!session.tablet) return result('enrol', progress);
      return await this.#drain({ csrfToken: session.csrf_token, shiftToken }, progress);
    } catch (error) {
      return failure(error, progress);
    }
  }

  async #openSession(shiftToken) {
    const { api, clock, onSession } = this.#needs;
    const sentAt = clock.now();
    const session = await api.session(shiftToken);
    clock.observe(sentAt, session.server_now);
    await onSession(session, { shiftToken });
    return session;
  }

  async #drain(session, progress) {
    this.#pace.begin();
    for (let requestCount = 0; ; requestCount += 1) {
      const batch = await this.#needs.outbox.due(this.#pace.size);
      const isEmpty = batch.rows.length === 0;
      // The first empty batch is the heartbeat that tells the office nothing is left here.
      if (isEmpty && requestCount > 0) return result('ok', progress);
      const decidedCount = await this.#send(batch, session);
      progress.sentCount += decidedCount ?? 0;
      if (isEmpty) return result('ok', progress);
      if (decidedCount === 0) return result('busy', progress);
      if (this.#pace.isGivenUp) return result('refused', progress);
    }
  }

  /** @returns {Promise<number|null>} events decided, or null when the batch was too much as a whole */
  async #send(batch, session) {
    try {
      return await this.#exchange(batch, session);
    } catch (error) {
      if (this.#pace.narrow(error, batch.rows.length)) await this.#needs.outbox.settle(batch.rows, new Map());
      return null;
    }
  }

  async #exchange(batch, session) {
    const { api, outbox, onSettled, onAnswer } = this.#needs;
    const answer = await this.#post(api, this.#message(batch), session);
    const verdicts = verdictsOf(answer?.results, batch.rows);
    onAnswer(answer);
    const settled = batch.rows.length > 0 ? await outbox.settle(batch.rows, verdicts) : [];
    await outbox.noteSent();
    if (settled.length > 0) await onSettled(settled);
    this.#pace.recover();
    return batch.rows.filter(({ event }) => isDecided(verdicts.get(event.event_id))).length;
  }

  /** Somebody who signs in to another page of the site rotates the token: fetch it once more. */
  async #post(api, message, session) {
    try {
      return await api.post('events', message, session);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'csrf_failed') throw error;
      session.csrfToken = (await api.session(session.shiftToken)).csrf_token;
      return api.post('events', message, session);
    }
  }

  #message({ journalId, rows, headSequence, unsentCount }) {
    return {
      device_now: this.#needs.clock.nowIso(),
      journal_id: journalId,
      head_sequence: headSequence,
      unsent_count: unsentCount,
      build: this.#needs.build,
      events: rows.map(({ event, sequence }) => ({ ...event, device_sequence: sequence })),
    };
  }
}
