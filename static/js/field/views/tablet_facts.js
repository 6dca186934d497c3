import { html } from '../../../vendor/preact-htm.js';
import { clockWords } from './words.js';

function clockFact(clock) {
  if (clock.offsetMs === null) return 'not compared with the office yet';
  return clock.isOff ? clockWords(clock.offsetMs) : 'right';
}

function storageFact({ isPersisted }) {
  if (isPersisted === null) return 'the device does not say';
  return isPersisted ? 'kept by the device' : 'may be cleared by the device when it is full';
}

/**
 * What the office asks for on the telephone.
 * @param {{state: import('../types.js').State}} props
 */
export function TabletFacts({ state }) {
  const facts = [
    ['Tablet', state.tablet?.name ?? 'not enrolled'],
    ['Terminal', state.terminal?.name ?? ''],
    ['Storage', storageFact(state.storage)],
    ['Installed', state.install.isStandalone ? 'yes' : 'no, in a browser tab'],
    ['Clock', clockFact(state.clock)],
    ['Build', state.build],
    ['Journal', state.journalId.slice(0, 8)],
  ];
  return html`<section class="card tablet-facts" aria-labelledby="tablet-facts-heading">
    <h2 id="tablet-facts-heading">This tablet</h2>
    <dl>${facts.filter(([, fact]) => fact).map(([name, fact]) => html`<div key=${name}><dt>${name}</dt><dd>${fact}</dd></div>`)}</dl>
  </section>`;
}
