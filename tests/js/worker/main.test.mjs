import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { serve } from '../../../static/js/field/worker/main.js';
import { ASSETS, FakeCaches, FakeOffice, ORIGIN, PLAN } from './fake_site.mjs';

const NAME = `field-${PLAN.build}`;
let scope;

/** A worker's scope that hands events to its listeners and waits for what they promise. */
class FakeScope {
  caches = new FakeCaches();
  location = { origin: ORIGIN };
  said = [];
  clients = { claim: async () => this.said.push('claim') };
  #office = new FakeOffice();
  #listeners = new Map();

  fetch = (address, how) => this.#office.fetch(address, how);

  skipWaiting() {
    this.said.push('skipWaiting');
  }

  addEventListener(type, listener) {
    this.#listeners.set(type, listener);
  }

  async send(type, event = {}) {
    let promised;
    const take = (promise) => {
      promised = promise;
    };
    this.#listeners.get(type)({ ...event, waitUntil: take, respondWith: take });
    return promised;
  }
}

beforeEach(() => {
  scope = new FakeScope();
  serve(scope, PLAN);
});

test('installing fills the shelf and does not take over by itself', async () => {
  await scope.send('install');

  assert.equal(scope.caches.addressesIn(NAME).length, ASSETS.length + 1);
  assert.deepEqual(scope.said, []);
});

test('a waiting worker takes over when the page says so', async () => {
  await scope.send('message', { data: { type: 'SKIP_WAITING' } });

  assert.deepEqual(scope.said, ['skipWaiting']);
});

test('activating forgets older builds and takes the open page', async () => {
  await scope.caches.open('field-000000000000');

  await scope.send('activate');

  assert.deepEqual(await scope.caches.keys(), []);
  assert.deepEqual(scope.said, ['claim']);
});

test('a page asks for healing when it starts', async () => {
  await scope.send('message', { data: { type: 'HEAL' } });

  assert.equal(scope.caches.addressesIn(NAME).length, ASSETS.length + 1);
});

test('words that no page says are ignored', async () => {
  for (const data of [null, 'HEAL', { type: 'FORMAT_DISK' }]) await scope.send('message', { data });

  assert.deepEqual(scope.said, []);
});

test('the API is left to the network', async () => {
  const request = { url: `${ORIGIN}/field/api/v1/session`, method: 'GET', mode: 'cors' };

  assert.equal(await scope.send('fetch', { request }), undefined);
});

test('the app\'s page is answered', async () => {
  const request = { url: `${ORIGIN}/field/`, method: 'GET', mode: 'navigate' };

  const answer = await scope.send('fetch', { request });

  assert.match(await answer.text(), /data-build/);
});
