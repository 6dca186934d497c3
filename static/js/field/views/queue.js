import { html, useState } from '../../../vendor/preact-htm.js';
import { AttentionList } from './attention_list.js';
import { clockTime, counted, soonWords } from './format.js';
import { Icon } from './icons.js';
import { InstallHint } from './install_hint.js';
import { TabletFacts } from './tablet_facts.js';
import { networkWords } from './words.js';

function QueueState({ state }) {
  const { unsentCount, hasSent, lastSentAt, nextAttemptAt, network, terminal } = state;
  const { text, isCalm } = networkWords(network);
  const last = hasSent && clockTime(lastSentAt, terminal?.timeZone);
  const next = soonWords(nextAttemptAt, terminal?.timeZone);
  return html`<section class=${`queue-state queue-state--${unsentCount ? 'waiting' : 'clear'}`} aria-label="State of the queue">
    <${Icon} name=${unsentCount ? 'send' : 'check'} />
    <p class="queue-state__count" role="status">${unsentCount
      ? `${counted(unsentCount, 'record')} saved here, not sent yet` : hasSent ? 'Everything is sent' : 'Nothing to send yet'}</p>
    <p>${last ? `Last sent ${last}.` : 'Nothing was sent from this tablet yet.'}
      ${unsentCount > 0 && next ? ` Next try by itself ${next}.` : ''}</p>
    <p class=${isCalm ? '' : 'queue-state__look'} role="status">${text}</p>
  </section>`;
}

/** @param {{app: any, isNothing: boolean}} props */
function Export({ app, isNothing }) {
  const [fileName, setFileName] = useState('');
  const save = async () => setFileName((await app.exportQueue()) || '');
  return html`<div>
    <button type="button" class="press press--quiet press--wide" disabled=${isNothing} onClick=${save}><${Icon} name="download" />Export file</button>
    <p class="field-help" role="status">${fileName ? `Saved as ${fileName}.`
      : isNothing ? 'There is nothing to export.'
        : 'A copy of what is not sent. The office can load it; nothing is counted twice.'}</p>
  </div>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function Queue({ app, state }) {
  const isSending = state.network === 'sending';
  return html`<div class="shell__column">
    <h1>Queue</h1>
    <${QueueState} state=${state} />
    <div class="queue-actions">
      <button type="button" class="press press--wide" onClick=${() => app.sendNow()}>
        <${Icon} name="send" />${isSending ? 'Sending…' : 'Send now'}</button>
      <${Export} app=${app} isNothing=${state.unsentCount === 0 && state.needsAttention.length === 0} />
    </div>
    <${AttentionList} items=${state.needsAttention} timeZone=${state.terminal?.timeZone}
      onDismiss=${(eventId) => app.dismissAttention(eventId)} />
    <${TabletFacts} state=${state} />
    <${InstallHint} app=${app} install=${state.install} />
  </div>`;
}
