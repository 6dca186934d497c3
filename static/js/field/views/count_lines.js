import { html, useState } from '../../../vendor/preact-htm.js';
import { LineRow } from './line_row.js';
import { QuantitySheet } from './quantity_sheet.js';
import { SavedCard } from './saved_card.js';
import { SoFar } from './so_far.js';

/**
 * Group lines by port, ports as they first come.
 * @param {import('../types.js').Line[]} lines
 * @returns {[string, import('../types.js').Line[]][]}
 */
export function byPort(lines) {
  const ports = new Map();
  for (const line of lines) {
    const name = line.portName || line.port || 'No port';
    ports.set(name, [...(ports.get(name) ?? []), line]);
  }
  return [...ports];
}

/** Always there and always as high: a row that moved would take the press meant for another. */
function Foot({ app, justCounted, isFresh, children }) {
  return html`<div class="count-lines__foot">${justCounted
    ? html`<${SavedCard} key=${justCounted.eventId} event=${justCounted} isFresh=${isFresh}
        onUndo=${() => app.undo(justCounted.eventId)} />`
    : children}</div>`;
}

/**
 * Counting cargo that has no numbers: press as many as pass, or enter what was weighed.
 * @param {{app: any, state: import('../types.js').State, lines: import('../types.js').Line[],
 *   isFresh: boolean}} props
 */
export function CountLines({ app, state, lines, isFresh }) {
  const [askedId, setAskedId] = useState(null);
  const asked = lines.find(({ id }) => id === askedId);
  const row = (line) => {
    const last = state.recent.find((event) => event.lineId === line.id && event.canUndo);
    return html`<${LineRow} key=${line.id} line=${line} onOther=${() => setAskedId(line.id)}
      onCount=${(quantity) => app.countLine(line.id, quantity)} onUndo=${last && (() => app.undo(last.eventId))} />`;
  };
  return html`<div class="count-lines">
    <div class="count-lines__ports">
      ${byPort(lines).map(([name, ofPort]) => html`<section key=${name} aria-label=${name}>
        <h2 class="count-lines__port">${name}</h2>
        <ul role="list" class="count-lines__list">${ofPort.map(row)}</ul>
      </section>`)}
    </div>
    <${Foot} app=${app} justCounted=${state.justCounted} isFresh=${isFresh}>${lines[0].unit === 'kg'
      ? html`<p class="soft">What you save shows here, with its undo.</p>` : html`<${SoFar} totals=${state.totals} />`}<//>
    ${asked && html`<${QuantitySheet} app=${app} line=${asked} problem=${state.problem} onClose=${() => setAskedId(null)} />`}
  </div>`;
}
