import { html } from '../../../vendor/preact-htm.js';
import { useModal } from './modal.js';

const BECAUSE = {
  full: 'The storage of this tablet is full.',
  update: 'A newer version of this app is open in another tab.',
  failed: 'The storage of this tablet did not answer.',
};

/** Escape must not close it: a count that was not saved has to be seen. */
const stay = (event) => event.preventDefault();

/**
 * The one thing that may cover the whole screen: a count that is NOT on this tablet.
 * @param {{app: any, error: {what: string, because: string}}} props
 */
export function SaveAlarm({ app, error }) {
  const dialog = useModal();
  // A second Escape closes a dialog whatever it says to the first: then it opens again.
  const open = () => dialog.current?.showModal();
  return html`<dialog class="save-alarm" ref=${dialog} role="alertdialog" aria-labelledby="save-alarm-title"
      aria-describedby="save-alarm-what" onCancel=${stay} onClose=${open}>
    <h1 id="save-alarm-title" class="save-alarm__title">NOT SAVED</h1>
    <p>${BECAUSE[error.because] ?? BECAUSE.failed} <strong>Write this down on paper:</strong></p>
    <p id="save-alarm-what" class="save-alarm__what">${error.what}</p>
    <p>Then tell your supervisor. Earlier counts are safe.</p>
    ${error.because === 'update' && html`<button type="button" class="press save-alarm__press" onClick=${() => app.applyUpdate()}>
      Load the new version</button>`}
    <button type="button" class="press save-alarm__press" onClick=${() => app.dismissNotSaved()}>
      I have written it down</button>
  </dialog>`;
}
