import { html } from '../../../vendor/preact-htm.js';
import { CallCard } from './call_card.js';
import { InstallHint } from './install_hint.js';

function NoCalls({ isBusy }) {
  return html`<div class="note">
    <p><strong>${isBusy ? 'Asking the office…' : 'No ship to count for.'}</strong></p>
    ${!isBusy && html`<p>Calls appear here when the office has one alongside or expected with a cargo list.</p>`}
  </div>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function ChooseCall({ app, state }) {
  return html`<div class="shell__column">
    <div class="choose-call__head">
      <h1>Choose the ship</h1>
      <button type="button" class="button-quiet" disabled=${state.isBusy} onClick=${() => app.refreshCalls()}>
        ${state.isBusy ? 'Asking…' : 'Refresh'}</button>
    </div>
    ${state.calls.length === 0 && html`<${NoCalls} isBusy=${state.isBusy} />`}
    <ul role="list" class="choose-call__list">
      ${state.calls.map((call) => html`<${CallCard} key=${call.id} call=${call}
        timeZone=${state.terminal?.timeZone} onChoose=${() => app.chooseCall(call.id)} />`)}
    </ul>
    <${InstallHint} app=${app} install=${state.install} />
  </div>`;
}
