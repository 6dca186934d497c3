import { html, useState } from '../../../vendor/preact-htm.js';
import { EntryAnswer } from './entry_answer.js';
import { Keypad } from './keypad.js';
import { OverSheet } from './over_sheet.js';
import { RecentRow } from './recent_row.js';
import { SavedCard } from './saved_card.js';
import { TypedEnd } from './typed_end.js';
import { useTyping } from './typing.js';

/** What fits on a phone between the keypad and the last saved card. */
const LAST_SHOWN = 3;

function Resting({ app, state, onUnreadable }) {
  const last = state.recent.slice(0, LAST_SHOWN);
  return html`
    <button type="button" class="press press--quiet press--wide" onClick=${onUnreadable}>No readable number?</button>
    ${last.length > 0 && html`<section aria-label="Last counted">
      <h2 class="count-units__heading">Last counted</h2>
      <ul role="list" class="recent-list">${last.map((event) => html`<${RecentRow} key=${event.eventId}
        event=${event} timeZone=${state.terminal?.timeZone} onUndo=${() => app.undo(event.eventId)} />`)}</ul>
    </section>`}`;
}

/**
 * Counting cargo that has a number of its own: type its end, press its card.
 * @param {{app: any, state: import('../types.js').State}} props
 */
export function CountUnits({ app, state }) {
  const [isUnreadable, setIsUnreadable] = useState(false);
  const { entry, justCounted } = state;
  const confirm = () => {
    const now = app.state.entry;
    if (now.kind === 'ready') app.countUnit(now.card.identifier);
  };
  useTyping({ app, confirm });
  return html`<div class="count-units">
    <${TypedEnd} typed=${entry.text} hint="Last digits of the VIN" onClear=${() => app.clearEntry()} />
    <div class="count-units__answer">
      ${!entry.text && justCounted && html`<${SavedCard} event=${justCounted}
        onUndo=${() => app.undo(justCounted.eventId)} />`}
      <div class="entry-answer" aria-live="polite"><${EntryAnswer} app=${app} state=${state} /></div>
      ${!entry.text && html`<${Resting} app=${app} state=${state} onUnreadable=${() => setIsUnreadable(true)} />`}
    </div>
    <${Keypad} type=${(character) => app.typeEntry(app.state.entry.text + character)}
      erase=${() => app.typeEntry(app.state.entry.text.slice(0, -1))} />
    ${isUnreadable && html`<${OverSheet} app=${app} onClose=${() => setIsUnreadable(false)} />`}
  </div>`;
}
