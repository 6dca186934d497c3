import { html } from '../../../vendor/preact-htm.js';
import { clockTime } from './format.js';
import { Identifier } from './identifier.js';
import { Icon } from './icons.js';
import { Paint } from './paint.js';
import { DIRECTION_WORDS, deckWords, unitName } from './words.js';

/** Make, model, colour and port: what the clerk sees through the rain and compares. */
function Body({ card, typed, isAlready }) {
  const port = card.portName || card.port;
  return html`
    <span class="unit-card__kind">${unitName(card)}</span>
    <span class="unit-card__marks"><${Paint} colour=${card.colour} />
      ${port && html`<span class="unit-card__port">${port}</span>`}
      ${isAlready && html`<span class="badge badge-attention">already counted</span>`}</span>
    <span class="unit-card__identifier"><${Identifier} identifier=${card.identifier} typed=${typed} /></span>`;
}

/**
 * One slip of the finger would have found another car. Said quietly: on a ship of consecutive
 * serial numbers it is true of nearly every car, and an alarm at each is an alarm at none.
 */
function LookAlikes({ count }) {
  return count > 0 && html`<span class="unit-card__alike">Others differ by one digit: compare the label.</span>`;
}

/**
 * A unit that fits what was typed, as one big button.
 * @param {{card: any, typed: string, kind: 'ready'|'pick', onPress: () => void}} props
 */
export function UnitButton({ card, typed, kind, onPress }) {
  return html`<button type="button" class=${`unit-card unit-card--${kind}`} onClick=${onPress}>
    <${Body} card=${card} typed=${typed} isAlready=${kind === 'pick' && card.counted} />
    ${kind === 'ready' && html`<${LookAlikes} count=${card.lookAlikes} />
      <span class="unit-card__press"><${Icon} name="check" />Count it</span>`}
  </button>`;
}

const REASONS = {
  counted: ({ counted: { at, by, isMine, deck } }, timeZone) => ({
    title: `Already counted ${clockTime(at, timeZone)}`,
    words: `By ${isMine ? 'you' : by}${deck ? `, ${deckWords(deck).toLowerCase()}` : ''}. Another car? Type more of its number.`,
  }),
  held: ({ hold }) => ({ title: 'Held: it must not move', words: `${hold}. Stop it if you can.`, press: 'Count it and flag it' }),
  'wrong-port': ({ port, portName }) => ({ title: 'Not for this terminal',
    words: `Listed for ${portName || port}. Stop it if you can.`, press: 'Count it and flag it' }),
  'wrong-direction': ({ direction }) => ({ title: `Listed for ${DIRECTION_WORDS[direction].toLowerCase()}`,
    words: 'Your tally is set the other way.', press: `Change to ${DIRECTION_WORDS[direction].toLowerCase()}` }),
};

/**
 * A unit that fits but should not simply be counted; the way on stays open, as a second choice.
 * @param {{card: any, typed: string, kind: string, timeZone?: string,
 *   onPress: () => void, onOver?: () => void, onUndo?: () => void}} props
 */
export function UnitObjection({ card, typed, kind, timeZone, onPress, onOver, onUndo }) {
  const { title, words, press } = REASONS[kind](card, timeZone);
  return html`<article class=${`unit-card unit-card--${kind} unit-objection`}>
    <h2 class="unit-objection__title"><${Icon} name=${kind === 'counted' ? 'check' : 'warning'} />${title}</h2>
    <p class="unit-objection__words">${words}</p>
    <${Body} card=${card} typed=${typed} />
    ${(press || onUndo) && html`<div class="unit-objection__actions">
      ${onOver && html`<button type="button" class="press press--quiet" onClick=${onOver}>Count as over</button>`}
      ${press && html`<button type="button" class="press press--attention" onClick=${onPress}>${press}</button>`}
      ${onUndo && html`<button type="button" class="press press--quiet" onClick=${onUndo}>
        <${Icon} name="undo" />Undo that count</button>`}
    </div>`}
  </article>`;
}
