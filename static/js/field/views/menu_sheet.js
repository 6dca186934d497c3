import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';
import { PeopleHere } from './sign_in.js';

const THEMES = [['system', 'Auto', 'half'], ['day', 'Day', 'sun'], ['night', 'Night', 'moon']];

function Themes({ app, theme }) {
  return html`<div class="menu__themes" role="group" aria-label="Light">
    ${THEMES.map(([value, words, icon]) => html`<button key=${value} type="button" class="choices__row"
      aria-pressed=${value === theme} onClick=${() => app.setTheme(value)}><${Icon} name=${icon} />${words}</button>`)}
  </div>`;
}

/**
 * What is needed once a shift, out of the way of counting.
 * @param {{app: any, state: import('../types.js').State, onClose: () => void,
 *   onSignOut: () => void, onSignIn: () => void}} props
 */
export function MenuSheet({ app, state, onClose, onSignOut, onSignIn }) {
  const others = state.peopleOnTablet.filter((person) => person.id !== state.person?.id);
  const change = async (id) => {
    if (await app.switchPerson(id)) onClose();
  };
  const leave = () => {
    app.leaveCall();
    onClose();
  };
  return html`<${Sheet} title=${state.person?.name ?? 'Menu'} onClose=${onClose}>
    <div class="menu">
      ${state.phase === 'counting' && html`<button type="button" class="press press--wide press--quiet" onClick=${leave}>
        <${Icon} name="ship" />Another ship</button>`}
      <${Themes} app=${app} theme=${state.theme} />
      <button type="button" class="choices__row" role="switch" aria-checked=${state.hasSound}
        onClick=${() => app.setSound(!state.hasSound)}>
        <span>Sound and buzz at each count</span><strong>${state.hasSound ? 'On' : 'Off'}</strong></button>
      <${PeopleHere} people=${others} timeZone=${state.terminal?.timeZone} onPick=${change} />
      <button type="button" class="press press--wide press--quiet" onClick=${onSignIn}>
        <${Icon} name="person" />Sign in somebody else</button>
      <button type="button" class="press press--wide press--quiet" onClick=${onSignOut}>
        <${Icon} name="lock" />Sign out</button>
    </div>
  <//>`;
}
