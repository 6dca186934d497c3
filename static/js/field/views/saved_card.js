import { html, useEffect, useState } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { flagWords } from './words.js';

/** Long enough to see the next car and doubt the last one. */
const UNDO_SHOWN_MS = 10_000;

/** What one count says of itself: a number of units, or a weight. */
export function quantityWords({ quantity, unit }) {
  return unit === 'kg' ? `${quantity} kg` : `${quantity}`;
}

/**
 * The flash after a count: saved on this tablet, with the way back.
 * @param {{event: import('../types.js').RecentEvent, onUndo: () => void}} props
 */
export function SavedCard({ event, onUndo }) {
  const [isFresh, setIsFresh] = useState(true);
  useEffect(() => {
    setIsFresh(true);
    const timer = setTimeout(() => setIsFresh(false), UNDO_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [event.eventId]);
  if (!isFresh) return null;
  const isUndo = event.kind === 'REVERSAL';
  const many = event.quantity > 1 || event.unit === 'kg' ? `${quantityWords(event)} × ` : '';
  return html`<div key=${event.eventId} class=${`saved-card${isUndo ? ' saved-card--undone' : ''}`}>
    <${Icon} name=${isUndo ? 'undo' : 'check'} />
    <div class="saved-card__words">
      <strong>${isUndo ? 'Taken back' : 'Saved'}</strong>
      <span>${event.unit === 'kg' ? `${quantityWords(event)} ` : many}${event.title}</span>
      ${event.identifier && html`<span class="identifier">${event.identifier.slice(-8)}</span>`}
      ${event.flags.map((flag) => html`<span key=${flag} class="badge badge-attention">${flagWords(flag)}</span>`)}
    </div>
    ${!isUndo && event.canUndo && html`<button type="button" class="press saved-card__undo" onClick=${onUndo}>
      <${Icon} name="undo" />Undo</button>`}
  </div>`;
}
