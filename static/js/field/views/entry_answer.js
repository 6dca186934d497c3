import { html } from '../../../vendor/preact-htm.js';
import { counted } from './format.js';
import { NotListed } from './not_listed.js';
import { UnitButton, UnitObjection } from './unit_card.js';

/** The first characters always fit too many: the whole voyage is searched. */
const LEAST_TYPED = 3;

function Candidates({ app, entry }) {
  return html`
    <p class="entry-answer__hint"><strong>${counted(entry.matchCount, 'unit fits', 'units fit')}.</strong>
      ${entry.matchCount === 1 ? ' Compare the label.' : ' Press yours, or type more.'}</p>
    ${entry.candidates.map((card) => html`<${UnitButton} key=${card.identifier} card=${card} typed=${entry.text}
      kind="pick" onPress=${() => app.pickCandidate(card.identifier)} />`)}`;
}

function More({ entry }) {
  return html`<p class="entry-answer__hint entry-answer__hint--more">${entry.text.length < LEAST_TYPED
    ? html`<strong>Keep typing.</strong> At least three characters.`
    : html`<strong>${counted(entry.matchCount, 'unit fits', 'units fit')}.</strong> Keep typing.`}</p>`;
}

/** The answer itself; `card` is what was found, when it is one. */
function Answer({ app, state }) {
  const { entry, recent, terminal } = state;
  const { card, kind, over, text } = entry;
  const count = () => app.countUnit(card.identifier);
  if (kind === 'type-more') return html`<${More} entry=${entry} />`;
  if (kind === 'pick') return html`<${Candidates} app=${app} entry=${entry} />`;
  if (kind === 'not-listed') return html`<${NotListed} entry=${entry} onCount=${() => app.countOver(over)} />`;
  if (kind === 'ready') return html`<${UnitButton} card=${card} typed=${text} kind="ready" onPress=${count} />`;
  const own = kind === 'counted' && recent.find(({ eventId, canUndo }) => canUndo && eventId === card.counted.eventId);
  return html`<${UnitObjection} card=${card} typed=${text} kind=${kind} timeZone=${terminal?.timeZone}
    onPress=${kind === 'wrong-direction' ? () => app.setDirection(card.direction) : count}
    onOver=${kind === 'wrong-direction' && over && (() => app.countOver(over))}
    onUndo=${own && (() => app.undo(own.eventId))} />`;
}

/**
 * What the list says to the characters typed so far.
 * @param {{app: any, state: import('../types.js').State}} props
 */
export function EntryAnswer({ app, state }) {
  return html`<div class="entry-answer"><${Answer} app=${app} state=${state} /></div>`;
}
