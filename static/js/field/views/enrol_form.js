import { html, useState } from '../../../vendor/preact-htm.js';

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

/**
 * Take the one-time code that the office made for this tablet.
 * @param {{app: any, isBusy: boolean, onDone?: () => void}} props
 */
export function EnrolForm({ app, isBusy, onDone }) {
  const [code, setCode] = useState(codeFromAddress);
  const submit = async (event) => {
    event.preventDefault();
    if (await app.enrol(code)) onDone?.();
  };
  return html`<form class="sign-form" onSubmit=${submit}>
    <div>
      <label for="enrol-code">Code from the office</label>
      <input id="enrol-code" class="sign-form__code" value=${code} required minlength="9"
        autocomplete="one-time-code" autocapitalize="characters" autocorrect="off" spellcheck=${false}
        placeholder="XXXX-XXXX" aria-describedby="enrol-help"
        onInput=${(event) => setCode(asPrinted(event.currentTarget.value))} />
      <p id="enrol-help" class="field-help">Eight letters and digits; the hyphen comes by itself.</p>
    </div>
    <button class="press" disabled=${isBusy}>${isBusy ? 'Asking the office…' : 'Enrol'}</button>
  </form>`;
}
