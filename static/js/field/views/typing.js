import { useEffect } from '../../../vendor/preact-htm.js';

/** Where a key belongs to the element itself and not to the tally. */
const OWN_KEYS = 'input, textarea, select, dialog';

/**
 * Take a hardware keyboard, a wedge scanner (it types, then presses Enter) and paste as typing.
 * @param {{app: any, confirm: () => void}} needs
 */
export function useTyping({ app, confirm }) {
  useEffect(() => {
    const add = (text) => app.typeEntry(app.state.entry.text + text);
    const keys = { Backspace: () => app.typeEntry(app.state.entry.text.slice(0, -1)), Escape: () => app.clearEntry() };
    const onKey = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(OWN_KEYS)) return;
      if (/^[a-z0-9-]$/i.test(event.key)) add(event.key.toUpperCase());
      else if (event.key in keys) keys[event.key]();
      else if (event.key === 'Enter' && !event.target.closest('button, a') && !event.repeat) confirm();
      else return;
      event.preventDefault();
    };
    const onPaste = (event) => {
      if (event.target.closest?.(OWN_KEYS)) return;
      const pasted = event.clipboardData.getData('text').toUpperCase().replace(/[^A-Z0-9-]/g, '');
      if (pasted) app.typeEntry(pasted.slice(0, 32));
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('paste', onPaste);
    };
  });
}
