import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { clockWords } from './words.js';

function Notice({ kind, children, press, onPress, onClose }) {
  return html`<div class=${`notices__one notices__one--${kind}`} role=${kind === 'trouble' ? 'alert' : 'status'}>
    <p>${children}</p>
    ${press && html`<button type="button" class="notices__press" onClick=${onPress}>${press}</button>`}
    ${onClose && html`<button type="button" class="icon-button" aria-label="Close this notice" onClick=${onClose}>
      <${Icon} name="close" /></button>`}
  </div>`;
}

/**
 * What somebody should know now, under the bar and never over the keys.
 * @param {{app: any, state: import('../types.js').State, onSignIn: () => void}} props
 */
export function Notices({ app, state, onSignIn }) {
  const { problem, update, storage, clock, person, network, phase } = state;
  return html`<div class="notices">
    ${problem && html`<${Notice} kind="trouble" onClose=${() => app.dismissProblem()}>${problem}<//>`}
    ${storage.wasReset && html`<${Notice} kind="trouble" onClose=${() => app.dismissReset()}>
      <strong>The storage of this tablet was cleared.</strong> What was not sent before may be gone. Tell your supervisor now.<//>`}
    ${person && !person.isCurrent && html`<${Notice} kind="attention" press="Sign in" onPress=${onSignIn}>
      <strong>The 16 hours of your sign-in are over.</strong> What you counted is safe. Sign in to go on.<//>`}
    ${network === 'enrol' && phase !== 'enrol' && html`<${Notice} kind="trouble">
      <strong>This tablet is not enrolled any more.</strong> Unsent work stays here: export it from the queue.<//>`}
    ${update.isReady && html`<${Notice} kind="plain" press="Update" onPress=${() => app.applyUpdate()}>
      <strong>New version ready${update.isRequired ? ', and needed' : ''}.</strong> Takes two seconds; nothing is lost.<//>`}
    ${clock.isOff && clock.offsetMs !== null && html`<${Notice} kind="attention">
      <strong>The clock of this tablet is ${clockWords(clock.offsetMs)}.</strong> Set it; counts are flagged until then.<//>`}
  </div>`;
}
