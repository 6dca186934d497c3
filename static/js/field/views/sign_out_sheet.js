import { html, useState } from '../../../vendor/preact-htm.js';
import { counted } from './format.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

/**
 * Leaving with unsent work: three ways, and none of them loses it.
 * @param {{app: any, state: import('../types.js').State, onClose: () => void}} props
 */
export function SignOutSheet({ app, state, onClose }) {
  const [fileName, setFileName] = useState('');
  const leave = async () => {
    await app.signOut();
    onClose();
  };
  const save = async () => setFileName((await app.exportQueue()) || '');
  const { unsentCount, network, person, problem } = state;
  const isSending = network === 'sending';
  return html`<${Sheet} title="Sign out" problem=${problem} onClose=${onClose}>
    <div class="sign-out">
      ${unsentCount > 0
        ? html`<p class="note note-attention" role="status"><strong>${counted(unsentCount, 'record')} not sent yet.</strong> They
            stay on this tablet under the name of ${person?.name} and are sent when there is network.</p>
          <button type="button" class="press" onClick=${() => app.sendNow()}>
            <${Icon} name="send" />${isSending ? 'Sending…' : 'Send now'}</button>
          <button type="button" class="press press--quiet" onClick=${leave}>
            <${Icon} name="lock" />Keep under my name and sign out</button>
          <button type="button" class="press press--quiet" onClick=${save}>
            <${Icon} name="download" />Export file</button>
          <p class="field-help" role="status">${fileName && `Saved as ${fileName}.`}</p>`
        : html`<p role="status">Everything of this tablet is sent.</p>
          <button type="button" class="press" onClick=${leave}>Sign out</button>`}
    </div>
  <//>`;
}
