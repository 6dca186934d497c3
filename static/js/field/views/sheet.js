import { html, useId } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { useModal } from './modal.js';

/**
 * A panel that rises from the lower edge, where the thumb is. The browser's own modal dialog
 * keeps the focus inside and answers Escape.
 * What went wrong is told in here: the notices of the page are behind it, out of reach.
 * @param {{title: string, problem?: string, onClose: () => void, children?: any}} props
 */
export function Sheet({ title, problem, onClose, children }) {
  const dialog = useModal();
  const titleId = useId();
  const closeOnBackdrop = (event) => {
    if (event.target === dialog.current) onClose();
  };
  return html`<dialog class="sheet" ref=${dialog} aria-labelledby=${titleId} onCancel=${onClose} onClick=${closeOnBackdrop}>
    <div class="sheet__panel">
      <div class="sheet__head">
        <h2 id=${titleId} class="sheet__title">${title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${onClose}>
          <${Icon} name="close" /></button>
      </div>
      ${problem && html`<p class="note note-trouble" role="alert">${problem}</p>`}
      ${children}
    </div>
  </dialog>`;
}
