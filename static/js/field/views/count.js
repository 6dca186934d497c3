import { html, useState } from '../../../vendor/preact-htm.js';
import { CountLines } from './count_lines.js';
import { CountUnits } from './count_units.js';
import { PositionBar } from './position_bar.js';

/** The ways of counting this ship needs, in the chosen direction. */
function waysOf(state) {
  const { cargo, chosen } = state;
  const lines = (mode) => cargo.lines.filter((line) => line.mode === mode && line.direction === chosen.direction);
  const ways = [{ way: 'units', words: 'By number', lines: [] }];
  const pieces = lines('COUNTED');
  const bulk = lines('BULK');
  if (pieces.length > 0) ways.push({ way: 'pieces', words: 'Pieces', lines: pieces });
  if (bulk.length > 0) ways.push({ way: 'bulk', words: 'Bulk', lines: bulk });
  return cargo.unitCount === 0 && ways.length > 1 ? [...ways.slice(1), ways[0]] : ways;
}

function WayTabs({ ways, current, onChoose }) {
  if (ways.length < 2) return null;
  return html`<div class="way-tabs" role="group" aria-label="Way of counting">
    ${ways.map(({ way, words }) => html`<button key=${way} type="button" class="way-tabs__way"
      aria-pressed=${way === current} onClick=${() => onChoose(way)}>${words}</button>`)}
  </div>`;
}

function NoCargo({ app, state }) {
  return html`<div class="shell__column shell__column--padded">
    <div class="note note-attention"><p><strong>The cargo list is not on this tablet yet.</strong></p>
      <p>${state.isBusy ? 'Fetching it now…' : 'It needs the network once. After that counting works without.'}</p></div>
    <button type="button" class="press press--wide" disabled=${state.isBusy}
      onClick=${() => app.chooseCall(state.call.id)}>Fetch the list</button>
  </div>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function Count({ app, state }) {
  const [chosenWay, setChosenWay] = useState('');
  if (!state.cargo) return html`<${NoCargo} app=${app} state=${state} />`;
  const ways = waysOf(state);
  const current = ways.find(({ way }) => way === chosenWay) ?? ways[0];
  return html`
    <${PositionBar} app=${app} state=${state} />
    <${WayTabs} ways=${ways} current=${current.way} onChoose=${setChosenWay} />
    ${current.way === 'units' ? html`<${CountUnits} app=${app} state=${state} />`
      : html`<${CountLines} app=${app} state=${state} lines=${current.lines} />`}`;
}
