import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { unsentWords } from './words.js';

function Unsent({ onOpen, ...unsent }) {
  const state = unsent.attentionCount ? 'attention' : unsent.unsentCount ? 'waiting' : 'clear';
  const [words, at] = unsentWords(unsent);
  return html`<button type="button" class=${`unsent unsent--${state}`} onClick=${onOpen}>
    <span>${words}</span>
    <span class="unsent__at">${at}</span>
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
