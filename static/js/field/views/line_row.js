import { html } from '../../../vendor/preact-htm.js';
import { beyondWords, grouped, weightWords } from './format.js';
import { Icon } from './icons.js';

/** A pallet truck brings five; a hand brings one. */
const STEPS = [5, 1];

function Progress({ line }) {
  const say = line.unit === 'kg' ? weightWords : grouped;
  return html`<div class="line-row__progress">
    <p class="line-row__counts"><strong>${say(line.counted)}</strong> of ${say(line.expected)}
      ${line.beyond > 0 && html`<span class="badge badge-attention">${beyondWords(line.beyond, say)}</span>`}</p>
    <p class="line-row__mine">${say(line.mine)} yours</p>
    <progress value=${line.counted} max=${line.expected || 1} aria-label="Counted of the list"></progress>
  </div>`;
}

function Steps({ line, onCount, onOther }) {
  if (line.mode === 'BULK') {
    return html`<button type="button" class="line-row__step" aria-haspopup="dialog" onClick=${onOther}>
      <${Icon} name="scale" />Enter weight<span class="visually-hidden"> of ${line.description}</span></button>`;
  }
  return html`
    <button type="button" class="line-row__step line-row__step--quiet" aria-haspopup="dialog" onClick=${onOther}
      aria-label=${`+ another number of ${line.description}`}>+…</button>
    ${STEPS.map((step) => html`<button key=${step} type="button" class="line-row__step" onClick=${() => onCount(step)}
      aria-label=${`+${step} ${line.description}`}>+${step}</button>`)}`;
}

/**
 * One line of cargo without numbers of its own, or of bulk by weight.
 * @param {{line: import('../types.js').Line, onCount: (quantity: number) => void,
 *   onOther: () => void, onUndo?: () => void}} props
 */
export function LineRow({ line, onCount, onOther, onUndo }) {
  return html`<li class="line-row">
    <div class="line-row__head">
      <strong class="line-row__name">${line.description}</strong>
      ${line.billOfLading && html`<span class="soft">B/L ${line.billOfLading}</span>`}
      ${!line.isWorkedHere && html`<span class="badge badge-trouble">not for this port</span>`}
    </div>
    <${Progress} line=${line} />
    <div class="line-row__steps">
      <button type="button" class="line-row__step line-row__step--quiet" disabled=${!onUndo} onClick=${onUndo}
        aria-label=${`Undo the last count of ${line.description}`}><${Icon} name="undo" /></button>
      <${Steps} line=${line} onCount=${onCount} onOther=${onOther} />
    </div>
  </li>`;
}
