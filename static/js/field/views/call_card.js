import { html } from '../../../vendor/preact-htm.js';
import { clockTime, grouped } from './format.js';
import { DIRECTION_WORDS, STATUS_WORDS } from './words.js';

const CALM_STATUSES = new Set(['WORKING', 'BERTHED']);

function OnTablet({ onTablet, timeZone }) {
  if (!onTablet) return html`<span class="call-card__tablet">Not on this tablet yet: open it once with network.</span>`;
  return html`<span class="call-card__tablet call-card__tablet--here">
    On this tablet: list version ${onTablet.version}, as of ${clockTime(onTablet.fetchedAt, timeZone)}</span>`;
}

/**
 * One ship call to count for; the whole card is the button.
 * @param {{call: any, timeZone?: string, onChoose: () => void}} props
 */
export function CallCard({ call, timeZone, onChoose }) {
  const status = STATUS_WORDS[call.status] ?? call.status;
  const directions = call.directions.map((direction) => DIRECTION_WORDS[direction]).join(' and ');
  return html`<li><button type="button" class="call-card" onClick=${onChoose}>
    <span class="call-card__head">
      <strong class="call-card__vessel">${call.vessel}</strong>
      <span class=${`badge ${CALM_STATUSES.has(call.status) ? 'badge-good' : ''}`}>${status}</span>
    </span>
    <span class="call-card__voyage">Voyage ${call.voyage} · ${call.berth ? `berth ${call.berth}` : 'no berth yet'} · ${directions}</span>
    <progress value=${Math.min(call.counted, call.manifested)} max=${call.manifested || 1} aria-label="Counted so far"></progress>
    <span class="call-card__counts"><strong>${grouped(call.counted)}</strong> of ${grouped(call.manifested)} counted
      <small>${call.reference}</small></span>
    ${call.onTablet !== undefined && html`<${OnTablet} onTablet=${call.onTablet} timeZone=${timeZone} />`}
  </button></li>`;
}
