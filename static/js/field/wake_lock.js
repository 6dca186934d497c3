/** Keeps the screen on while somebody counts; browsers take it away whenever the page is hidden. */
export class WakeLock {
  #needs;
  #isWanted = false;
  #held = null;

  /** @param {{wakeLock: any, isVisible: () => boolean}} needs `wakeLock` is missing in old browsers */
  constructor(needs) {
    this.#needs = needs;
  }

  want(isWanted) {
    if (isWanted === this.#isWanted) return;
    this.#isWanted = isWanted;
    if (isWanted) this.refresh();
    else this.#letGo();
  }

  /** Call when the page comes to the front. */
  async refresh() {
    if (!this.#isWanted || this.#held || !this.#needs.isVisible()) return;
    try {
      const lock = await this.#needs.wakeLock?.request('screen');
      if (!lock) return;
      lock.addEventListener('release', () => {
        this.#held = null;
      });
      this.#held = lock;
      if (!this.#isWanted) this.#letGo();
    } catch {
      // Refused, as with an empty battery: the screen dims as the device is set.
    }
  }

  #letGo() {
    this.#held?.release().catch(() => {});
    this.#held = null;
  }
}
