/** Below the scope, but always the network's: the API and the app's own registration. */
const NEVER = ['/field/api/', '/field/sw.js', '/field/app.webmanifest'];

/**
 * Which kept file answers a request, or null where the worker has no say: other sites, anything
 * but GET, the API, and every page outside of the app.
 * @param {{url: string, method: string, mode: string}} request
 * @param {{origin: string, shell: string, assets: Set<string>}} site
 * @returns {string|null} the address of the kept file
 */
export function keptAnswerTo({ url, method, mode }, { origin, shell, assets }) {
  const { origin: askedOrigin, pathname } = new URL(url);
  if (method !== 'GET' || askedOrigin !== origin) return null;
  if (NEVER.some((start) => pathname.startsWith(start))) return null;
  if (mode === 'navigate') return pathname.startsWith(shell) ? shell : null;
  return assets.has(pathname) ? pathname : null;
}
