import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../static/js/field/store.js';
import { Updates } from '../../static/js/field/updates.js';
import { trustedWorkerUrl } from '../../static/js/field/worker_registration.js';
import { quiet } from './cast/storage.mjs';
import { Time } from './cast/time.mjs';

class Worker extends EventTarget {
  messages = [];
  state = 'installing';
  postMessage(message) { this.messages.push(message.type); }
  become(state) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

class Registration extends EventTarget {
  waiting = null;
  updateCount = 0;
  async update() { this.updateCount += 1; }
  find(worker) {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}

function aPage({ controller = new Worker(), register, container: given, idle = Promise.resolve() } = {}) {
  const time = new Time();
  const registration = new Registration();
  const container = given === undefined ? Object.assign(new EventTarget(), {
    controller, register: register ?? (async (url, how) => Object.assign(registration, { url, how })),
  }) : undefined;
  const store = new Store({ build: 'b1', unsentCount: 0, problem: '', update: { isReady: false, isRequired: false } });
  const page = { time, registration, container, store, reloads: 0 };
  page.updates = new Updates({
    serviceWorker: container, workerUrl: '/field/sw.js', store, reload: () => { page.reloads += 1; },
    whenIdle: () => idle, now: time.now, setTimer: time.setTimer,
  });
  return page;
}
const MINUTES = 60_000;

test('the worker is registered as a module for the app alone, past every cache', async () => {
  const { updates, registration } = aPage();

  await updates.start();

  assert.equal(registration.url, '/field/sw.js');
  assert.deepEqual(registration.how, { scope: '/field/', type: 'module', updateViaCache: 'none' });
});

test('a browser without workers, one that blocks them and one that fails all run the app', async () => {
  for (const how of [{ container: null }, { register: async () => undefined }, { register: async () => { throw new Error('no'); } }]) {
    const { updates, store } = aPage(how);

    await updates.start();
    updates.check();
    updates.onVisibility(true);

    assert.equal(store.state.update.isReady, false);
  }
});

test('at start the running worker is asked to heal its shelf', async () => {
  const { updates, container } = aPage();

  await updates.start();

  assert.deepEqual(container.controller.messages, ['HEAL']);
});

test('the very first worker is no update, and its take-over reloads nothing', async () => {
  const page = aPage({ controller: null });
  await page.updates.start();
  const worker = new Worker();
  page.registration.find(worker);
  worker.become('installed');
  page.container.controller = worker;
  page.container.dispatchEvent(new Event('controllerchange'));
  await quiet();

  assert.equal(page.store.state.update.isReady, false);
  assert.equal(page.reloads, 0);
});

test('a new version that is ready is announced', async () => {
  const page = aPage();
  await page.updates.start();
  const worker = new Worker();
  page.registration.find(worker);
  assert.equal(page.store.state.update.isReady, false);

  worker.become('installed');

  assert.equal(page.store.state.update.isReady, true);
});

test('a version that was waiting before the page was opened is announced too', async () => {
  const page = aPage();
  page.registration.waiting = new Worker();

  await page.updates.start();

  assert.equal(page.store.state.update.isReady, true);
});

test('a broken version that never installs is not announced', async () => {
  const page = aPage();
  await page.updates.start();
  const worker = new Worker();
  page.registration.find(worker);

  worker.become('redundant');

  assert.equal(page.store.state.update.isReady, false);
});

test('an accepted update takes over and reloads each tab once', async () => {
  const page = aPage();
  page.registration.waiting = new Worker();
  await page.updates.start();

  page.updates.apply();
  assert.deepEqual(page.registration.waiting.messages, ['SKIP_WAITING']);
  page.container.dispatchEvent(new Event('controllerchange'));
  page.container.dispatchEvent(new Event('controllerchange'));
  await quiet();

  assert.equal(page.reloads, 1);
});

test('a tab where somebody types a number reloads only afterwards', async () => {
  let finish;
  const page = aPage({ idle: new Promise((resolve) => { finish = resolve; }) });
  await page.updates.start();

  page.container.dispatchEvent(new Event('controllerchange'));
  await quiet();
  assert.equal(page.reloads, 0);
  finish();
  await quiet();

  assert.equal(page.reloads, 1);
});

test('a version that does not take over says so instead of doing nothing', async () => {
  const page = aPage();
  page.registration.waiting = new Worker();
  await page.updates.start();

  page.updates.apply();
  await page.time.pass(10_000);

  assert.match(page.store.state.problem, /does not start/);
});

test('without a waiting version, updating loads the page again', async () => {
  const page = aPage({ container: null });
  await page.updates.start();

  page.updates.apply();

  assert.equal(page.reloads, 1);
});

test('it is taken unnoticed when the tablet lies unused for ten minutes with nothing to send', async () => {
  const page = aPage();
  page.registration.waiting = new Worker();
  await page.updates.start();
  page.updates.onVisibility(false);
  await page.time.pass(9 * MINUTES);
  page.updates.applyUnnoticed();
  assert.deepEqual(page.registration.waiting.messages, []);

  await page.time.pass(1 * MINUTES);
  page.updates.applyUnnoticed();

  assert.deepEqual(page.registration.waiting.messages, ['SKIP_WAITING']);
});

test('it is never taken unnoticed with unsent work, nor under somebody\'s hands', async () => {
  const page = aPage();
  page.registration.waiting = new Worker();
  await page.updates.start();
  page.store.set({ unsentCount: 1 });
  page.updates.onVisibility(false);
  await page.time.pass(60 * MINUTES);
  page.updates.applyUnnoticed();
  page.store.set({ unsentCount: 0 });
  page.updates.onVisibility(true);
  page.updates.applyUnnoticed();

  assert.deepEqual(page.registration.waiting.messages, []);
});

test('it looks for a new version each hour and whenever somebody looks at the app', async () => {
  const page = aPage();
  await page.updates.start();
  page.updates.onVisibility(true);
  assert.equal(page.registration.updateCount, 1);

  await page.time.pass(2 * 60 * MINUTES);

  assert.equal(page.registration.updateCount, 3);
});

test('a build that the office asks for is required, and looked for at once', async () => {
  const page = aPage();
  await page.updates.start();

  page.updates.onBuild({ build: 'b2', minimum_build: 'b2' });

  assert.deepEqual(page.store.state.update, { isReady: false, isRequired: true });
  assert.equal(page.registration.updateCount, 1);
});

test('a required build without a worker is a page to be loaded again', async () => {
  const page = aPage({ container: null });
  await page.updates.start();

  page.updates.onBuild({ build: 'b2', minimum_build: 'b2' });

  assert.deepEqual(page.store.state.update, { isReady: true, isRequired: true });
});

test('the policy of Trusted Types knows one address', () => {
  let policy;
  const trustedTypes = { createPolicy: (name, rules) => { policy = { name, ...rules }; return rules; } };

  assert.equal(trustedWorkerUrl(trustedTypes, '/field/sw.js'), '/field/sw.js');
  assert.equal(policy.name, 'field-sw');
  assert.throws(() => policy.createScriptURL('/evil.js'), TypeError);
  assert.equal(trustedWorkerUrl(undefined, '/field/sw.js'), '/field/sw.js');
});
