import { html, useState } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

const DIGIT_ROWS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/** ISO 3779 leaves out I, O and Q, which nobody can tell from 1 and 0 on a wet label. */
const LETTERS = [...'ABCDEFGHJKLMNPRSTUVWXYZ'];

/** Serial numbers of other cargo do use them, and hyphens; typed on their own row. */
const SERIAL_LETTERS = [...'IOQ-'];

/** The press, not the release: a glove that slides off the key has still typed it. */
function Key({ label, press, wide, children, name }) {
  return html`<button type="button" class=${`keypad__key${wide ? ' keypad__key--word' : ''}`}
    aria-label=${name ?? label} onPointerDown=${(event) => event.button === 0 && press()}
    onClick=${(event) => event.detail === 0 && press()}>${children ?? label}</button>`;
}

/**
 * The on-screen keypad: digits first, letters behind one key on a phone, both side by side on
 * a tablet. The system keyboard would cover half of the cards and has keys of 32 pixels.
 * @param {{type: (character: string) => void, erase: () => void, allowsSerial?: boolean}} props
 */
export function Keypad({ type, erase, allowsSerial = false }) {
  const [showsLetters, setShowsLetters] = useState(false);
  const keys = (characters) =>
    characters.map((character) => html`<${Key} key=${character} label=${character}
      press=${() => type(character)} />`);
  const letters = allowsSerial ? [...LETTERS, ...SERIAL_LETTERS] : LETTERS;
  const eraseKey = html`<${Key} name="Erase last character" wide press=${erase}>
    <${Icon} name="backspace" /><//>`;
  const other = html`<${Key} wide name=${showsLetters ? 'Show digits' : 'Show letters'}
    press=${() => setShowsLetters(!showsLetters)}>${showsLetters ? '123' : 'ABC'}<//>`;
  return html`<div class=${`keypad${showsLetters ? ' keypad--letters' : ''}`} role="group" aria-label="Keypad">
    <div class="keypad__digits">
      ${keys(DIGIT_ROWS.slice(0, 3))}${eraseKey}
      ${keys(DIGIT_ROWS.slice(3, 6))}${other}
      ${keys(DIGIT_ROWS.slice(6))}
    </div>
    <div class="keypad__letters">${keys(letters)}${other}${eraseKey}</div>
  </div>`;
}
