import { html } from '../../../vendor/preact-htm.js';

/** Colour words as manifests spell them, in the languages the lines write, with a paint to show. */
const PAINTS = [
  [/white|wei(?:ss|ß)|blanc|bianco/g, '#f4f5f2'],
  [/silver|silber|argent|plata/g, '#b9c0c6'],
  [/gr[ae]y|grau|gris|grigio|graphite|anthra/g, '#70787f'],
  [/black|schwarz|noir|negro|nero/g, '#15181b'],
  [/navy|dark blue|dunkelblau/g, '#173a66'],
  [/blue|blau|bleu|azul|\bblu\b/g, '#2b6cb8'],
  [/\bred|rot\b|rouge|rojo|rosso/g, '#b8242c'],
  [/green|gr(?:ü|ue)n|\bvert\b|verde/g, '#2f7a45'],
  [/yellow|gelb|jaune|amarillo|giallo/g, '#f0c419'],
  [/orange|arancio|naranja/g, '#e06c1c'],
  [/purple|violet|viola|lila/g, '#6b3f8f'],
  [/brown|braun|brun|marr[oó]n|bronze|copper/g, '#6f4a2c'],
  [/beige|sand|cream|champagne|gold/g, '#d9c49a'],
];

/** Where a colour word stands last in the text, with its length to let "dark blue" beat "blue". */
function lastPlace(words, text) {
  const match = [...text.matchAll(words)].at(-1);
  return match ? match.index + match[0].length + match[0].length / 100 : -1;
}

/**
 * Return the paint for a colour of the manifest, or '' when none of its words is known. The last
 * word decides: "deep black pearl" is black, "sandstone grey" is grey.
 * @param {string} colour
 */
export function paintOf(colour) {
  const text = colour.toLowerCase();
  const places = PAINTS.map(([words, paint]) => ({ paint, place: lastPlace(words, text) }));
  const last = places.reduce((one, other) => (other.place > one.place ? other : one));
  return last.place < 0 ? '' : last.paint;
}

/**
 * Show the colour as a filled circle and always as a word too: sun and sodium light change colours.
 * @param {{colour: string}} props
 */
export function Paint({ colour }) {
  if (!colour) return null;
  const paint = paintOf(colour);
  return html`<span class="paint">
    ${paint && html`<svg class="paint__spot" viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="9" fill=${paint} /></svg>`}
    ${colour}</span>`;
}
