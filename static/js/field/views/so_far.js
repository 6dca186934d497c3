import { html } from '../../../vendor/preact-htm.js';
import { grouped } from './format.js';

/**
 * How many, how fast: the answer to what is asked over the radio.
 * @param {{totals: import('../types.js').Totals}} props
 */
export function SoFar({ totals }) {
  const { all, manifested, thisHour } = totals;
  return html`<section class="so-far" aria-label="Counted so far">
    <p class="so-far__count"><strong>${grouped(all)}</strong> ${manifested ? `of ${grouped(manifested)}` : 'counted'}</p>
    <p class="so-far__hour">This hour <strong>${grouped(thisHour.all)}</strong> · ${grouped(thisHour.mine)} yours</p>
    ${manifested > 0 && html`<progress value=${Math.min(all, manifested)} max=${manifested} aria-label="Counted of the list"></progress>`}
  </section>`;
}
