import { html, useState } from '../../../vendor/preact-htm.js';
import { LineRow } from './line_row.js';
import { SavedCard } from './saved_card.js';
import { WeightSheet } from './weight_sheet.js';

/** @returns {[string, any[]][]} the lines by port, ports as they first come */
function byPort(lines) {
  const ports = new Map();
  for (const line of lines) {
    const name = line.portName || line.port || 'No port';
    ports.set(name, [...(ports.get(name) ?? []), line]);
  }
  return [...ports];
}

/**
 * Counting cargo that has no numbers: press as many as pass, or enter what was weighed.
 * @param {{app: any, state: import('../types.js').State, lines: import('../types.js').Line[]}} props
 */
export function CountLines({ app, state, lines }) {
  const [weighed, setWeighed] = useState(null);
  const lastOf = (line) => state.recent.find((event) => event.lineId === line.id && event.canUndo);
  const row = (line) => {
    const last = lastOf(line);
    return html`<${LineRow} key=${line.id} line=${line} onWeigh=${() => setWeighed(line)}
      onCount=${(quantity) => app.countLine(line.id, quantity)} onUndo=${last && (() => app.undo(last.eventId))} />`;
  };
  return html`<div class="count-lines">
    ${state.justCounted && html`<div class="count-lines__saved"><${SavedCard} event=${state.justCounted}
      onUndo=${() => app.undo(state.justCounted.eventId)} /></div>`}
    ${lines.length === 0 && html`<p class="note">No such cargo on the list in this direction.</p>`}
    ${byPort(lines).map(([name, ofPort]) => html`<section key=${name} aria-label=${name}>
      <h2 class="count-lines__port">${name}</h2>
      <ul role="list" class="count-lines__list">${ofPort.map(row)}</ul>
    </section>`)}
    ${weighed && html`<${WeightSheet} app=${app} line=${weighed} onClose=${() => setWeighed(null)} />`}
  </div>`;
}
