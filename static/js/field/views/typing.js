import { useLayoutEffect } from '../../../vendor/preact-htm.js';

/** Where a key belongs to the element itself and not to the tally. */
const OWN_KEYS = 'input, textarea, select';

/**
 * Take a hardware keyboard, a wedge scanner (it types, then presses Enter) and paste as typing.
 * @param {any} app
 */
export function useTyping(app) {
  // As soon as the page is there: an effect that waits for a frame loses what a scanner types meanwhile.
  useLayoutEffect(() => {
    // Enter right after a character is the scanner's, whichever button a glove touched before it.
    let hasJustTyped = false;
    const text = () => app.state.entry.text;
    const confirm = () => {
      const { kind, card } = app.state.entry;
      if (kind === 'ready') app.countUnit(card.identifier);
    };
    const belongsElsewhere = (event) => event.target.closest?.(OWN_KEYS) || document.querySelector('dialog[open]');
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || belongsElsewhere(event)) return;
      const isCharacter = /^[a-z0-9-]$/i.test(event.key);
      const isOnButton = event.key === 'Enter' && event.target.closest('button, a') && !hasJustTyped;
      if (isCharacter) app.typeEntry(text() + event.key.toUpperCase());
      else if (event.key === 'Backspace') app.typeEntry(text().slice(0, -1));
      else if (event.key === 'Escape') app.clearEntry();
      else if (event.key === 'Enter' && !isOnButton && !event.repeat) confirm();
      if (isCharacter || event.key === 'Backspace' || (event.key === 'Enter' && !isOnButton)) event.preventDefault();
      if (event.key !== 'Shift') hasJustTyped = isCharacter;
    };
    const onPaste = (event) => {
      if (belongsElsewhere(event)) return;
      const pasted = event.clipboardData.getData('text').toUpperCase().replace(/[^A-Z0-9-]/g, '');
      if (pasted) app.typeEntry(pasted.slice(0, 32));
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('paste', onPaste);
    };
  }, [app]);
}
