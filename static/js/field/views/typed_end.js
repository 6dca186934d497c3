import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/**
 * What was typed, in the largest type of the app, and the way to begin again.
 * @param {{typed: string, onClear: () => void, onUnreadable: () => void}} props
 */
export function TypedEnd({ typed, onClear, onUnreadable }) {
  const size = typed.length > 12 ? ' typed-end__text--long' : typed.length > 8 ? ' typed-end__text--medium' : '';
  return html`<div class="typed-end">
    <output class=${`typed-end__text${size}`} aria-label="Typed so far" aria-live="off">
      ${typed || html`<span class="typed-end__hint">Type the last digits</span>`}</output>
    ${typed
      ? html`<button key="clear" type="button" class="icon-button" aria-label="Clear what was typed" onClick=${onClear}>
          <${Icon} name="close" /></button>`
      : html`<button key="unreadable" type="button" class="button-quiet typed-end__unreadable" aria-haspopup="dialog"
          onClick=${onUnreadable}>No number?</button>`}
  </div>`;
}
