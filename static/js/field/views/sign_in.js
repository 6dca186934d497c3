import { html } from '../../../vendor/preact-htm.js';
import { clockTime } from './format.js';
import { Icon } from './icons.js';
import { SignInForm } from './sign_in_form.js';

function PersonButton({ person, timeZone, onPick }) {
  return html`<li><button type="button" class="press press--wide press--quiet person-button" onClick=${onPick}>
    <${Icon} name="person" />
    <span class="person-button__name">${person.name}
      <small>until ${clockTime(person.until, timeZone)}</small></span>
    <${Icon} name="check" /></button></li>`;
}

/**
 * People whose shift is still running on this tablet: one tap, also without network.
 * @param {{people: import('../types.js').Person[], timeZone?: string, onPick: (id: number) => void}} props
 */
export function PeopleHere({ people, timeZone, onPick }) {
  const present = people.filter((person) => person.isCurrent);
  if (present.length === 0) return null;
  return html`<section class="people-here" aria-label="Signed in on this tablet">
    <h2>Signed in on this tablet</h2>
    <ul role="list">${present.map((person) => html`<${PersonButton} key=${person.id} person=${person}
      timeZone=${timeZone} onPick=${() => onPick(person.id)} />`)}</ul>
  </section>`;
}

/** @param {{app: any, state: import('../types.js').State}} props */
export function SignIn({ app, state }) {
  return html`<div class="sign-in">
    <h1>Who is counting?</h1>
    <${PeopleHere} people=${state.peopleOnTablet} timeZone=${state.terminal?.timeZone}
      onPick=${(id) => app.switchPerson(id)} />
    <section aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">Sign in for this shift</h2>
      <${SignInForm} app=${app} isBusy=${state.isBusy} />
      <p class="field-help">Signing in needs the network. It lasts 16 hours, also where there is none.</p>
    </section>
  </div>`;
}
