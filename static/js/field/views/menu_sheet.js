import { html } from '../../../vendor/preact-htm.js';
import { Icon } from './icons.js';
import { PeopleHere } from './people_here.js';
import { Sheet } from './sheet.js';

const THEMES = [['system', 'Auto', 'half'], ['day', 'Day', 'sun'], ['night', 'Night', 'moon']];

function Themes({ app, theme }) {
  return html`<div class="choices choices--row" role="group" aria-label="Light">
    ${THEMES.map(([value, words, icon]) => html`<button key=${value} type="button" class="choices__row"
      aria-pressed=${value === theme} onClick=${() => app.setTheme(value)}><${Icon} name=${icon} />${words}</button>`)}
  </div>`;
}

function Row({ icon, words, onPress }) {
  return html`<button type="button" class="choices__row" onClick=${onPress}><${Icon} name=${icon} />${words}</button>`;
}

/**
 * What is needed once a shift, out of the way of counting.
 * @param {{app: any, state: import('../types.js').State, onClose: () => void,
 *   onSignOut: () => void, onSignIn: () => void}} props
 */
export function MenuSheet({ app, state, onClose, onSignOut, onSignIn }) {
  const { hasSound, peopleOnTablet, person, phase, problem, terminal, theme, update } = state;
  const others = peopleOnTablet.filter(({ id }) => id !== person?.id);
  const change = async (id) => {
    if (await app.switchPerson(id)) onClose();
  };
  const leave = () => {
    app.leaveCall();
    onClose();
  };
  return html`<${Sheet} title=${person?.name ?? 'Menu'} problem=${problem} onClose=${onClose}>
    <div class="menu">
      <${Themes} app=${app} theme=${theme} />
      <button type="button" class="choices__row" role="switch" aria-checked=${hasSound} onClick=${() => app.setSound(!hasSound)}>
        Sound and buzz at each count<strong class="menu__switch">${hasSound ? 'On' : 'Off'}</strong></button>
      ${person && html`<${PeopleHere} people=${others} timeZone=${terminal?.timeZone} onPick=${change} />`}
      <div class="choices">
        ${update.isReady && html`<${Row} icon="download" words="Load the new version" onPress=${() => app.applyUpdate()} />`}
        ${phase === 'counting' && html`<${Row} icon="ship" words="Another ship" onPress=${leave} />`}
        ${person && html`<${Row} icon="person" words="Sign in somebody else" onPress=${onSignIn} />
          <${Row} icon="lock" words="Sign out" onPress=${onSignOut} />`}
      </div>
    </div>
  <//>`;
}
