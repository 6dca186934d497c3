import { html } from '../../../vendor/preact-htm.js';
import { clockTime } from './format.js';
import { Icon } from './icons.js';
import { reasonWords } from './words.js';

function Item({ item, timeZone, onDismiss }) {
  const { what, next } = reasonWords(item.reason);
  return html`<li class="attention-list__item">
    <p class="attention-list__title">${item.title}</p>
    <p class="attention-list__facts">${clockTime(item.at, timeZone)} · ${item.by} · number ${item.sequence}</p>
    <p>${what} <strong>${next}</strong></p>
    ${item.isExported
      ? html`<button type="button" class="press press--quiet press--wide" onClick=${onDismiss}>
          <${Icon} name="check" />Settled: take it off the list</button>`
      : html`<p class="field-help">It can be taken off the list once the queue was exported.</p>`}
  </li>`;
}

/**
 * What the office did not take: never hidden, never in the way of the rest.
 * @param {{items: import('../types.js').Attention[], timeZone?: string, onDismiss: (id: string) => void}} props
 */
export function AttentionList({ items, timeZone, onDismiss }) {
  if (items.length === 0) return null;
  return html`<section class="attention-list" aria-labelledby="attention-heading">
    <h2 id="attention-heading" class="attention-list__heading"><${Icon} name="warning" />${items.length} not taken by the office</h2>
    <p>They do not hold up the rest, and nothing is deleted.</p>
    <ul role="list">${items.map((item) => html`<${Item} key=${item.eventId} item=${item} timeZone=${timeZone}
      onDismiss=${() => onDismiss(item.eventId)} />`)}</ul>
  </section>`;
}
