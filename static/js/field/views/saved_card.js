import { html, useEffect, useState } from '../../../vendor/preact-htm.js';
import { eventWords } from './format.js';
import { Icon } from './icons.js';
import { flagWords } from './words.js';

/** Long enough to see the next car and doubt the last one. */
const UNDO_SHOWN_MS = 10_000;

/**
 * Return whether an event has only just been recorded. Asked where nothing is taken down in between:
 * the flash must not come again with the screen.
 * @param {import('../types.js').RecentEvent | null} event
 */
export function useFreshness(event) {
  const [staleId, setStaleId] = useState('');
  useEffect(() => {
    if (!event) return undefined;
    const timer = setTimeout(() => setStaleId(event.eventId), UNDO_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [event?.eventId]);
  return Boolean(event) && event.eventId !== staleId;
}

/**
 * The flash after a count: saved on this tablet, with the way back.
 * @param {{event: import('../types.js').RecentEvent, isFresh: boolean, onUndo: () => void}} props
 */
export function SavedCard({ event, isFresh, onUndo }) {
  const isUndo = event.kind === 'REVERSAL';
  const kind = isUndo ? ' saved-card--undone' : isFresh ? ' saved-card--fresh' : '';
  return html`<div class=${`saved-card${kind}`}>
    <${Icon} name=${isUndo ? 'undo' : 'check'} />
    <div class="saved-card__words">
      <p><strong>${isUndo ? 'Taken back' : 'Saved'}</strong> ${event.identifier
          && html`<span class="identifier">${event.identifier.slice(-8)}</span> `}
        ${event.flags.map((flag) => html`<span key=${flag}
        class="badge badge-attention">${flagWords(flag)}</span>`)}</p>
      <p class="saved-card__title">${eventWords(event)}</p>
    </div>
    ${event.canUndo && html`<button type="button" class="press saved-card__undo" onClick=${onUndo}>Undo</button>`}
  </div>`;
}
