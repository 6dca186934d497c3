import { html } from '../../../vendor/preact-htm.js';

/** What ears need to know of the last count; eyes have the card. */
function outcomeOf({ justCounted, storage }) {
  if (storage.saveError) return `Not saved: ${storage.saveError.what}`;
  if (!justCounted) return '';
  return justCounted.kind === 'REVERSAL' ? `Taken back: ${justCounted.title}`
    : `Saved: ${justCounted.title} ${justCounted.identifier.slice(-4)}`;
}

/** @param {{state: import('../types.js').State}} props */
export function Announcer({ state }) {
  return html`<div class="visually-hidden" role="status" aria-live="assertive" aria-atomic="true">
    ${outcomeOf(state)}</div>`;
}
