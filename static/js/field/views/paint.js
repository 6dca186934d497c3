import { html } from '../../../vendor/preact-htm.js';

/** Colour words as manifests spell them, in the languages the lines write, with a paint to show. */
const PAINTS = [
  [/white|wei(ss|ß)|blanc|blanco|bianco|alpin|polar|pearl/i, '#f4f5f2'],
  [/silver|silber|argent|plata/i, '#b9c0c6'],
  [/gr[ae]y|grau|gris|graphite|anthra/i, '#70787f'],
  [/black|schwarz|noir|negro|nero/i, '#15181b'],
  [/navy|dark blue|dunkelblau/i, '#173a66'],
  [/blue|blau|bleu|azul|blu/i, '#2b6cb8'],
  [/red|rot|rouge|rojo|rosso/i, '#b8242c'],
  [/green|gr(ü|ue)n|vert|verde/i, '#2f7a45'],
  [/yellow|gelb|jaune|amarillo|giallo/i, '#f0c419'],
  [/orange|arancio|naranja/i, '#e06c1c'],
  [/brown|braun|brun|marr|marone|bronze|copper/i, '#6f4a2c'],
  [/beige|sand|cream|champagne|gold/i, '#d9c49a'],
];

/**
 * Return the paint for a colour word of the manifest, or '' when the word is not known.
 * @param {string} colour
 */
export function paintOf(colour) {
  const known = PAINTS.find(([words]) => words.test(colour));
  return known ? known[1] : '';
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
