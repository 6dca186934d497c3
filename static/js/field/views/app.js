import { html, render, useEffect, useState } from '../../../vendor/preact-htm.js';
import { Announcer } from './announcer.js';
import { ChooseCall } from './choose_call.js';
import { Count } from './count.js';
import { Enrol } from './enrol.js';
import { MenuSheet } from './menu_sheet.js';
import { NavBar } from './nav_bar.js';
import { Notices } from './notices.js';
import { usePlace } from './place.js';
import { Queue } from './queue.js';
import { Recent } from './recent.js';
import { SaveAlarm } from './save_alarm.js';
import { Sheet } from './sheet.js';
import { SignIn } from './sign_in.js';
import { SignInForm } from './sign_in_form.js';
import { SignOutSheet } from './sign_out_sheet.js';
import { Starting } from './starting.js';
import { TopBar } from './top_bar.js';
import { Totals } from './totals.js';

const PHASES = { starting: Starting, enrol: Enrol, 'sign-in': SignIn, 'choose-call': ChooseCall };
const PLACES = { count: Count, totals: Totals, recent: Recent, queue: Queue };

/** The root wears the theme, so that the page behind an overscroll is dark at night too. */
function useTheme(theme) {
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}

function headingOf({ phase, call, person, tablet, terminal }) {
  if (phase === 'counting' && call) return [call.vessel, `${call.voyage} · ${person?.name ?? 'nobody signed in'}`];
  return [terminal?.name ?? 'Ship tally', [person?.name, tablet?.name].filter(Boolean).join(' · ')];
}

function Sheets({ app, state, opened, open }) {
  const close = () => open('');
  if (opened === 'menu') {
    return html`<${MenuSheet} app=${app} state=${state} onClose=${close}
      onSignOut=${() => open('sign-out')} onSignIn=${() => open('sign-in')} />`;
  }
  if (opened === 'sign-out') return html`<${SignOutSheet} app=${app} state=${state} onClose=${close} />`;
  if (opened === 'sign-in') {
    return html`<${Sheet} title="Sign in" onClose=${close}>
      <${SignInForm} app=${app} isBusy=${state.isBusy} onDone=${close} /><//>`;
  }
  return null;
}

/** @param {{app: any}} props */
function Root({ app }) {
  const [state, setState] = useState(app.state);
  const [opened, open] = useState('');
  const [place, go] = usePlace();
  useEffect(() => app.subscribe(setState), [app]);
  useTheme(state.theme);
  const isCounting = state.phase === 'counting';
  const showsQueue = place === 'queue' && state.phase !== 'starting';
  const Place = showsQueue ? Queue : isCounting ? PLACES[place] : PHASES[state.phase];
  const [heading, detail] = headingOf(state);
  const unsent = state.phase !== 'starting' && { unsentCount: state.unsentCount, lastSentAt: state.lastSentAt,
    attentionCount: state.needsAttention.length, timeZone: state.terminal?.timeZone, onOpen: () => go('queue') };
  return html`<div class="shell">
    <${TopBar} heading=${heading} detail=${detail} unsent=${unsent} onMenu=${state.person && (() => open('menu'))} />
    <${Notices} app=${app} state=${state} onSignIn=${() => open('sign-in')} />
    <main class=${`shell__place${isCounting && place === 'count' ? ' shell__place--steady' : ''}`}>
      ${showsQueue && !isCounting && html`<p class="shell__column"><button type="button" class="press press--quiet"
        onClick=${() => go('count')}>Back</button></p>`}
      <${Place} app=${app} state=${state} />
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
  render(html`<${Root} app=${app} />`, root);
}
