import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { ENDED_WORDS, clockWords } from './words.js';

/** More would push the keys off a phone; the next one shows when the first is settled. */
const SHOWN_AT_ONCE = 2;

function Notice({ kind, words, press, onPress, onClose }) {
  return html`<div class=${`notices__one notices__one--${kind}`} role=${kind === 'trouble' ? 'alert' : 'status'}>
    <p>${words}</p>
    ${press && html`<button type="button" class="button-quiet notices__press" onClick=${onPress}>${press}</button>`}
    ${onClose && html`<button type="button" class="icon-button" aria-label="Close this notice" onClick=${onClose}>
      <${Icon} name="close" /></button>`}
  </div>`;
}

/**
 * Return what somebody should know now, the most pressing first. `calm` may wait while a number
 * is being typed.
 * @param {import('../types.js').State} state
 */
export function noticesOf({ problem, update, storage, clock, person, call, isRevoked }) {
  const version = { name: 'update', kind: 'plain', isCalm: !update.isRequired, press: 'Update',
    words: html`<strong>New version ready${update.isRequired ? ', and needed' : ''}.</strong> Two seconds; nothing is lost.` };
  return [
    problem && { name: 'problem', kind: 'trouble', words: problem },
    storage.wasReset && { name: 'reset', kind: 'trouble',
      words: html`<strong>The storage of this tablet was cleared.</strong> What was not sent before may be gone. Tell your supervisor now.` },
    isRevoked && { name: 'revoked', kind: 'trouble', press: 'New code',
      words: html`<strong>This tablet is not enrolled any more.</strong> Unsent work stays here; the queue can export it.` },
    person && ENDED_WORDS[call?.status] && { name: 'late', kind: 'attention',
      words: html`<strong>${ENDED_WORDS[call.status]}</strong> What is counted now is flagged late.` },
    person?.isCurrent && person.isRefused && { name: 'refused', kind: 'attention', press: 'Sign in',
      words: html`<strong>The office asks you to sign in again.</strong> Counting goes on meanwhile, and nothing is lost.` },
    person && !person.isCurrent && { name: 'ended', kind: 'attention', press: 'Sign in',
      words: html`<strong>Your 16 hours are over.</strong> Sign in again. Without a network you may go on; the office is told.` },
    update.isReady && update.isRequired && version,
    clock.isOff && clock.offsetMs !== null && { name: 'clock', kind: 'attention', isCalm: true,
      words: html`<strong>This tablet's clock is ${clockWords(clock.offsetMs)}.</strong> Set it right: counts are flagged until then.` },
    update.isReady && !update.isRequired && version,
  ].filter(Boolean);
}

/**
 * The notices, under the bar and never over the keys.
 * @param {{app: any, state: import('../types.js').State, open: (sheet: string) => void}} props
 */
export function Notices({ app, state, open }) {
  const closings = { problem: () => app.dismissProblem(), reset: () => app.dismissReset() };
  const signIn = () => open('sign-in');
  const presses = { ended: signIn, refused: signIn, revoked: () => open('enrol'), update: () => app.applyUpdate() };
  const isTyping = state.entry.text !== '';
  const notices = noticesOf(state).filter(({ isCalm }) => !(isCalm && isTyping)).slice(0, SHOWN_AT_ONCE);
  return html`<div class="notices">${notices.map((notice) => html`<${Notice} key=${notice.name} ...${notice}
    onClose=${closings[notice.name]} onPress=${presses[notice.name]} />`)}</div>`;
}
