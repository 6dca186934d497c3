/**
 * Resolve when no number is being typed, nothing is asked and nothing is being saved.
 * @param {import('./store.js').Store} store @param {() => boolean} isSaving
 * @returns {Promise<void>}
 */
export function whenIdle(store, isSaving) {
  return new Promise((resolve) => {
    const stop = store.subscribe(({ entry, isBusy }) => {
      if (entry.text || isBusy || isSaving()) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
