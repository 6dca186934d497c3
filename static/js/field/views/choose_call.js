import { html } from '../../../vendor/preact-htm.js';
import { CallCard } from './call_card.js';
import { InstallHint } from './install_hint.js';

function NoCalls({ isBusy }) {
  if (isBusy) return html`<p class="note" role="status"><strong>Asking the office…</strong></p>`;
  return html`<div class="note">
    <p><strong>No ship to count for.</strong></p>
    <p>A ship shows here when the office has it alongside or expected. Ask the office, then press Refresh.</p>
  </div>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function ChooseCall({ app, state }) {
  const { calls, install, isBusy, terminal } = state;
  return html`<div class="shell__column">
    <div class="choose-call__head">
      <h1>Choose the ship</h1>
      <button type="button" class="button-quiet" disabled=${isBusy} onClick=${() => app.refreshCalls()}>
        ${isBusy ? 'Asking…' : 'Refresh'}</button>
    </div>
    ${calls.length === 0
      ? html`<${NoCalls} isBusy=${isBusy} />`
      : html`<ul role="list" class="choose-call__list">${calls.map((call) => html`<${CallCard} key=${call.id} call=${call}
          timeZone=${terminal?.timeZone} onChoose=${() => app.chooseCall(call.id)} />`)}</ul>`}
    <${InstallHint} app=${app} install=${install} />
  </div>`;
}
