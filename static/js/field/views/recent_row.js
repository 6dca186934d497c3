import { html } from '../../../vendor/preact-htm.js';
import { clockTime, eventWords } from './format.js';
import { Identifier } from './identifier.js';
import { Icon } from './icons.js';
import { deckWords, flagWords } from './words.js';

const STATE_WORDS = { saved: 'saved', sent: 'sent', attention: 'needs attention' };

/**
 * One own count, with its way back while there is one.
 * @param {{event: import('../types.js').RecentEvent, timeZone?: string, onUndo: () => void}} props
 */
export function RecentRow({ event, timeZone, onUndo }) {
  const { at, deck, gang, identifier, isUndone, kind, state } = event;
  const title = `${kind === 'REVERSAL' ? 'Taken back: ' : ''}${eventWords(event)}`;
  const facts = [STATE_WORDS[state], isUndone && 'taken back', deck && deckWords(deck), gang].filter(Boolean);
  return html`<li class=${`recent-row${isUndone ? ' recent-row--undone' : ''}`}>
    <time class="recent-row__at" datetime=${at}>${clockTime(at, timeZone)}</time>
    <div class="recent-row__words">
      <p class="recent-row__title">${title}</p>
      ${identifier && identifier !== event.title && html`<p><${Identifier} identifier=${identifier} typed="" /></p>`}
      <p class=${`recent-row__state recent-row__state--${state}`}><span class="recent-row__facts">${facts.join(' · ')}</span>
        ${event.flags.map((flag) => html`<span key=${flag} class="badge badge-attention">${flagWords(flag)}</span>`)}</p>
    </div>
    ${event.canUndo && html`<button type="button" class="button-quiet recent-row__undo" onClick=${onUndo}>
      <${Icon} name="undo" /><span class="recent-row__word">Undo</span><span class="visually-hidden"> ${title} ${identifier.slice(-6)}</span></button>`}
  </li>`;
}
