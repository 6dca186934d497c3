import { Api } from '../../../static/js/field/api.js';
import { createApp } from '../../../static/js/field/app.js';
import { DeviceClock } from '../../../static/js/field/clock.js';
import { Preferences } from '../../../static/js/field/preferences.js';
import { Tabs } from '../../../static/js/field/tabs.js';
import { Office } from './office.mjs';
import { Disk, mint, quiet, until } from './storage.mjs';
import { Time } from './time.mjs';

export class LocalStorage {
  #texts = new Map();
  getItem = (key) => this.#texts.get(key) ?? null;
  setItem = (key, text) => this.#texts.set(key, text);
  removeItem = (key) => this.#texts.delete(key);
}

/** A channel that the tabs of one tablet share and others do not. */
export function aChannel() {
  const members = new Set();
  return class {
    constructor() { members.add(this); }
    addEventListener(_name, listener) { this.listener = listener; }
    postMessage(data) {
      const copy = structuredClone(data);
      for (const other of members) if (other !== this) queueMicrotask(() => other.listener?.({ data: copy }));
    }
  };
}

/** One device with its disk, its clock and its way to an office; apps on it are tabs of it. */
export class Tablet {
  office = new Office();
  disk = new Disk();
  time = new Time();
  localStorage = new LocalStorage();
  Channel = aChannel();
  isVisible = true;
  files = [];
  signals = [];
  reloads = 0;

  /** Open the app, in a new tab or after a restart; everything a browser lacks may be left out. */
  async open(lacks = {}) {
    const { time, office } = this;
    office.nowMs = time.now;
    const device = {
      api: new Api({ fetch: office.fetch }),
      build: 'build-1',
      clock: new DeviceClock({ now: time.now, steadyNow: time.steadyNow }),
      install: { state: { canPrompt: false, isInstalled: false, isStandalone: false, isIos: false }, publishTo() {}, prompt: async () => false },
      isVisible: () => this.isVisible,
      locks: undefined,
      mintId: () => mint.mint(),
      now: time.now,
      onOnline: (work) => { this.online = work; },
      onVisibility: (work) => { this.visibility = work; },
      openDB: this.disk.openDB,
      preferences: new Preferences(this.localStorage),
      random: () => 1,
      reload: () => { this.reloads += 1; },
      saveFile: async (name, text) => { this.files.push({ name, content: JSON.parse(text) }); },
      serviceWorker: undefined,
      setTimer: time.setTimer,
      signals: { isOn: true, prepare() {}, give: (name) => this.signals.push(name) },
      storage: undefined,
      tabs: new Tabs(this.Channel),
      wakeLock: { want() {}, refresh() {} },
      workerUrl: '/field/sw.js',
      ...lacks,
    };
    const app = createApp(device);
    await app.start();
    await quiet();
    return app;
  }

  /** Enrolled, clerk 1 signed in, the one call open with its list. */
  async openAtWork(lacks) {
    const app = await this.open(lacks);
    await app.enrol('CODE-1234');
    await app.signIn('clerk1', 'right');
    await until(() => app.state.calls.length > 0);
    await app.chooseCall(12);
    await this.time.pass(1000);
    return app;
  }

  goOffline() {
    this.office.faults = [{ start: '', fault: 'offline', count: Infinity }];
  }

  goOnline() {
    this.office.faults = [];
  }

  async look(isVisible) {
    this.isVisible = isVisible;
    this.visibility(isVisible);
    await quiet();
  }
}
