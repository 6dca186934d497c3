import { html } from '../../../vendor/preact-htm.js';
import { clockTime } from './format.js';
import { Identifier } from './identifier.js';
import { Icon } from './icons.js';
import { Paint } from './paint.js';
import { DIRECTION_WORDS } from './words.js';

/** Make, model, colour and port: what the clerk sees through the rain and compares. */
function Body({ card, typed }) {
  return html`
    <span class="unit-card__kind"><strong>${card.make} ${card.model}</strong> <${Paint} colour=${card.colour} /></span>
    <span class="unit-card__port">${card.portName || card.port}<small>${card.portName && card.port}</small></span>
    <span class="unit-card__identifier"><${Identifier} identifier=${card.identifier} typed=${typed} /></span>`;
}

/**
 * A unit that fits what was typed, as one big button.
 * @param {{card: any, typed: string, kind: 'ready'|'pick', onPress: () => void}} props
 */
export function UnitButton({ card, typed, kind, onPress }) {
  return html`<button type="button" class=${`unit-card unit-card--${kind}`} onClick=${onPress}>
    <${Body} card=${card} typed=${typed} />
    ${kind === 'ready' && html`<span class="unit-card__press"><${Icon} name="check" />Count it</span>`}
    ${card.counted && html`<span class="badge badge-attention">already counted</span>`}
  </button>`;
}

/** Why a listed unit asks for a second look, and what may be pressed then. */
function objectionTo(kind, card, { timeZone, terminal }) {
  if (kind === 'counted') {
    const { at, by, isMine, deck } = card.counted;
    return { title: `Already counted ${clockTime(at, timeZone)}`,
      words: `by ${isMine ? 'you' : by}${deck ? `, deck ${deck}` : ''}. Nothing more to do. A different car? Type more of its number.`,
      press: '' };
  }
  if (kind === 'held') return { title: 'Held: it must not move', words: card.hold, press: 'Moved anyway: count and flag it' };
  if (kind === 'wrong-port') {
    return { title: `Not for ${terminal}`, words: `It is listed for ${card.portName || card.port}. Stop it, or`,
      press: 'Count and flag it' };
  }
  return { title: `Listed for ${DIRECTION_WORDS[card.direction].toLowerCase()}`,
    words: 'The tally is set the other way.', press: `Change to ${DIRECTION_WORDS[card.direction].toLowerCase()}` };
}

/**
 * A unit that fits but should not simply be counted; the way on stays open, as a second choice.
 * @param {{card: any, typed: string, kind: string, terminal: any, onPress: () => void}} props
 */
export function UnitObjection({ card, typed, kind, terminal, onPress }) {
  const objection = objectionTo(kind, card, { timeZone: terminal?.timeZone, terminal: terminal?.name ?? 'this port' });
  return html`<article class=${`unit-card unit-card--${kind}`}>
    <h2 class="unit-card__objection"><${Icon} name="warning" />${objection.title}</h2>
    <p>${objection.words}</p>
    <${Body} card=${card} typed=${typed} />
    ${objection.press && html`<button type="button" class="press press--wide press--attention" onClick=${onPress}>
      ${objection.press}</button>`}
  </article>`;
}
