import { html, useState } from '../../../vendor/preact-htm.js';
import { beyondWords, counted, weightWords } from './format.js';
import { Sheet } from './sheet.js';

const KG_PER_TONNE = 1000;

/** What the ledger holds in one record (docs/sync_protocol.md): nine digits of kilograms, 9 999 units. */
const PATTERNS = { t: /^\d{1,6}(\.\d{1,3})?$/, kg: /^\d{1,9}$/, units: /^\d{1,4}$/ };

/**
 * Return whole kilograms or units, or null when the text is not a quantity the ledger can hold.
 * A comma is a decimal sign here too: weigh tickets come in both spellings. Spaces only group.
 * @param {string} text
 * @param {'t'|'kg'|'units'} measure
 */
export function quantityOf(text, measure) {
  const plain = text.replace(/\s/g, '').replace(',', '.');
  if (!PATTERNS[measure].test(plain)) return null;
  const quantity = Math.round(Number(plain) * (measure === 't' ? KG_PER_TONNE : 1));
  return quantity >= 1 ? quantity : null;
}

/**
 * Return whether a quantity brings a line to more than twice what is listed: tonnes typed for kilograms do.
 * @param {number} quantity
 * @param {{counted: number, beyond: number, expected: number}} line
 */
export const isFarBeyond = (quantity, { counted: all, beyond, expected }) =>
  expected > 0 && all + beyond + quantity > 2 * expected;

const LABELS = { t: 'Weight in tonnes', kg: 'Weight in kilograms', units: 'How many?' };
const COMPLAINTS = {
  t: 'Not a weight: digits, and at most three behind the point.',
  kg: 'Not a weight: whole kilograms, digits only.',
  units: 'Not a number: 1 to 9999, digits only.',
};

function Measures({ current, onChoose }) {
  return html`<div class="choices choices--row" role="group" aria-label="Measure">
    ${[['t', 'Tonnes'], ['kg', 'Kilograms']].map(([measure, words]) => html`<button key=${measure} type="button"
      class="choices__row" aria-pressed=${measure === current} onClick=${() => onChoose(measure)}>${words}</button>`)}
  </div>`;
}

/** Tonnes are shown in kilograms too: 1.500 t reads as 1.5 here and as 1 500 there. */
function pressWords(quantity, line, isSure) {
  if (!quantity) return 'Save';
  return `${line.unit === 'kg' ? `Save ${counted(quantity, 'kg', 'kg')}` : `Count ${quantity}`}${isSure ? ' all the same' : ''}`;
}

/**
 * Any quantity of one line: what was weighed, or a lift of 12.
 * @param {{app: any, line: import('../types.js').Line, problem: string, onClose: () => void}} props
 */
export function QuantitySheet({ app, line, problem, onClose }) {
  const isBulk = line.unit === 'kg';
  const [text, setText] = useState('');
  const [measure, setMeasure] = useState(isBulk ? 't' : 'units');
  const quantity = quantityOf(text, measure);
  const isWrong = text !== '' && !quantity;
  const [sureOf, beSure] = useState(0);
  const isSure = quantity !== null && sureOf === quantity;
  const say = isBulk ? weightWords : (count) => counted(count, 'unit');
  const submit = async (event) => {
    event.preventDefault();
    if (quantity && !isSure && isFarBeyond(quantity, line)) beSure(quantity);
    else if (quantity && await app.countLine(line.id, quantity)) onClose();
  };
  return html`<${Sheet} title=${line.description} problem=${problem} onClose=${onClose}>
    <form class="sign-form" onSubmit=${submit}>
      ${isBulk && html`<${Measures} current=${measure} onChoose=${setMeasure} />`}
      <div>
        <label for="quantity">${LABELS[measure]}</label>
        <input id="quantity" class="sign-form__code" inputmode=${measure === 't' ? 'decimal' : 'numeric'} required
          value=${text} autocomplete="off" aria-describedby="quantity-help" aria-invalid=${isWrong}
          onInput=${(event) => setText(event.currentTarget.value)} />
        <p id="quantity-help" class=${isWrong || isSure ? 'field-error' : 'field-help'} aria-live="polite">
          ${isWrong ? COMPLAINTS[measure] : isSure ? `More than twice what is listed, ${say(line.expected)}. Is it right?` : `Counted so far: ${say(line.counted)} of ${say(line.expected)} ${beyondWords(line.beyond, say)}`}</p>
      </div>
      <button class="press" disabled=${!quantity}>${pressWords(quantity, line, isSure)}</button>
    </form>
  <//>`;
}
