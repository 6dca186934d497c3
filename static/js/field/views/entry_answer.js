import { html } from '../../../vendor/preact-htm.js';
import { counted } from './format.js';
import { NotListed } from './not_listed.js';
import { UnitButton, UnitObjection } from './unit_card.js';

function Candidates({ app, entry }) {
  return html`<p class="entry-answer__hint">${counted(entry.matchCount, 'unit fits', 'units fit')}.
      Type more, or compare the label and press the right one.</p>
    ${entry.candidates.map((card) => html`<${UnitButton} key=${card.identifier} card=${card} typed=${entry.text}
      kind="pick" onPress=${() => app.pickCandidate(card.identifier)} />`)}`;
}

function More({ entry }) {
  return html`<p class="entry-answer__hint">${entry.text.length < 3
    ? 'Keep typing: three characters at least.'
    : `${counted(entry.matchCount, 'unit fits', 'units fit')}. Keep typing.`}</p>`;
}

/**
 * What the list says to the characters typed so far.
 * @param {{app: any, state: import('../types.js').State}} props
 */
export function EntryAnswer({ app, state }) {
  const { entry, terminal } = state;
  const { card, kind, text } = entry;
  const count = () => app.countUnit(card.identifier);
  const turn = () => app.setDirection(card.direction);
  if (kind === 'empty') return null;
  if (kind === 'type-more') return html`<${More} entry=${entry} />`;
  if (kind === 'pick') return html`<${Candidates} app=${app} entry=${entry} />`;
  if (kind === 'not-listed') return html`<${NotListed} entry=${entry} onCount=${() => app.countOver(entry.over)} />`;
  if (kind === 'ready') return html`<${UnitButton} card=${card} typed=${text} kind="ready" onPress=${count} />`;
  return html`<${UnitObjection} card=${card} typed=${text} kind=${kind} terminal=${terminal}
    onPress=${kind === 'wrong-direction' ? turn : count} />`;
}
