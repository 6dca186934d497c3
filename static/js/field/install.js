/** Whether this app is installed, and the browser's own offer to install it. */
export class Install {
  #window;
  #store = null;
  #offer = null;

  /** @param {Window} window listened to at once: the offer comes early and only once */
  constructor(window) {
    this.#window = window;
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.#offer = event;
      this.#publish({ canPrompt: true });
    });
    window.addEventListener('appinstalled', () => this.#publish({ canPrompt: false, isInstalled: true }));
  }

  /** @returns {object} `Install` of types.js */
  get state() {
    const isStandalone = this.#isStandalone();
    return { canPrompt: this.#offer !== null, isInstalled: isStandalone, isStandalone, isIos: this.#isIos() };
  }

  publishTo(store) {
    this.#store = store;
    this.#publish({});
  }

  /** @returns {Promise<boolean>} whether the person accepted */
  async prompt() {
    const offer = this.#offer;
    if (!offer) return false;
    this.#offer = null;
    await offer.prompt();
    this.#publish({ canPrompt: false });
    return (await offer.userChoice).outcome === 'accepted';
  }

  #publish(change) {
    this.#store?.set({ install: { ...this.#store.state.install, ...this.state, ...change } });
  }

  #isStandalone() {
    const { navigator, matchMedia } = this.#window;
    const modes = ['standalone', 'fullscreen', 'minimal-ui'];
    const isOne = modes.some((mode) => matchMedia?.call(this.#window, `(display-mode: ${mode})`).matches);
    return Boolean(isOne || navigator.standalone);
  }

  /** iPads call themselves a Mac, but no Mac has a touch screen. */
  #isIos() {
    const { userAgent = '', platform = '', maxTouchPoints = 0 } = this.#window.navigator;
    return /iPad|iPhone|iPod/.test(userAgent) || (platform === 'MacIntel' && maxTouchPoints > 1);
  }
}
