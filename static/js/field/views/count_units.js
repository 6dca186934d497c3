import { html, useState } from '../../../vendor/preact-htm.js';
import { EntryAnswer } from './entry_answer.js';
import { Keypad } from './keypad.js';
import { OverSheet } from './over_sheet.js';
import { RecentRow } from './recent_row.js';
import { SavedCard } from './saved_card.js';
import { useSettling } from './settling.js';
import { SoFar } from './so_far.js';
import { TypedEnd } from './typed_end.js';
import { useTyping } from './typing.js';

/** As many as a tall phone shows above the keypad. */
const LAST_SHOWN = 5;

/** Between two cars: the last one, how many, how fast. */
function Resting({ app, state, isFresh }) {
  const { justCounted, recent, terminal, totals } = state;
  // A list that does not know the last one yet comes a moment later, so that "saved" shows sooner.
  const isBehind = isFresh && !recent.some(({ eventId }) => eventId === justCounted.eventId);
  const last = recent.filter(({ eventId }) => !isFresh || eventId !== justCounted.eventId).slice(0, LAST_SHOWN);
  return html`
    ${isFresh && html`<${SavedCard} key=${justCounted.eventId} event=${justCounted} isFresh
      onUndo=${() => app.undo(justCounted.eventId)} />`}
    <${SoFar} totals=${totals} />
    ${isBehind ? null : recent.length === 0
      ? html`<p class="count-units__first">Six characters are mostly enough. What fits shows here; one press counts it.</p>`
      : html`<section aria-label="Last counted"><ul role="list" class="recent-list">
          ${last.map((event) => html`<${RecentRow} key=${event.eventId} event=${event} timeZone=${terminal?.timeZone}
            onUndo=${() => app.undo(event.eventId)} />`)}</ul></section>`}`;
}

/**
 * Counting cargo that has a number of its own: type its end, press its card.
 * @param {{app: any, state: import('../types.js').State, isFresh: boolean}} props
 */
export function CountUnits({ app, state, isFresh }) {
  const [isUnreadable, setIsUnreadable] = useState(false);
  const { entry, justCounted } = state;
  const isResting = entry.text === '';
  const isSettling = useSettling(isResting && `resting ${justCounted?.eventId}`) && isResting;
  useTyping(app);
  return html`<div class="count-units">
    <${TypedEnd} typed=${entry.text} onClear=${() => app.clearEntry()} onUnreadable=${() => setIsUnreadable(true)} />
    <div class="count-units__answer" role="region" aria-label="What the list says" tabindex="0" inert=${isSettling}>
      ${isResting ? html`<${Resting} app=${app} state=${state} isFresh=${isFresh} />`
        : html`<${EntryAnswer} app=${app} state=${state} />`}
    </div>
    <${Keypad} app=${app} />
    ${isUnreadable && html`<${OverSheet} app=${app} problem=${state.problem} onClose=${() => setIsUnreadable(false)} />`}
  </div>`;
}
