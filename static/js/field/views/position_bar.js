import { html, useState } from '../../../vendor/preact-htm.js';
import { ChoiceSheet } from './choice_sheet.js';
import { Icon } from './icons.js';
import { DIRECTION_WORDS } from './words.js';

function Chip({ label, value, onOpen }) {
  return html`<button type="button" class=${`position-bar__chip${value ? '' : ' position-bar__chip--open'}`}
      aria-haspopup="dialog" onClick=${onOpen}>
    <span class="position-bar__label">${label}</span>
    <span class="position-bar__value">${value || 'choose'}</span>
    <${Icon} name="chevron" />
  </button>`;
}

/** What can be chosen here: deck names stay as the ship writes them. */
function choicesOf({ app, call, chosen }) {
  const deckName = (deck) => (/^\d/.test(deck) ? `Deck ${deck}` : deck);
  return [
    { label: 'Direction', options: call.directions.map((value) => [value, DIRECTION_WORDS[value]]),
      value: chosen.direction, choose: (value) => app.setDirection(value), isOptional: false },
    { label: 'Deck', options: call.decks.map((value) => [value, deckName(value)]),
      value: chosen.deck, choose: (value) => app.setDeck(value), isOptional: true },
    { label: 'Gang', options: call.gangs.map((value) => [value, value]),
      value: chosen.gang, choose: (value) => app.setGang(value), isOptional: true },
  ].filter(({ options, isOptional }) => options.length > (isOptional ? 0 : 1));
}

/**
 * Direction, deck and gang of every count that follows; they stay until somebody changes them.
 * @param {{app: any, state: import('../types.js').State}} props
 */
export function PositionBar({ app, state }) {
  const [opened, setOpened] = useState('');
  const choices = choicesOf({ app, call: state.call, chosen: state.chosen });
  const current = choices.find(({ label }) => label === opened);
  const wordOf = ({ options, value }) => options.find(([option]) => option === value)?.[1] ?? value;
  if (choices.length === 0) return null;
  return html`<div class="position-bar" role="group" aria-label="Where the counts are made">
    ${choices.map((choice) => html`<${Chip} key=${choice.label} label=${choice.label}
      value=${wordOf(choice)} onOpen=${() => setOpened(choice.label)} />`)}
    ${current && html`<${ChoiceSheet} ...${current} onClose=${() => setOpened('')} />`}
  </div>`;
}
