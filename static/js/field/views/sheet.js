import { html, useEffect, useRef } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';

/**
 * A panel that rises from the lower edge, where the thumb is. The browser's own modal dialog
 * keeps the focus inside, answers Escape and gives the focus back afterwards.
 * @param {{title: string, onClose: () => void, children?: any, alarming?: boolean}} props
 */
export function Sheet({ title, onClose, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const opened = dialog.current;
    opened.showModal();
    return () => opened.close();
  }, []);
  const closeOnBackdrop = (event) => {
    if (event.target === dialog.current) onClose();
  };
  return html`<dialog class="sheet" ref=${dialog} aria-label=${title}
      onCancel=${onClose} onClick=${closeOnBackdrop}>
    <div class="sheet__panel">
      <div class="sheet__head">
        <h2 class="sheet__title">${title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" /></button>
      </div>
      ${children}
    </div>
  </dialog>`;
}
