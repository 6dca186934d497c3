import { html } from '../../../vendor/preact-htm.js';
import { clockTime, grouped } from './format.js';
import { DIRECTION_WORDS } from './words.js';

function Figure({ label, all, mine }) {
  return html`<div class="totals__figure">
    <dt>${label}</dt>
    <dd><strong>${grouped(all)}</strong><span>${grouped(mine)} yours</span></dd>
  </div>`;
}

function Shares({ heading, shares }) {
  if (shares.length === 0) return null;
  const hasList = shares.some((share) => share.manifested !== null);
  return html`<section class="card totals__shares">
    <table>
      <caption><h2>${heading}</h2></caption>
      <thead><tr><th scope="col">Name</th><th scope="col" class="number">Counted</th>
        ${hasList && html`<th scope="col" class="number">Listed</th>`}<th scope="col" class="number">Yours</th></tr></thead>
      <tbody>${shares.map((share) => html`<tr key=${share.name}>
        <th scope="row">${share.name || 'Not chosen'}</th>
        <td class="number"><strong>${grouped(share.counted)}</strong></td>
        ${hasList && html`<td class="number">${share.manifested === null ? '' : grouped(share.manifested)}</td>`}
        <td class="number">${grouped(share.mine)}</td></tr>`)}</tbody>
    </table>
  </section>`;
}

/** What of it is old: others' counts arrive only with the network. */
function AsOf({ totals, timeZone }) {
  return html`<p class="soft">${totals.asOf
    ? `Counts of other tablets as of ${clockTime(totals.asOf, timeZone)}.`
    : 'Counts of other tablets have not been fetched yet.'}</p>`;
}

/** @param {{state: import('../types.js').State}} props */
export function Totals({ state }) {
  const { totals, chosen, terminal } = state;
  const left = Math.max(totals.manifested - totals.all, 0);
  return html`<div class="shell__column">
    <h1>${DIRECTION_WORDS[chosen.direction] ?? 'Totals'}</h1>
    <section class="card totals__whole" aria-label="Whole call">
      <p class="totals__count"><strong>${grouped(totals.all)}</strong> of ${grouped(totals.manifested)}</p>
      <progress value=${Math.min(totals.all, totals.manifested)} max=${totals.manifested || 1} aria-label="Counted so far"></progress>
      <p class="soft">${grouped(left)} left</p>
      <dl class="totals__figures">
        <${Figure} label="Counted" all=${totals.all} mine=${totals.mine} />
        <${Figure} label="This hour" all=${totals.thisHour.all} mine=${totals.thisHour.mine} />
      </dl>
      <${AsOf} totals=${totals} timeZone=${terminal?.timeZone} />
    </section>
    <${Shares} heading="By port" shares=${totals.byPort} />
    <${Shares} heading="By deck" shares=${totals.byDeck} />
  </div>`;
}
