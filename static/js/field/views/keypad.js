import { html, useMemo, useRef, useState } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/** All letters: a VIN has no I, O, Q (ISO 3779), serial numbers of other cargo do. */
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ-'];

/**
 * The press counts, not the release: a glove that slides off the key has still typed it. A click
 * without a press before it comes from a keyboard or a screen reader.
 */
function Key({ name, press, kind, children }) {
  const isPressed = useRef(false);
  const onPointerDown = (event) => {
    isPressed.current = event.button === 0;
    if (isPressed.current) press();
  };
  const onClick = (event) => {
    if (event.detail === 0 || !isPressed.current) press();
    isPressed.current = false;
  };
  return html`<button type="button" class=${`keypad__key ${kind || ''}`} aria-label=${name}
    onPointerDown=${onPointerDown} onClick=${onClick}>${children ?? name}</button>`;
}

/** A key that took the focus would answer the Enter of a scanner with one more digit. */
const keepFocus = (event) => event.preventDefault();

/**
 * The on-screen keypad: digits first, letters behind one key on a phone, both side by side on
 * a tablet. The system keyboard would cover half of the cards and has keys of 32 pixels.
 * @param {{app: any}} props
 */
export function Keypad({ app }) {
  const [showsLetters, setShowsLetters] = useState(false);
  // Nothing here depends on what was typed: the keys are drawn once, not at each of them.
  return useMemo(() => {
    const text = () => app.state.entry.text;
    const keys = (characters) => characters.map((character) => html`<${Key} key=${character} name=${character}
      kind=${character === '-' && 'keypad__key--hyphen'} press=${() => app.typeEntry(text() + character)} />`);
    const erase = () => html`<${Key} key="erase" name="Erase last character" kind="keypad__key--word"
      press=${() => app.typeEntry(text().slice(0, -1))}><${Icon} name="backspace" /><//>`;
    const turn = (name, words) => html`<${Key} key="turn" name=${name} kind="keypad__key--word keypad__key--turn"
      press=${() => setShowsLetters(!showsLetters)}>${words}<//>`;
    return html`<div class=${`keypad${showsLetters ? ' keypad--letters' : ''}`} role="group" aria-label="Keypad"
        onMouseDown=${keepFocus}>
      <div class="keypad__letters">${keys(LETTERS)}${turn('Show digits', '123')}${erase()}</div>
      <div class="keypad__digits">
        ${keys(['1', '2', '3'])}${erase()}${keys(['4', '5', '6'])}${turn('Show letters', 'ABC')}${keys(['7', '8', '9', '0'])}</div>
    </div>`;
  }, [app, showsLetters]);
}
