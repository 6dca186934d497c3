const SCOPE = '/field/';

/**
 * Register the service worker. Null where there is none: an old browser, one that blocks workers
 * (and says nothing at all), or an office that does not answer. The app runs all the same.
 * @param {ServiceWorkerContainer|undefined} container
 * @param {any} workerUrl a TrustedScriptURL where the browser knows them
 * @returns {Promise<ServiceWorkerRegistration|null>}
 */
export async function registerWorker(container, workerUrl) {
  try {
    const how = { scope: SCOPE, type: 'module', updateViaCache: 'none' };
    return (await container?.register(workerUrl, how)) ?? null;
  } catch (error) {
    console.warn('The app is not kept on this device:', error);
    return (await container.getRegistration?.(SCOPE).catch(() => null)) ?? null;
  }
}

/**
 * The worker's address in the form that Trusted Types ask for: a policy that knows one URL.
 * @param {any} trustedTypes @param {string} url
 */
export function trustedWorkerUrl(trustedTypes, url) {
  const createScriptURL = (asked) => {
    if (asked !== url) throw new TypeError(`${asked} is not the worker`);
    return asked;
  };
  return trustedTypes?.createPolicy('field-sw', { createScriptURL }).createScriptURL(url) ?? url;
}
