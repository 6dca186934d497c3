import { LivePage } from './live_page.js';
import { LiveWords } from './live_words.js';
import { PieceSwap } from './piece_swap.js';
import { listenToTickAll, showTickAll } from './tick_all.js';

const frame = document.querySelector('[data-live]');
const content = frame.querySelector('[data-live-content]');
const clock = () => performance.now();
const swap = new PieceSwap(content, (html) => new DOMParser().parseFromString(html, 'text/html'));
const words = new LiveWords({
  frame,
  clock,
  line: frame.querySelector('[data-live-words]'),
  voice: frame.querySelector('[data-live-voice]'),
  zone: frame.dataset.zone,
});
const page = new LivePage({
  clock,
  url: frame.dataset.live,
  etag: frame.dataset.etag,
  shownAt: new Date(frame.dataset.shownAt),
  fetch: (url, options) => window.fetch(url, options),
  show: (html) => {
    swap.replace(html);
    showTickAll(content);
    words.say(content.querySelector('[data-live-summary]')?.textContent ?? '');
  },
  tell: (state) => words.tell(state),
  wait: (action, ms) => window.setTimeout(action, ms),
  forget: (timer) => window.clearTimeout(timer),
  abort: () => new AbortController(),
});

showTickAll(content);
listenToTickAll(content);
document.addEventListener('visibilitychange', () => page.setVisible(!document.hidden));
window.addEventListener('online', () => page.pollSoon());
window.addEventListener('offline', () => page.pollSoon());
window.addEventListener('pageshow', (event) => event.persisted && page.pollSoon());
page.start();
