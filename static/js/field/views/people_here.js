import { html } from '../../../vendor/preact-htm.js';
import { clockTime } from './format.js';
import { Icon } from './icons.js';

/**
 * People whose shift is still running on this tablet: one tap, also without network.
 * @param {{people: import('../types.js').Person[], timeZone?: string, onPick: (id: number) => void}} props
 */
export function PeopleHere({ people, timeZone, onPick }) {
  const present = people.filter(({ isCurrent }) => isCurrent);
  if (present.length === 0) return null;
  return html`<section class="people-here">
    <h2>Signed in on this tablet</h2>
    <ul role="list" class="choices">${present.map(({ id, name, until }) => html`<li key=${id}>
      <button type="button" class="choices__row" onClick=${() => onPick(id)}><${Icon} name="person" />
        <span class="people-here__name">${name}<small>until ${clockTime(until, timeZone)}</small></span></button></li>`)}</ul>
  </section>`;
}
