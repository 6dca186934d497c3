import { registerWorker } from './worker_registration.js';

const HOUR_MS = 60 * 60_000;
/** Nobody counts on a tablet that lay in a pocket this long. */
const HIDDEN_MS = 10 * 60_000;
/** A worker takes over in tens of milliseconds; later than this it is stuck. */
const TAKE_OVER_MS = 10_000;
const STUCK = 'The new version does not start. Close every tab of this app, then open it again.';

/**
 * New versions: they are fetched in the background, wait until somebody agrees or nobody would
 * notice, and then take over in all tabs at once. Also without a network, and nothing is lost.
 */
export class Updates {
  #needs;
  #registration = null;
  #hadController;
  #isReloading = false;
  #hiddenSince = null;

  /**
   * @param {{serviceWorker: ServiceWorkerContainer|undefined, workerUrl: any, store: object,
   *   reload: () => void, whenIdle: () => Promise<void>, now: () => number, setTimer: Function}}
   *   needs `whenIdle` resolves when nothing is being typed or saved
   */
  constructor(needs) {
    this.#needs = needs;
    this.#hadController = Boolean(needs.serviceWorker?.controller);
  }

  /** Never rejects: without a worker the app runs as long as its page is open. */
  async start() {
    const { serviceWorker: container, workerUrl } = this.#needs;
    container?.addEventListener('controllerchange', () => this.#onTakeOver());
    this.#registration = await registerWorker(container, workerUrl);
    if (!this.#registration) return;
    this.#watch();
    container.controller?.postMessage({ type: 'HEAL' });
    this.#checkHourly();
  }

  /** Somebody looks at the app, or looks away. */
  onVisibility(isVisible) {
    this.#hiddenSince = isVisible ? null : (this.#hiddenSince ?? this.#needs.now());
    if (isVisible) this.check();
  }

  /** Ask whether there is a newer version; without a network there is none. */
  check() {
    this.#registration?.update().catch(() => {});
  }

  /** What the office said of builds. */
  onBuild({ build, minimum_build: minimumBuild }) {
    const { store } = this.#needs;
    const isRequired = Boolean(minimumBuild) && minimumBuild !== store.state.build;
    if (isRequired !== store.state.update.isRequired) store.patch('update', { isRequired });
    if (build && build !== store.state.build) this.check();
    // Without a worker, loading the page again is the update.
    if (isRequired && !this.#registration) store.patch('update', { isReady: true });
  }

  /** Take the waiting version now, or load the page again where none waits. */
  apply() {
    const { waiting } = this.#registration ?? {};
    if (!waiting) return this.#reload();
    waiting.postMessage({ type: 'SKIP_WAITING' });
    return this.#needs.setTimer(() => this.#onStuck(), TAKE_OVER_MS);
  }

  /** Call now and then: takes the new version when the tablet lies unused with nothing to send. */
  applyUnnoticed() {
    const { store, now } = this.#needs;
    const isUnused = this.#hiddenSince !== null && now() - this.#hiddenSince >= HIDDEN_MS;
    if (isUnused && store.state.update.isReady && store.state.unsentCount === 0) this.apply();
  }

  #watch() {
    const registration = this.#registration;
    if (registration.waiting && this.#hadController) this.#announce();
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        // The very first worker replaces nothing.
        if (installing.state === 'installed' && this.#needs.serviceWorker.controller) this.#announce();
      });
    });
  }

  #announce() {
    this.#needs.store.patch('update', { isReady: true });
  }

  #checkHourly() {
    this.#needs.setTimer(() => {
      this.check();
      this.#checkHourly();
    }, HOUR_MS);
  }

  async #onTakeOver() {
    const isFirst = !this.#hadController;
    this.#hadController = true;
    if (isFirst) return;
    await this.#needs.whenIdle();
    this.#reload();
  }

  #reload() {
    if (this.#isReloading) return;
    this.#isReloading = true;
    this.#needs.reload();
  }

  #onStuck() {
    if (this.#isReloading) return;
    this.#needs.store.set({ problem: STUCK });
  }
}
