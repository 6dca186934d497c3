import { clockTime, counted } from './format.js';
import { unitName } from './words.js';

/**
 * Return what ears need to know of the last count; eyes have the card.
 * @param {import('../types.js').State} state
 */
export function outcomeSpoken({ justCounted, storage }) {
  if (storage.saveError) return `Not saved: ${storage.saveError.what}`;
  if (!justCounted) return '';
  const { kind, title, identifier } = justCounted;
  return `${kind === 'REVERSAL' ? 'Taken back' : 'Saved'}: ${title} ${identifier.slice(-4)}`.trim();
}

/**
 * Return what the list says to the characters typed so far, in one sentence.
 * @param {import('../types.js').Entry} entry
 * @param {string} [timeZone]
 */
export function entrySpoken({ kind, card, matchCount }, timeZone) {
  const unit = card && [unitName(card), card.colour, card.portName].filter(Boolean).join(', ');
  switch (kind) {
    case 'type-more': return matchCount ? `${counted(matchCount, 'unit fits', 'units fit')}. Keep typing.` : '';
    case 'pick': return `${counted(matchCount, 'unit fits', 'units fit')}. Choose one, or type more.`;
    case 'ready': return `Ready to count: ${unit}.`;
    case 'counted': return `Already counted ${clockTime(card.counted.at, timeZone)}: ${unit}.`;
    case 'held': return `Held: ${unit}. ${card.hold}`;
    case 'wrong-port': return `Not for this port: ${unit}.`;
    case 'wrong-direction': return `Listed the other way: ${unit}.`;
    case 'not-listed': return 'Not on the list.';
    default: return '';
  }
}
