import { openDB } from '../../vendor/idb.js';
import { Api } from './api.js';
import { createApp } from './app.js';
import { publish } from './body_state.js';
import { DeviceClock } from './clock.js';
import { fileSaver } from './file_saver.js';
import { Install } from './install.js';
import { Preferences } from './preferences.js';
import { Signals } from './signals.js';
import { Tabs } from './tabs.js';
import { Uuid7Mint } from './uuid7.js';
import { mount } from './views/app.js';
import { wearTheme } from './views/arrival.js';
import { WakeLock } from './wake_lock.js';
import { trustedWorkerUrl } from './worker_registration.js';

/** What a browser lacks, or a strict one forbids, is undefined here; the app does without it. */
function orNothing(get) {
  try {
    return get() ?? undefined;
  } catch {
    return undefined;
  }
}

const isVisible = () => document.visibilityState === 'visible';
const now = () => Date.now();

/** The shell says "Opening…" by itself: to draw each step of the reading took a fifth of the start. */
function mountOnceRead(app, root) {
  const stop = app.subscribe(({ phase, problem, update }) => {
    if (phase === 'starting' && !problem && !update.isReady) return;
    stop();
    mount(root, app);
  });
}

/** Start the app in this page, with what this browser has. */
export function startPage() {
  const mint = new Uuid7Mint({ now });
  const { build, worker } = document.body.dataset;

  const app = createApp({
    api: new Api({ fetch: (address, how) => fetch(address, how) }),
    build,
    clock: new DeviceClock({ now, steadyNow: () => performance.now() }),
    install: new Install(window),
    isVisible,
    locks: orNothing(() => navigator.locks),
    mintId: () => mint.mint(),
    now,
    onOnline: (work) => addEventListener('online', work),
    onVisibility: (work) => {
      document.addEventListener('visibilitychange', () => work(isVisible()));
      // A page that comes back from the browser's cache of pages was asleep, and may be old.
      addEventListener('pageshow', ({ persisted }) => persisted && work(true));
    },
    openDB,
    preferences: new Preferences(orNothing(() => localStorage)),
    random: () => Math.random(),
    reload: () => location.reload(),
    saveFile: fileSaver({ document, navigator, URL, setTimeout: (work, afterMs) => setTimeout(work, afterMs) }),
    serviceWorker: orNothing(() => navigator.serviceWorker),
    setTimer: (work, afterMs) => {
      const timer = setTimeout(work, afterMs);
      return () => clearTimeout(timer);
    },
    signals: new Signals({
      AudioContext: globalThis.AudioContext,
      vibrate: navigator.vibrate && ((pattern) => navigator.vibrate(pattern)),
    }),
    storage: orNothing(() => navigator.storage),
    tabs: new Tabs(orNothing(() => BroadcastChannel)),
    wakeLock: new WakeLock({ wakeLock: orNothing(() => navigator.wakeLock), isVisible }),
    workerUrl: trustedWorkerUrl(globalThis.trustedTypes, worker),
  });

  // Nothing fails in silence: what no part caught is told as well.
  addEventListener('error', ({ message }) => app.tell(`Something in this app failed (${message}).`));
  addEventListener('unhandledrejection', ({ reason }) => app.tell(`Something in this app failed (${reason?.message}).`));

  publish(app, document.body);
  wearTheme(app.state.theme);
  mountOnceRead(app, document.getElementById('app'));
  app.start();
}
