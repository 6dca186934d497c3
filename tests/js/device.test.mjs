import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registerSync } from '../../static/js/field/background_sync.js';
import { publish } from '../../static/js/field/body_state.js';
import { DeviceStorage } from '../../static/js/field/device_storage.js';
import { fileSaver } from '../../static/js/field/file_saver.js';
import { Install } from '../../static/js/field/install.js';
import { Preferences } from '../../static/js/field/preferences.js';
import { Signals } from '../../static/js/field/signals.js';
import { Store } from '../../static/js/field/store.js';
import { Tabs } from '../../static/js/field/tabs.js';
import { WakeLock } from '../../static/js/field/wake_lock.js';
import { quiet } from './cast/storage.mjs';
import { LocalStorage } from './cast/tablet.mjs';

const forbidden = { getItem() { throw new Error('forbidden'); }, setItem() { throw new Error('forbidden'); } };

test('preferences are kept, and nonsense is the default', () => {
  const storage = new LocalStorage();
  const preferences = new Preferences(storage);
  assert.deepEqual([preferences.theme, preferences.hasSound], ['system', true]);
  preferences.theme = 'night';
  preferences.hasSound = false;

  assert.deepEqual([new Preferences(storage).theme, new Preferences(storage).hasSound], ['night', false]);
  storage.setItem('field-theme', 'pink');
  assert.equal(preferences.theme, 'system');
});

test('a browser that keeps nothing gets the defaults', () => {
  for (const storage of [undefined, forbidden]) {
    const preferences = new Preferences(storage);
    preferences.theme = 'night';

    assert.equal(preferences.theme, 'system');
  }
});

function aDevice(storage, localStorage = new LocalStorage()) {
  const store = new Store({ storage: { isPersisted: null, wasReset: false, saveError: null, usedBytes: null } });
  const lost = [];
  const preferences = new Preferences(localStorage);
  return { store, lost, deviceStorage: new DeviceStorage({ storage, store, preferences, onLostStorage: () => lost.push(1) }) };
}

test('the device is asked once to keep the storage, and nothing waits for its answer', async () => {
  let asked = 0;
  const { store, deviceStorage } = aDevice({
    persisted: async () => false, estimate: async () => ({ usage: 2048 }),
    persist: () => { asked += 1; return new Promise(() => {}); },
  });

  deviceStorage.start();
  deviceStorage.askToBeKept();
  deviceStorage.askToBeKept();
  await quiet();

  assert.equal(asked, 1);
  assert.deepEqual([store.state.storage.isPersisted, store.state.storage.usedBytes], [false, 2048]);
});

test('a browser that says nothing of its storage is taken as it is', () => {
  const { store, deviceStorage } = aDevice(undefined);

  deviceStorage.start();
  deviceStorage.askToBeKept();

  assert.equal(store.state.storage.isPersisted, null);
});

test('a storage that was cleared is said until somebody has read it', () => {
  const localStorage = new LocalStorage();
  aDevice(undefined, localStorage).deviceStorage.onJournal({ store_id: 'first' });

  const { store, lost, deviceStorage } = aDevice(undefined, localStorage);
  deviceStorage.onJournal({ store_id: 'second' });
  assert.equal(store.state.storage.wasReset, true);
  const again = aDevice(undefined, localStorage);
  again.deviceStorage.onJournal({ store_id: 'second' });
  assert.equal(again.store.state.storage.wasReset, true);

  again.deviceStorage.dismissReset();

  assert.equal(again.store.state.storage.wasReset, false);
  const later = aDevice(undefined, localStorage);
  later.deviceStorage.onJournal({ store_id: 'second' });
  assert.deepEqual([later.store.state.storage.wasReset, lost.length], [false, 0]);
});

test('a storage that is cleared under the running page is noticed at once', () => {
  const { lost, deviceStorage } = aDevice(undefined);
  deviceStorage.onJournal({ store_id: 'first' });

  deviceStorage.onJournal({ store_id: 'second' });

  assert.equal(lost.length, 1);
});

function aWindow(navigator = {}, modes = []) {
  return Object.assign(new EventTarget(), {
    navigator: { userAgent: 'Chrome', platform: 'Linux', maxTouchPoints: 0, ...navigator },
    matchMedia: (query) => ({ matches: modes.some((mode) => query.includes(`: ${mode})`)) }),
  });
}

test('the offer to install is kept for when somebody asks, and used once', async () => {
  const window = aWindow();
  const install = new Install(window);
  const store = new Store({ install: install.state });
  install.publishTo(store);
  const offer = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
    prompt: async () => {}, userChoice: Promise.resolve({ outcome: 'accepted' }),
  });
  window.dispatchEvent(offer);
  assert.deepEqual([store.state.install.canPrompt, offer.defaultPrevented], [true, true]);

  assert.equal(await install.prompt(), true);

  assert.equal(store.state.install.canPrompt, false);
  assert.equal(await install.prompt(), false);
});

