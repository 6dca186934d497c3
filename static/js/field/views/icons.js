import { html } from '../../../vendor/preact-htm.js';

/** Outlines on a 24 × 24 grid, drawn with a round 2-unit stroke. */
const OUTLINES = {
  back: 'M15 5 8 12l7 7',
  backspace: 'M9 5h11a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9l-6-7zM12 9.5l5 5M17 9.5l-5 5',
  chart: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  check: 'M4.5 12.5 10 18 20 6.5',
  chevron: 'M6 9l6 6 6-6',
  close: 'M6 6l12 12M18 6 6 18',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  half: 'M12 3a9 9 0 1 0 0 18M12 3v18M12 3a9 9 0 0 1 0 18',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6',
  recent: 'M4 12a8 8 0 1 1 2.5 5.8M4 12l-1.5-2.5M4 12l2.7-1.6M12 8v4.5l3 2',
  scale: 'M12 4v16M7 20h10M5 7h14M5 7l-2.5 7a2.8 2.8 0 0 0 5 0zM19 7l-2.5 7a2.8 2.8 0 0 0 5 0z',
  send: 'M12 20V6M6.5 11 12 5.5 17.5 11M4 20h16',
  ship: 'M3 15.5h18l-2.5 5h-13zM6 15.5V10h12v5.5M10 10V5h4v5',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.5V5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7',
  tally: 'M5 5v14M10 5v14M15 5v14M20 5v14M2.5 16 21.5 8',
  undo: 'M9 6 4 11l5 5M4 11h10a5.5 5.5 0 0 1 0 11h-2',
  warning: 'M12 3.5 22 20.5H2zM12 10v5M12 17.8v.2',
};

/**
 * Draw a picture that carries no meaning of its own: the words beside it do.
 * @param {{name: keyof typeof OUTLINES}} props
 */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${OUTLINES[name]} /></svg>`;
}
