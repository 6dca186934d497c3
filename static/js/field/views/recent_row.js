import { html } from '../../../vendor/preact-htm.js';
import { clockTime, grouped, weightWords } from './format.js';
import { Identifier } from './identifier.js';
import { Icon } from './icons.js';
import { flagWords } from './words.js';

const STATE_WORDS = { saved: 'saved', sent: 'sent', attention: 'needs attention' };

function heading(event) {
  if (event.kind === 'REVERSAL') return `Taken back: ${event.title}`;
  if (event.unit === 'kg') return `${weightWords(event.quantity)} ${event.title}`;
  return event.quantity > 1 ? `${grouped(event.quantity)} × ${event.title}` : event.title;
}

/**
 * One own count, with its way back while there is one.
 * @param {{event: import('../types.js').RecentEvent, timeZone?: string, onUndo: () => void}} props
 */
export function RecentRow({ event, timeZone, onUndo }) {
  const place = [event.deck && `deck ${event.deck}`, event.gang].filter(Boolean).join(', ');
  const title = heading(event);
  return html`<li class=${`recent-row${event.isUndone ? ' recent-row--undone' : ''}`}>
    <time class="recent-row__at" datetime=${event.at}>${clockTime(event.at, timeZone)}</time>
    <div class="recent-row__words">
      <span>${title}</span>
      ${event.identifier && event.identifier !== event.title
        && html`<${Identifier} identifier=${event.identifier} typed="" />`}
      <span class="recent-row__state"><span class=${`recent-row__dot recent-row__dot--${event.state}`}></span>
        ${STATE_WORDS[event.state]}${event.isUndone ? ', taken back' : ''}${place && ` · ${place}`}
        ${event.flags.map((flag) => html` <span key=${flag} class="badge badge-attention">${flagWords(flag)}</span>`)}
      </span>
    </div>
    ${event.canUndo && html`<button type="button" class="press press--quiet recent-row__undo" onClick=${onUndo}
      aria-label=${`Undo ${title} ${event.identifier.slice(-6)}`}><${Icon} name="undo" />Undo</button>`}
  </li>`;
}
