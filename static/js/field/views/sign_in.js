import { html } from '../../../vendor/preact-htm.js';
import { PeopleHere } from './people_here.js';
import { SignInForm } from './sign_in_form.js';

/** @param {{app: any, state: import('../types.js').State}} props */
export function SignIn({ app, state }) {
  return html`<div class="shell__column sign-in">
    <h1>Who is counting?</h1>
    <${PeopleHere} people=${state.peopleOnTablet} timeZone=${state.terminal?.timeZone} onPick=${(id) => app.switchPerson(id)} />
    <section class="card" aria-labelledby="sign-in-heading">
      <h2 id="sign-in-heading">Sign in for this shift</h2>
      <${SignInForm} app=${app} isBusy=${state.isBusy} />
      <p class="field-help">Signing in needs the network. It lasts 16 hours, also where there is none.</p>
    </section>
  </div>`;
}
