const THEMES = ['system', 'day', 'night'];

/**
 * What somebody set once on this device. It is read before the first picture, so it lives beside
 * the database; a browser that keeps nothing gets the defaults.
 */
export class Preferences {
  #storage;

  /** @param {Storage|undefined} storage */
  constructor(storage) {
    this.#storage = storage;
  }

  get theme() {
    const theme = this.#read('field-theme');
    return THEMES.includes(theme) ? theme : 'system';
  }

  set theme(theme) {
    this.#write('field-theme', theme);
  }

  get hasSound() {
    return this.#read('field-sound') !== 'off';
  }

  set hasSound(isOn) {
    this.#write('field-sound', isOn ? 'on' : 'off');
  }

  /** The storage that was here last, to notice when the browser cleared it. */
  get storeId() {
    return this.#read('field-store');
  }

  set storeId(id) {
    this.#write('field-store', id);
  }

  #read(key) {
    try {
      return this.#storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  #write(key, text) {
    try {
      this.#storage?.setItem(key, text);
    } catch {
      // Full, or forbidden: then it is chosen again next time.
    }
  }
}
