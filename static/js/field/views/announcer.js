import { html } from '../../../vendor/preact-htm.js';
import { entrySpoken, outcomeSpoken } from './spoken.js';

/**
 * What a screen reader says by itself. The key makes two equal counts two announcements.
 * @param {{state: import('../types.js').State}} props
 */
export function Announcer({ state }) {
  return html`<div class="visually-hidden">
    <div role="status" aria-live="assertive" aria-atomic="true">
      <span key=${state.justCounted?.eventId}>${outcomeSpoken(state)}</span></div>
    <div role="status" aria-atomic="true">${entrySpoken(state.entry, state.terminal?.timeZone)}</div>
  </div>`;
}
