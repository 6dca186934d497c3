import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

/**
 * One choice of few, each a full-width row; choosing closes.
 * @param {{label: string, options: [string, string][], value: string, isOptional: boolean,
 *   choose: (value: string) => void, onClose: () => void}} props
 */
export function ChoiceSheet({ label, options, value, isOptional, choose, onClose }) {
  const take = (option) => {
    choose(option);
    onClose();
  };
  const rows = isOptional ? [...options, ['', `No ${label.toLowerCase()}`]] : options;
  return html`<${Sheet} title=${label} onClose=${onClose}>
    <ul role="list" class="choices">
      ${rows.map(([option, words]) => html`<li key=${option}>
        <button type="button" class="choices__row" aria-pressed=${option === value} onClick=${() => take(option)}>
          <span>${words}</span>${option === value && html`<${Icon} name="check" />`}
        </button></li>`)}
    </ul>
  <//>`;
}
