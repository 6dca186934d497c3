import { useEffect, useRef } from '../../../vendor/preact-htm.js';

/**
 * Keep the focus inside the screen: at each new screen it starts at the top, and it comes back when
 * the button that had it is gone. A keyboard or a screen reader would else begin again at the bar.
 * @param {{current: HTMLElement|null}} main
 * @param {string} screen what is shown; another value is another screen
 */
export function useArrival(main, screen) {
  const shown = useRef('');
  const held = useRef(false);
  useEffect(() => {
    const hold = () => { held.current = true; };
    document.addEventListener('focusin', hold);
    return () => document.removeEventListener('focusin', hold);
  }, []);
  useEffect(() => {
    const isNew = shown.current && shown.current !== screen;
    const isLost = held.current && document.activeElement === document.body;
    shown.current = screen;
    if (isNew) main.current.scrollTop = 0;
    if (isNew || isLost) main.current.focus({ preventScroll: true });
  });
}

/** @param {string} title of the tab, of the window and of the list of open apps */
export function useTitle(title) {
  useEffect(() => { document.title = title; }, [title]);
}

/**
 * The root wears the theme, so that the page behind an overscroll is dark at night too.
 * @param {import('../types.js').Theme} theme
 */
export function wearTheme(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** @param {import('../types.js').Theme} theme */
export function useTheme(theme) {
  useEffect(() => wearTheme(theme), [theme]);
}
