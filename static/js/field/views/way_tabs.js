import { html } from '../../../vendor/preact-htm.js';

/**
 * Return the ways of counting this ship needs in the chosen direction, the usual one first.
 * @param {{cargo: import('../types.js').Cargo, chosen: {direction: string}}} state
 */
export function waysOf({ cargo, chosen }) {
  const lines = (mode) => cargo.lines.filter((line) => line.mode === mode && line.direction === chosen.direction);
  const byNumber = { way: 'units', words: 'By number', lines: [] };
  const others = [
    { way: 'pieces', words: 'Pieces', lines: lines('COUNTED') },
    { way: 'bulk', words: 'Bulk', lines: lines('BULK') },
  ].filter((way) => way.lines.length > 0);
  return cargo.unitCount === 0 ? [...others, byNumber] : [byNumber, ...others];
}

/** @param {{ways: {way: string, words: string}[], current: string, onChoose: (way: string) => void}} props */
export function WayTabs({ ways, current, onChoose }) {
  if (ways.length < 2) return null;
  return html`<div class="way-tabs" role="group" aria-label="Way of counting">
    ${ways.map(({ way, words }) => html`<button key=${way} type="button" class="way-tabs__way"
      aria-pressed=${way === current} onClick=${() => onChoose(way)}>${words}</button>`)}
  </div>`;
}
