import { useEffect, useRef } from '../../../vendor/preact-htm.js';

/**
 * Open a dialog over everything while it is drawn, and give the focus back to what opened it: the
 * browser does that only for a dialog that closes before it leaves the page.
 * @returns {{current: HTMLDialogElement|null}} the ref of the dialog
 */
export function useModal() {
  const dialog = useRef(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current.showModal();
    return () => opener?.focus({ preventScroll: true });
  }, []);
  return dialog;
}
