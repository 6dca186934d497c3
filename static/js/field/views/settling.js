import { useEffect, useState } from '../../../vendor/preact-htm.js';

/** Longer than a bouncing finger, shorter than a second thought. */
const SETTLING_MS = 400;

/**
 * Return true for the moment after something happened. What appears under the finger then was not
 * aimed at: the second half of a double tap on "Count it" would hit an Undo.
 * @param {unknown} happened another value is another happening
 */
export function useSettling(happened) {
  const [settled, setSettled] = useState(happened);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(happened), SETTLING_MS);
    return () => clearTimeout(timer);
  }, [happened]);
  return settled !== happened;
}
