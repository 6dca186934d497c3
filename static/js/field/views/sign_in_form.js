import { html, useState } from '../../../vendor/preact-htm.js';

/**
 * Name and password of a person. The password never leaves this form but to the office.
 * @param {{app: any, isBusy: boolean, onDone?: () => void}} props
 */
export function SignInForm({ app, isBusy, onDone }) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isShown, setIsShown] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    const isSignedIn = await app.signIn(username.trim(), password);
    setPassword('');
    if (isSignedIn) onDone?.();
  };
  return html`<form class="sign-form" onSubmit=${submit}>
    <div>
      <label for="sign-in-name">User name</label>
      <input id="sign-in-name" value=${username} required autocomplete="username" autocapitalize="none"
        autocorrect="off" spellcheck=${false} onInput=${(event) => setUsername(event.currentTarget.value)} />
    </div>
    <div>
      <label for="sign-in-password">Password</label>
      <div class="sign-form__password">
        <input id="sign-in-password" type=${isShown ? 'text' : 'password'} value=${password} required
          autocomplete="current-password" onInput=${(event) => setPassword(event.currentTarget.value)} />
        <button type="button" class="button-quiet sign-form__show" aria-pressed=${isShown}
          onClick=${() => setIsShown(!isShown)}>${isShown ? 'Hide' : 'Show'}<span class="visually-hidden"> the password</span></button>
      </div>
    </div>
    <button class="press" disabled=${isBusy}>${isBusy ? 'Asking the office…' : 'Sign in'}</button>
  </form>`;
}
