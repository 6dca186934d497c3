import { html } from '../../../vendor/preact-htm.js';
import { beyondWords, grouped } from './format.js';

/**
 * How many, how fast: the answer to what is asked over the radio.
 * @param {{totals: import('../types.js').Totals}} props
 */
export function SoFar({ totals }) {
  const { all, beyond, manifested, thisHour } = totals;
  const listed = all - beyond;
  return html`<section class="so-far" aria-label="Counted so far">
    <p class="so-far__count"><strong>${grouped(manifested ? listed : all)}</strong> ${
      manifested ? `of ${grouped(manifested)} ${beyondWords(beyond)}` : 'counted'}</p>
    <p class="so-far__hour">This hour <strong>${grouped(thisHour.all)}</strong> · ${grouped(thisHour.mine)} yours</p>
    ${manifested > 0 && html`<progress value=${listed} max=${manifested} aria-label="Counted of the list"></progress>`}
  </section>`;
}
