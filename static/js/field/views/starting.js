import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/** The moment before the tablet's own storage has been read. */
export function Starting() {
  return html`<div class="starting" role="status">
    <span class="starting__mark"><${Icon} name="tally" /></span>
    <p>Opening the tally on this tablet…</p>
  </div>`;
}
