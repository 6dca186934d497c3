import { html } from '../../../vendor/preact-htm.js';
import { grouped, weightWords } from './format.js';
import { Icon } from './icons.js';

/** A pallet truck brings five; a hand brings one. */
const STEPS = [5, 1];

function Progress({ line }) {
  const isOver = line.counted > line.expected;
  const say = line.unit === 'kg' ? weightWords : grouped;
  return html`<div class="line-row__progress">
    <p class=${`line-row__counts${isOver ? ' line-row__counts--over' : ''}`}>
      <strong>${say(line.counted)}</strong> of ${say(line.expected)}
      ${isOver && html` <span class="badge badge-attention">${say(line.counted - line.expected)} over</span>`}
      ${line.mine > 0 && html`<small class="soft">${say(line.mine)} on this tablet</small>`}</p>
    <progress value=${Math.min(line.counted, line.expected)} max=${line.expected || 1} aria-label="Counted so far"></progress>
  </div>`;
}

/**
 * One line of cargo without numbers of its own, or of bulk by weight.
 * @param {{line: import('../types.js').Line, onCount?: (quantity: number) => void,
 *   onWeigh?: () => void, onUndo?: () => void}} props
 */
export function LineRow({ line, onCount, onWeigh, onUndo }) {
  return html`<li class="line-row">
    <div class="line-row__head">
      <strong class="line-row__name">${line.description}</strong>
      <span class="soft">B/L ${line.billOfLading}</span>
      ${!line.isWorkedHere && html`<span class="badge badge-trouble">not for this port</span>`}
    </div>
    <${Progress} line=${line} />
    <div class="line-row__steps">
      <button type="button" class="line-row__step line-row__step--undo" disabled=${!onUndo} onClick=${onUndo}
        aria-label=${`Undo the last count of ${line.description}`}><${Icon} name="undo" /></button>
      ${line.mode === 'BULK'
        ? html`<button type="button" class="line-row__step" onClick=${onWeigh}><${Icon} name="scale" />Enter weight</button>`
        : STEPS.map((step) => html`<button key=${step} type="button" class="line-row__step" onClick=${() => onCount(step)}
          aria-label=${`Count ${step} ${line.description}`}>+${step}</button>`)}
    </div>
  </li>`;
}
