import { html } from '../../../vendor/preact-htm.js';
import { clockTime, grouped } from './format.js';
import { DIRECTION_WORDS, STATUS_WORDS } from './words.js';

const BADGES = { WORKING: 'badge badge-good', STOPPED: 'badge badge-attention' };

function onTabletWords(onTablet, timeZone) {
  if (!onTablet) return 'Not on this tablet yet: the first time needs the network.';
  return `On this tablet: list ${onTablet.version}, as of ${clockTime(onTablet.fetchedAt, timeZone)}`;
}

function Counts({ counted, manifested }) {
  if (!manifested) return html`<span>No cargo list yet</span>`;
  return html`<span><strong>${grouped(counted)}</strong> of ${grouped(manifested)} counted</span>`;
}

/**
 * One ship call to count for; the whole card is the button.
 * @param {{call: import('../types.js').Call, timeZone?: string, onChoose: () => void}} props
 */
export function CallCard({ call, timeZone, onChoose }) {
  const { berth, counted, directions, manifested, onTablet, reference, status, vessel, voyage } = call;
  const facts = [`Voyage ${voyage}`, berth ? `berth ${berth}` : 'no berth yet',
    directions.map((direction) => DIRECTION_WORDS[direction].toLowerCase()).join(' and ')];
  return html`<li><button type="button" class="call-card" onClick=${onChoose}>
    <span class="call-card__head">
      <strong class="call-card__vessel">${vessel}</strong>
      <span class=${BADGES[status] ?? 'badge'}>${STATUS_WORDS[status] ?? status}</span>
    </span>
    <span>${facts.join(' · ')}</span>
    <progress value=${Math.min(counted, manifested)} max=${manifested || 1} aria-label="Counted of the list"></progress>
    <span class="call-card__counts"><${Counts} counted=${counted} manifested=${manifested} />
      <span class="call-card__reference">${reference}</span></span>
    ${onTablet !== undefined && html`<span class="call-card__tablet">${onTabletWords(onTablet, timeZone)}</span>`}
  </button></li>`;
}
