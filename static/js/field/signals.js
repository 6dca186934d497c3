/** Hertz and seconds from the start: short enough to be over before the next car. */
const TONES = {
  counted: [[880, 0, 0.09]],
  undone: [[660, 0, 0.08], [440, 0.1, 0.1]],
  attention: [[330, 0, 0.12], [330, 0.18, 0.12]],
  failed: [[220, 0, 0.25], [180, 0.3, 0.25], [220, 0.6, 0.25]],
};
const BUZZES_MS = { counted: [40], undone: [30, 40, 30], attention: [80, 60, 80], failed: [300, 100, 300, 100, 300] };
const VOLUME = 0.25;
/** Ends of a tone are drawn down: cut off, they click. */
const FADE_SECONDS = 0.02;

/** What a clerk hears and feels without looking: counted, undone, look here, NOT saved. */
export class Signals {
  #needs;
  #context = null;
  isOn = true;

  /** @param {{AudioContext: typeof globalThis.AudioContext|undefined, vibrate?: (pattern: number[]) => void}} needs */
  constructor(needs) {
    this.#needs = needs;
  }

  /** Call in the tap itself: browsers let sound begin only there. */
  prepare() {
    if (!this.isOn) return;
    try {
      this.#context ??= this.#needs.AudioContext ? new this.#needs.AudioContext() : null;
      // A promise that stays open where sound is not allowed; nothing waits for it.
      if (this.#context?.state !== 'running') this.#context?.resume().catch(() => {});
    } catch {
      this.#context = null;
    }
  }

  /** @param {'counted'|'undone'|'attention'|'failed'} name; the last one is never switched off */
  give(name) {
    if (!this.isOn && name !== 'failed') return;
    this.#needs.vibrate?.(BUZZES_MS[name]);
    if (this.#context?.state !== 'running') return;
    for (const tone of TONES[name]) this.#play(tone);
  }

  #play([hertz, afterSeconds, seconds]) {
    const context = this.#context;
    const startsAt = context.currentTime + afterSeconds;
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(VOLUME, startsAt);
    gain.gain.setValueAtTime(VOLUME, startsAt + seconds - FADE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, startsAt + seconds);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(startsAt);
    oscillator.stop(startsAt + seconds);
  }
}
