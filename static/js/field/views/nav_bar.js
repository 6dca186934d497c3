import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

const PLACES = [
  ['count', 'Count', 'tally'],
  ['totals', 'Totals', 'chart'],
  ['recent', 'Recent', 'recent'],
  ['queue', 'Queue', 'send'],
];

/**
 * Four places, at the thumb.
 * @param {{current: string, onGo: (place: string) => void, attentionCount: number}} props
 */
export function NavBar({ current, onGo, attentionCount }) {
  return html`<nav class="nav-bar" aria-label="Screens">
    ${PLACES.map(([place, label, icon]) => html`<button key=${place} type="button" class="nav-bar__place"
        aria-current=${place === current ? 'page' : undefined} onClick=${() => onGo(place)}>
      <${Icon} name=${icon} />
      <span>${label}</span>
      ${place === 'queue' && attentionCount > 0 && html`<span class="nav-bar__badge">
        ${attentionCount}<span class="visually-hidden"> need attention</span></span>`}
    </button>`)}
  </nav>`;
}
