import { html, useState } from '../../../vendor/preact-htm.js';
import { counted } from './format.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

/** What stays behind, in words; '' when nothing does. */
function leftWords(unsentCount, attentionCount) {
  return [
    unsentCount > 0 && `${counted(unsentCount, 'record')} not sent yet`,
    attentionCount > 0 && `${counted(attentionCount, 'record')} not taken by the office`,
  ].filter(Boolean).join(' and ');
}

/**
 * Leaving with unsent work: three ways, and none of them loses it.
 * @param {{app: any, state: import('../types.js').State, onClose: () => void}} props
 */
export function SignOutSheet({ app, state, onClose }) {
  const [fileName, setFileName] = useState('');
  const { needsAttention, network, person, problem, unsentCount } = state;
  const leave = async () => {
    if (await app.signOut()) onClose();
  };
  const save = async () => setFileName((await app.exportQueue()) || '');
  const left = leftWords(unsentCount, needsAttention.length);
  return html`<${Sheet} title="Sign out" problem=${problem} onClose=${onClose}>
    <div class="sign-out">
      ${left
        ? html`<p class="note note-attention" role="status"><strong>${left}.</strong> They
            stay on this tablet under the name of ${person?.name}. What is not sent goes when there is a network.</p>
          <button type="button" class="press" onClick=${() => app.sendNow()}>
            <${Icon} name="send" />${network === 'sending' ? 'Sending…' : 'Send now'}</button>
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
