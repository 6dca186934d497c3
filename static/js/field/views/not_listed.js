import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

const VIN_LENGTH = 17;

/**
 * Nothing on the list fits. The car is on the ramp all the same, so it counts, as over.
 * @param {{entry: import('../types.js').Entry, onCount: () => void}} props
 */
export function NotListed({ entry, onCount }) {
  const isWhole = entry.text.length >= VIN_LENGTH;
  return html`<article class="unit-card unit-card--not-listed unit-objection">
    <h2 class="unit-objection__title"><${Icon} name="warning" />Not on the list</h2>
    <p class="unit-objection__words">${isWhole
      ? 'No unit of this voyage has this number.'
      : 'Compare the digits once more. If the car is really here, type its whole number, or as much as you can read.'}</p>
    <div class="unit-objection__actions">
      <button type="button" class="press press--attention" disabled=${!entry.over} onClick=${onCount}>
        ${isWhole ? 'Count' : 'Count as over: number ending in'} <span class="identifier">${entry.text}</span>${isWhole && ' as over'}</button>
    </div>
  </article>`;
}
