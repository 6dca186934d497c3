import { html, render, useCallback, useEffect, useRef, useState } from '../../../vendor/preact-htm.js';
import { Announcer } from './announcer.js';
import { useArrival, useTheme, useTitle } from './arrival.js';
import { ChooseCall } from './choose_call.js';
import { Count } from './count.js';
import { Enrol } from './enrol.js';
import { NavBar } from './nav_bar.js';
import { Notices } from './notices.js';
import { usePlace } from './place.js';
import { Queue } from './queue.js';
import { Recent } from './recent.js';
import { SaveAlarm } from './save_alarm.js';
import { useFreshness } from './saved_card.js';
import { Sheets } from './sheets.js';
import { SignIn } from './sign_in.js';
import { Starting } from './starting.js';
import { TopBar } from './top_bar.js';
import { Totals } from './totals.js';

const PHASES = { starting: Starting, enrol: Enrol, 'sign-in': SignIn, 'choose-call': ChooseCall };
const PLACES = { count: Count, totals: Totals, recent: Recent, queue: Queue };

function headingOf({ phase, call, person, tablet, terminal }) {
  if (phase === 'counting' && call) return [call.vessel, `${call.voyage} · ${person?.name ?? 'nobody signed in'}`];
  return [terminal?.name ?? 'Ship tally', [person?.name, tablet?.name].filter(Boolean).join(' · ')];
}

/** The phase is the screen while there is no ship to count for; the queue opens from anywhere. */
function screenOf({ phase }, place) {
  if (place === 'queue' && phase !== 'starting') return 'queue';
  return phase === 'counting' ? place : phase;
}

/** @param {{app: any}} props */
function Root({ app }) {
  const [state, setState] = useState(app.state);
  const [opened, open] = useState('');
  const [way, setWay] = useState('');
  const [place, go] = usePlace();
  const main = useRef(null);
  const before = useRef(state.phase);
  const isFresh = useFreshness(state.justCounted);
  const openQueue = useCallback(() => go('queue'), []);
  const openMenu = useCallback(() => open('menu'), []);
  const screen = screenOf(state, place);
  const isCounting = state.phase === 'counting';
  const [heading, detail] = headingOf(state);
  useEffect(() => app.subscribe(setState), [app]);
  useTheme(state.theme);
  useTitle(isCounting ? `${heading}: ${screen}` : 'Tally');
  useArrival(main, screen);
  // Whoever left the ship or the tablet left the queue and the totals too: what comes next is counting.
  useEffect(() => {
    if (/sign-in|choose-call/.test(state.phase) && before.current !== 'starting') go('count');
    before.current = state.phase;
  }, [state.phase]);
  const Screen = PLACES[screen] ?? PHASES[screen];
  const unsent = state.phase !== 'starting' && { unsentCount: state.unsentCount, lastSentAt: state.lastSentAt, hasSent: state.hasSent,
    attentionCount: state.needsAttention.length, timeZone: state.terminal?.timeZone, onOpen: openQueue };
  return html`<div class="shell">
    <${TopBar} heading=${heading} detail=${detail} unsent=${unsent}
      onBack=${screen === 'queue' && !isCounting && (() => go('count'))} onMenu=${state.phase !== 'starting' && openMenu} />
    <${Notices} app=${app} state=${state} open=${open} />
    <main class=${`shell__place${screen === 'count' ? ' shell__place--steady' : ''}`} ref=${main}
        tabindex=${screen === 'totals' ? 0 : -1}>
      <${Screen} app=${app} state=${state} way=${way} onWay=${setWay} isFresh=${isFresh} />
    </main>
    ${isCounting && html`<${NavBar} current=${place} onGo=${go} attentionCount=${state.needsAttention.length} />`}
    <${Sheets} app=${app} state=${state} opened=${opened} open=${open} />
    ${state.storage.saveError && html`<${SaveAlarm} app=${app} error=${state.storage.saveError} />`}
    <${Announcer} state=${state} />
  </div>`;
}

/**
 * Draw the app into an element and keep it drawn.
 * @param {HTMLElement} root
 * @param {any} app the app of `../app.js`
 */
export function mount(root, app) {
  // What the shell said until now.
  root.replaceChildren();
  render(html`<${Root} app=${app} />`, root);
}
