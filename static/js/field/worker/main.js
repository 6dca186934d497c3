import { flushIn } from './flush.js';
import { keptAnswerTo } from './routes.js';
import { Shelf } from './shelf.js';

const SHELL = '/field/';
const SYNC_TAG = 'flush';

/**
 * Make this scope the service worker of one build. A new one waits until the page says
 * SKIP_WAITING: taking over by itself, it would pull the modules away under a running app.
 * @param {ServiceWorkerGlobalScope} scope
 * @param {{build: string, assets: string[], assetCache: RequestCache}} plan
 */
export function serve(scope, { build, assets, assetCache }) {
  const needs = { caches: scope.caches, fetch: (address, how) => scope.fetch(address, how) };
  const shelf = new Shelf(needs, { build, shell: SHELL, assets, assetCache });
  const site = { origin: scope.location.origin, shell: SHELL, assets: new Set(assets) };

  scope.addEventListener('install', (event) => event.waitUntil(shelf.fill()));
  scope.addEventListener('activate', (event) => event.waitUntil(takeOver(scope, shelf)));
  scope.addEventListener('fetch', (event) => {
    const address = keptAnswerTo(event.request, site);
    if (address) event.respondWith(shelf.answer(address));
  });
  scope.addEventListener('message', (event) => {
    if (event.data?.type === 'SKIP_WAITING') scope.skipWaiting();
    if (event.data?.type === 'HEAL') event.waitUntil(shelf.heal());
  });
  scope.addEventListener('sync', (event) => {
    if (event.tag === SYNC_TAG) event.waitUntil(flushIn(scope, build));
  });
}

/** The first worker also takes the page that brought it, so that its next start needs no network. */
async function takeOver(scope, shelf) {
  await shelf.forgetOthers();
  await scope.clients.claim();
}
