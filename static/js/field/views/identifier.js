import { html } from '../../../vendor/preact-htm.js';
import { atTypedEnd } from './format.js';

/**
 * Show an identifier with its typed end strong: that is the part the clerk compares with the label.
 * @param {{identifier: string, typed: string}} props
 */
export function Identifier({ identifier, typed }) {
  const [beginning, end] = atTypedEnd(identifier, typed || identifier.slice(-6));
  return html`<span class="identifier">${beginning}<strong class="identifier__end">${end}</strong></span>`;
}
