const TAG = 'flush';

/**
 * Ask the browser to send while no page is open. Only a bonus, and only some browsers have it.
 * Once when the queue stops being empty: on each tap it would wake the worker for nothing.
 * @param {ServiceWorkerContainer|undefined} serviceWorker
 */
export function registerSync(serviceWorker) {
  serviceWorker?.ready.then((registration) => registration.sync?.register(TAG)).catch(() => {});
}
