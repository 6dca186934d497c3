import { html } from '../../../vendor/preact-htm.js';
import { beyondWords, clockTime, grouped, weightWords } from './format.js';
import { DIRECTION_WORDS, deckWords } from './words.js';

/** What the person at the tablet counted of a number, and what everybody else did. */
const whose = (all, mine) => `${grouped(mine)} yours · ${grouped(all - mine)} others`;

function Share({ name, share }) {
  const { counted, beyond, manifested, mine } = share;
  const listed = counted - beyond;
  return html`<li class="totals__share">
    <span class="totals__name">${name}</span>
    <span class="totals__of"><strong>${grouped(manifested === null ? counted : listed)}</strong>${
      manifested !== null && ` of ${grouped(manifested)} ${beyondWords(beyond)}`}</span>
    ${manifested > 0 && html`<progress value=${listed} max=${manifested} aria-label="Counted of the list"></progress>`}
    <span class="totals__whose">${whose(counted, mine)}</span>
  </li>`;
}

function Shares({ heading, shares, nameOf }) {
  if (shares.length === 0) return null;
  return html`<section class="card">
    <h2>${heading}</h2>
    <ul role="list">${shares.map((share) => html`<${Share} key=${share.name}
      name=${nameOf(share.name)} share=${share} />`)}</ul>
  </section>`;
}

function Whole({ totals }) {
  const { all, beyond, manifested, mine } = totals;
  const listed = all - beyond;
  return html`
    <p class="totals__whole"><strong>${grouped(manifested ? listed : all)}</strong> ${manifested ? `of ${grouped(manifested)} ${beyondWords(beyond)}` : 'counted, nothing listed'}</p>
    ${manifested > 0 && html`<progress class="totals__meter" value=${listed} max=${manifested}
      aria-label="Counted of the list"></progress>`}
    <p class="totals__facts">${manifested > 0 && html`<strong>${grouped(manifested - listed)} left</strong>`}
      <span>${whose(all, mine)}</span></p>`;
}

/** What is weighed is no unit: it stands apart, as on the board. */
function Weight({ cargo, direction }) {
  const bulk = (cargo?.lines ?? []).filter((line) => line.unit === 'kg' && line.direction === direction);
  if (bulk.length === 0) return null;
  const [weighed, beyond, listed] = ['counted', 'beyond', 'expected'].map((name) => bulk.reduce((sum, line) => sum + line[name], 0));
  return html`<p class="totals__hour"><span>By weight <strong>${weightWords(weighed)}</strong> of ${
      weightWords(listed)} ${beyondWords(beyond, weightWords)}</span></p>`;
}

/** What of it is old: others' counts arrive only with the network. */
function asOfWords({ asOf }, timeZone) {
  return asOf ? `Other tablets as of ${clockTime(asOf, timeZone)}.` : 'Other tablets: not fetched yet. These are your own counts.';
}

/** @param {{state: import('../types.js').State}} props */
export function Totals({ state }) {
  const { cargo, totals, chosen, terminal } = state;
  const { byDeck, byPort, thisHour } = totals;
  return html`<div class="shell__column">
    <h1>${DIRECTION_WORDS[chosen.direction] ?? 'Totals'}</h1>
    <section class="card" aria-label="The whole ship">
      <${Whole} totals=${totals} />
      <p class="totals__hour"><span>This hour <strong>${grouped(thisHour.all)}</strong></span>
        <span class="totals__whose">${whose(thisHour.all, thisHour.mine)}</span></p>
      <${Weight} cargo=${cargo} direction=${chosen.direction} />
      <p class="field-help">${asOfWords(totals, terminal?.timeZone)}</p>
    </section>
    <div class="totals__tables">
      <${Shares} heading="By port" shares=${byPort} nameOf=${(name) => name} />
      <${Shares} heading="By deck" shares=${byDeck} nameOf=${deckWords} />
    </div>
  </div>`;
}
