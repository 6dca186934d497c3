import { useEffect, useState } from '../../../vendor/preact-htm.js';

const PLACES = new Set(['count', 'totals', 'recent', 'queue']);

const placeOfAddress = () => {
  const place = location.hash.slice(1);
  return PLACES.has(place) ? place : 'count';
};

/**
 * Return the open screen and how to go to another. It lives in the address, so that the
 * device's own way back leads to the count and not out of the app.
 * @returns {[string, (place: string) => void]}
 */
export function usePlace() {
  const [place, setPlace] = useState(placeOfAddress);
  useEffect(() => {
    const follow = () => setPlace(placeOfAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go = (next) => {
    if (next !== placeOfAddress()) location.hash = next;
  };
  return [place, go];
}
