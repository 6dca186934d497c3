import { html, useState } from '../../../vendor/preact-htm.js';
import { weightWords } from './format.js';
import { Sheet } from './sheet.js';

const KG_PER_TONNE = 1000;

/**
 * Return whole kilograms, or null when the text is not a weight the ledger can hold.
 * A comma is a decimal sign here too: weigh tickets come in both spellings.
 * @param {string} text
 * @param {'t'|'kg'} measure
 */
export function kilograms(text, measure) {
  const plain = text.trim().replace(',', '.');
  const pattern = measure === 't' ? /^\d{1,6}(\.\d{1,3})?$/ : /^\d{1,9}$/;
  if (!pattern.test(plain)) return null;
  const weightKg = Math.round(Number(plain) * (measure === 't' ? KG_PER_TONNE : 1));
  return weightKg >= 1 ? weightKg : null;
}

function Measure({ value, current, words, onChoose }) {
  return html`<button type="button" class="choices__row" aria-pressed=${value === current}
    onClick=${() => onChoose(value)}>${words}</button>`;
}

/** @param {{app: any, line: import('../types.js').Line, onClose: () => void}} props */
export function WeightSheet({ app, line, onClose }) {
  const [text, setText] = useState('');
  const [measure, setMeasure] = useState('t');
  const weightKg = kilograms(text, measure);
  const submit = async (event) => {
    event.preventDefault();
    if (weightKg && await app.countLine(line.id, weightKg)) onClose();
  };
  return html`<${Sheet} title=${line.description} onClose=${onClose}>
    <form class="sign-form" onSubmit=${submit}>
      <div class="press-row" role="group" aria-label="Measure">
        <${Measure} value="t" words="Tonnes" current=${measure} onChoose=${setMeasure} />
        <${Measure} value="kg" words="Kilograms" current=${measure} onChoose=${setMeasure} />
      </div>
      <div>
        <label for="weight">Weight in ${measure === 't' ? 'tonnes' : 'kilograms'}</label>
        <input id="weight" class="sign-form__code" inputmode=${measure === 't' ? 'decimal' : 'numeric'} required
          value=${text} autocomplete="off" aria-describedby="weight-help"
          onInput=${(event) => setText(event.currentTarget.value)} />
        <p id="weight-help" class="field-help" aria-live="polite">
          ${text && !weightKg ? 'Not a weight: digits, at most three behind the point.'
            : `Counted so far: ${weightWords(line.counted)} of ${weightWords(line.expected)}.`}</p>
      </div>
      <button class="press press--wide" disabled=${!weightKg}>${weightKg ? `Save ${weightWords(weightKg)}` : 'Save'}</button>
    </form>
  <//>`;
}
