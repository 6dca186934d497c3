import { html } from '../../../vendor/preact-htm.js';
import { EnrolForm } from './enrol_form.js';
import { Icon } from './icons.js';

function HomeScreenFirst() {
  return html`<p class="note note-attention">
    <strong>First add this page to the Home Screen</strong> (Share, then Add to Home Screen) and open it
    from there. The browser and the Home Screen keep separate storage.</p>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function Enrol({ app, state }) {
  return html`<div class="shell__column">
    <h1>Enrol this tablet</h1>
    ${state.install.isIos && !state.install.isStandalone && html`<${HomeScreenFirst} />`}
    <div class="card"><${EnrolForm} app=${app} isBusy=${state.isBusy} /></div>
    <div class="sign-form__hint">
      <${Icon} name="person" />
      <p>A supervisor makes the code in the office: <strong>Admin, Tablets, Invite a tablet</strong>. It works once,
        for ten minutes. Enrolling needs the network; counting afterwards does not.</p>
    </div>
  </div>`;
}
