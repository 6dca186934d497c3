import { html, useState } from '../../../vendor/preact-htm.js';
import { ChoiceSheet } from './choice_sheet.js';
import { Icon } from './icons.js';
import { DIRECTION_WORDS, deckWords } from './words.js';

function Chip({ label, words, onOpen }) {
  return html`<button type="button" class=${`position-bar__chip${words ? '' : ' position-bar__chip--open'}`}
      aria-haspopup="dialog" onClick=${onOpen}>
    <span class="position-bar__label">${label}</span>
    <span class="position-bar__value">${words || 'Choose'}</span>
    <${Icon} name="chevron" />
  </button>`;
}

/** What can be chosen here; a direction is no choice where there is but one. */
function choicesOf({ app, call, chosen }) {
  return [
    { label: 'Direction', options: call.directions.map((value) => [value, DIRECTION_WORDS[value]]),
      value: chosen.direction, choose: (value) => app.setDirection(value), isOptional: false },
    { label: 'Deck', options: call.decks.map((value) => [value, deckWords(value)]),
      value: chosen.deck, choose: (value) => app.setDeck(value), isOptional: true },
    { label: 'Gang', options: call.gangs.map((value) => [value, value]),
      value: chosen.gang, choose: (value) => app.setGang(value), isOptional: true },
  ].filter(({ options, isOptional }) => options.length > (isOptional ? 0 : 1));
}

/** The word is in the label already: "Deck 5" under "Deck" says it twice. */
function shortWords({ label, options, value }) {
  if (label === 'Deck') return value;
  return options.find(([option]) => option === value)?.[1] ?? value;
}

/**
 * Direction, deck and gang of every count that follows; they stay until somebody changes them.
 * @param {{app: any, state: import('../types.js').State}} props
 */
export function PositionBar({ app, state }) {
  const [opened, setOpened] = useState('');
  const choices = choicesOf({ app, call: state.call, chosen: state.chosen });
  const current = choices.find(({ label }) => label === opened);
  if (choices.length === 0) return null;
  return html`<div class="position-bar" role="group" aria-label="Where the counts are made">
    ${choices.map((choice) => html`<${Chip} key=${choice.label} label=${choice.label}
      words=${shortWords(choice)} onOpen=${() => setOpened(choice.label)} />`)}
    ${current && html`<${ChoiceSheet} ...${current} onClose=${() => setOpened('')} />`}
  </div>`;
}
