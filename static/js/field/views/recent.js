import { html } from '../../../vendor/preact-htm.js';
import { RecentRow } from './recent_row.js';

/** @param {{app: any, state: import('../types.js').State}} props */
export function Recent({ app, state }) {
  return html`<div class="shell__column">
    <h1>Your recent counts</h1>
    ${state.recent.length === 0
      ? html`<p class="note">Nothing counted on this ship yet. What you count appears here, newest first.</p>`
      : html`<p class="soft">Undo works for 15 minutes. After that a supervisor can take a count back.</p>`}
    <ul role="list" class="recent-list">
      ${state.recent.map((event) => html`<${RecentRow} key=${event.eventId} event=${event}
        timeZone=${state.terminal?.timeZone} onUndo=${() => app.undo(event.eventId)} />`)}
    </ul>
  </div>`;
}
