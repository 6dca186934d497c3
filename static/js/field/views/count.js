import { html } from '../../../vendor/preact-htm.js';
import { CountLines } from './count_lines.js';
import { CountUnits } from './count_units.js';
import { PositionBar } from './position_bar.js';
import { WayTabs, waysOf } from './way_tabs.js';

function NoCargo({ app, state }) {
  return html`<div class="shell__column shell__column--padded">
    <h1>Cargo list</h1>
    <div class="note note-attention"><p><strong>The cargo list is not on this tablet yet.</strong></p>
      <p>${state.isBusy ? 'Fetching it now…' : 'It needs the network once. After that, counting works without.'}</p></div>
    <button type="button" class="press" disabled=${state.isBusy}
      onClick=${() => app.chooseCall(state.call.id)}>${state.isBusy ? 'Fetching…' : 'Fetch the list'}</button>
    <button type="button" class="press press--quiet" onClick=${() => app.leaveCall()}>Another ship</button>
  </div>`;
}

/**
 * @param {{app: any, state: import('../types.js').State, way: string, onWay: (way: string) => void,
 *   isFresh: boolean}} props `isFresh`: what was counted last has only just been recorded
 */
export function Count({ app, state, way, onWay, isFresh }) {
  if (!state.cargo) return html`<${NoCargo} app=${app} state=${state} />`;
  const ways = waysOf(state);
  const current = ways.find((one) => one.way === way) ?? ways[0];
  // While a number is typed the answer needs the room more than the tabs do.
  const isTyping = current.way === 'units' && state.entry.text !== '';
  return html`
    <h1 class="visually-hidden">Count</h1>
    <${PositionBar} app=${app} state=${state} />
    ${!isTyping && html`<${WayTabs} ways=${ways} current=${current.way} onChoose=${onWay} />`}
    ${current.way === 'units' ? html`<${CountUnits} app=${app} state=${state} isFresh=${isFresh} />`
      : html`<${CountLines} app=${app} state=${state} lines=${current.lines} isFresh=${isFresh} />`}`;
}
