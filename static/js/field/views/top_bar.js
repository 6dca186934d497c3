import { html } from '../../../vendor/preact-htm.js';
import { clockTime, grouped } from './format.js';
import { Icon } from './icons.js';

/** What the tablet still holds, in words: saved is not sent. */
function Unsent({ unsentCount, attentionCount, lastSentAt, timeZone, onOpen }) {
  const state = attentionCount ? 'attention' : unsentCount ? 'waiting' : 'clear';
  const kept = attentionCount ? `${attentionCount} to check` : lastSentAt ? 'All sent' : '0 unsent';
  const words = unsentCount ? `${grouped(unsentCount)} unsent` : kept;
  return html`<button type="button" class=${`unsent unsent--${state}`} onClick=${onOpen}>
    <span>${words}</span>
    <span class="unsent__at">${lastSentAt ? `sent ${clockTime(lastSentAt, timeZone)}` : 'never sent'}</span>
    <span class="visually-hidden">Open the queue</span>
  </button>`;
}

/**
 * The line that never leaves the screen: which ship, who counts, what is still unsent.
 * @param {{heading: string, detail: string, unsent: object, onMenu?: () => void, onBack?: () => void}} props
 */
export function TopBar({ heading, detail, unsent, onMenu, onBack }) {
  return html`<header class="top-bar">
    ${onBack && html`<button type="button" class="icon-button" aria-label="Back" onClick=${onBack}>
      <${Icon} name="back" /></button>`}
    <div class="top-bar__names">
      <p class="top-bar__heading">${heading}</p>
      <p class="top-bar__detail">${detail}</p>
    </div>
    ${unsent && html`<${Unsent} ...${unsent} />`}
    ${onMenu && html`<button type="button" class="icon-button" aria-label="Menu" aria-haspopup="dialog" onClick=${onMenu}>
      <${Icon} name="menu" /></button>`}
  </header>`;
}