test('an installed app knows it, on every kind of device', () => {
  const iPad = { platform: 'MacIntel', maxTouchPoints: 5 };

  assert.equal(new Install(aWindow({}, ['standalone'])).state.isStandalone, true);
  assert.equal(new Install(aWindow({ standalone: true })).state.isStandalone, true);
  assert.deepEqual([new Install(aWindow()).state.isStandalone, new Install(aWindow()).state.isIos], [false, false]);
  assert.equal(new Install(aWindow(iPad)).state.isIos, true);
  assert.equal(new Install(aWindow({ platform: 'MacIntel' })).state.isIos, false);
});

function anAudio(state = 'running') {
  const tones = [];
  const node = { connect: (next) => next, gain: { setValueAtTime() {}, linearRampToValueAtTime() {} } };
  return {
    tones,
    AudioContext: class {
      state = state; currentTime = 0; destination = {};
      async resume() { this.state = 'running'; }
      createGain() { return node; }
      createOscillator() { return { frequency: {}, connect: () => node, start: (at) => tones.push(at), stop() {} }; }
    },
  };
}

test('a count is heard and felt', () => {
  const buzzes = [];
  const { tones, AudioContext } = anAudio();
  const signals = new Signals({ AudioContext, vibrate: (pattern) => buzzes.push(pattern) });

  signals.prepare();
  signals.give('counted');

  assert.deepEqual([tones.length, buzzes], [1, [[40]]]);
});

test('sound that is off stays off, but a count that is not saved buzzes all the same', () => {
  const buzzes = [];
  const signals = new Signals({ AudioContext: undefined, vibrate: (pattern) => buzzes.push(pattern) });
  signals.isOn = false;

  signals.prepare();
  signals.give('counted');
  signals.give('failed');

  assert.equal(buzzes.length, 1);
});

test('a device without sound and without buzz counts in silence', () => {
  const refusing = class { constructor() { throw new Error('no sound here'); } };
  for (const AudioContext of [undefined, refusing]) {
    const signals = new Signals({ AudioContext });
    signals.prepare();
    signals.give('attention');
  }
});

test('the screen stays on while somebody counts, and again after the app was away', async () => {
  const locks = [];
  const wakeLock = { request: async () => { locks.push(Object.assign(new EventTarget(), { release: async () => {} })); return locks.at(-1); } };
  let isVisible = true;
  const lock = new WakeLock({ wakeLock, isVisible: () => isVisible });
  lock.want(true);
  await quiet();
  assert.equal(locks.length, 1);
  isVisible = false;
  locks[0].dispatchEvent(new Event('release'));
  await lock.refresh();
  assert.equal(locks.length, 1);

  isVisible = true;
  await lock.refresh();

  assert.equal(locks.length, 2);
  lock.want(false);
  await lock.refresh();
  assert.equal(locks.length, 2);
});

test('a screen that may not be kept on is left alone', async () => {
  const refusing = { request: async () => { throw new Error('battery'); } };
  for (const wakeLock of [undefined, refusing]) {
    const lock = new WakeLock({ wakeLock, isVisible: () => true });
    lock.want(true);
    await lock.refresh();
  }
});

test('tabs without a channel say nothing to each other', () => {
  const tabs = new Tabs(undefined);
  tabs.listen(() => assert.fail());
  tabs.post({ type: 'people' });
});

test('the browser is asked to send in the background where it can', async () => {
  const tags = [];
  registerSync({ ready: Promise.resolve({ sync: { register: async (tag) => tags.push(tag) } }) });
  registerSync({ ready: Promise.resolve({}) });
  registerSync({ ready: Promise.resolve({ sync: { register: async () => { throw new Error('denied'); } } }) });
  registerSync(undefined);
  await quiet();

  assert.deepEqual(tags, ['flush']);
});

test('the state is published on the body', () => {
  const body = { dataset: { build: 'b1' } };
  const state = {
    phase: 'counting', unsentCount: 3, needsAttention: [{}], network: 'ok', update: { isReady: true, isRequired: false },
    build: 'b1', call: { id: 12 },
  };

  publish({ subscribe: (listener) => listener(state) }, body);

  assert.deepEqual(body.dataset, { build: 'b1', phase: 'counting', unsent: '3', attention: '1', network: 'ok', update: 'ready', call: '12', ready: '1' });
});

test('a file is downloaded, and shared where downloads go nowhere', async () => {
  const links = [];
  const document = { createElement: () => ({ click() { links.push(this.download); } }) };
  const URL = { createObjectURL: () => 'blob:1', revokeObjectURL() {} };
  const shared = [];
  const iPhone = { standalone: true, canShare: () => true, share: async ({ files }) => shared.push(files[0].name) };

  await fileSaver({ document, navigator: {}, URL, setTimeout: () => {} })('one.json', '{}');
  await fileSaver({ document, navigator: iPhone, URL, setTimeout: () => {} })('two.json', '{}');

  assert.deepEqual([links, shared], [['one.json'], ['two.json']]);
});
