import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/** The moment before the tablet's own storage has been read. */
export function Starting() {
  return html`<div class="starting">
    <h1 class="visually-hidden">Ship tally</h1>
    <span class="starting__mark"><${Icon} name="tally" /></span>
    <p role="status">Opening the tally on this tablet…</p>
  </div>`;
}
