import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

const VIN_LENGTH = 17;

/**
 * Nothing on the list fits. The car is on the ramp all the same, so it counts, as over.
 * @param {{entry: import('../types.js').Entry, onCount: () => void}} props
 */
export function NotListed({ entry, onCount }) {
  const isWhole = entry.text.length >= VIN_LENGTH;
  return html`<article class="unit-card unit-card--not-listed">
    <h2 class="unit-card__objection"><${Icon} name="warning" />Not on the list</h2>
    <p>${isWhole ? 'Nobody listed this number for the voyage.'
      : 'Check the digits. If the car is really there, type the whole number when you can read it.'}</p>
    <button type="button" class="press press--wide press--attention" disabled=${!entry.over} onClick=${onCount}>
      Count ${entry.text} as over</button>
  </article>`;
}
