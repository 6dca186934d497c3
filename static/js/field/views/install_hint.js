import { html } from '../../../vendor/preact-htm.js';

/**
 * In a browser tab the storage may be cleared after a week without use; installed it stays.
 * @param {{app: any, install: import('../types.js').Install}} props
 */
export function InstallHint({ app, install }) {
  if (install.isStandalone) return null;
  return html`<div class="note install-hint">
    <p><strong>Not installed on this device.</strong> ${install.isIos
      ? 'In a tab, unsent work may be deleted after seven days without use. Press Share, then Add to Home Screen, and enrol again in the app that opens from there.'
      : 'Installed, the tally opens from the home screen, full size, and the device keeps its storage.'}</p>
    ${install.canPrompt && html`<button type="button" class="press press--quiet" onClick=${() => app.promptInstall()}>Install</button>`}
    ${!install.canPrompt && !install.isIos && html`<p class="field-help">In the browser's menu: Install app, or Add to home screen.</p>`}
  </div>`;
}
