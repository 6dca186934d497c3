import { html } from '../../../vendor/preact-htm.js';
import { EnrolForm } from './enrol_form.js';
import { MenuSheet } from './menu_sheet.js';
import { Sheet } from './sheet.js';
import { SignInForm } from './sign_in_form.js';
import { SignOutSheet } from './sign_out_sheet.js';

/**
 * The sheets that can be opened over any screen; one at a time.
 * @param {{app: any, state: import('../types.js').State, opened: ''|'menu'|'sign-in'|'sign-out'|'enrol',
 *   open: (name: string) => void}} props
 */
export function Sheets({ app, state, opened, open }) {
  const close = () => open('');
  const { isBusy, problem } = state;
  if (opened === 'menu') {
    return html`<${MenuSheet} app=${app} state=${state} onClose=${close}
      onSignOut=${() => open('sign-out')} onSignIn=${() => open('sign-in')} />`;
  }
  if (opened === 'sign-out') return html`<${SignOutSheet} app=${app} state=${state} onClose=${close} />`;
  if (opened === 'sign-in') {
    return html`<${Sheet} title="Sign in" problem=${problem} onClose=${close}>
      <${SignInForm} app=${app} isBusy=${isBusy} onDone=${close} /><//>`;
  }
  if (opened === 'enrol') {
    return html`<${Sheet} title="Enrol this tablet again" problem=${problem} onClose=${close}>
      <${EnrolForm} app=${app} isBusy=${isBusy} onDone=${close} /><//>`;
  }
  return null;
}
