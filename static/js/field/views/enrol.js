import { html, useState } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/**
 * Return the eight characters of a code in two groups, as the office prints them.
 * @param {string} text
 */
export function asPrinted(text) {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.length > 4 ? `${plain.slice(0, 4)}-${plain.slice(4, 8)}` : plain;
}

/** The code of the QR picture, which opens /field/#enrol=CODE. */
function codeFromAddress() {
  const [, code = ''] = /^#enrol=([\w-]+)$/.exec(location.hash) ?? [];
  return asPrinted(code);
}

function HomeScreenFirst() {
  return html`<p class="note note-attention">
    <strong>First add this page to the Home Screen</strong> (Share, then Add to Home Screen) and open it
    from there. The browser and the Home Screen keep separate storage.</p>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function Enrol({ app, state }) {
  const [code, setCode] = useState(codeFromAddress);
  const submit = (event) => {
    event.preventDefault();
    app.enrol(code);
  };
  return html`<div class="shell__column">
    <h1>Enrol this tablet</h1>
    ${state.install.isIos && !state.install.isStandalone && html`<${HomeScreenFirst} />`}
    <form class="card sign-form" onSubmit=${submit}>
      <div>
        <label for="enrol-code">Code from the office</label>
        <input id="enrol-code" class="sign-form__code" value=${code} required minlength="9"
          autocomplete="one-time-code" autocapitalize="characters" autocorrect="off" spellcheck=${false}
          placeholder="XXXX-XXXX" aria-describedby="enrol-help"
          onInput=${(event) => setCode(asPrinted(event.currentTarget.value))} />
        <p id="enrol-help" class="field-help">Eight letters and digits; the hyphen comes by itself.</p>
      </div>
      <button class="press" disabled=${state.isBusy}>${state.isBusy ? 'Asking the office…' : 'Enrol'}</button>
    </form>
    <div class="sign-form__hint">
      <${Icon} name="person" />
      <p>A supervisor makes the code in the office: <strong>Admin, Tablets, Invite a tablet</strong>. It works once,
        for ten minutes. Enrolling needs the network; counting afterwards does not.</p>
    </div>
  </div>`;
}
