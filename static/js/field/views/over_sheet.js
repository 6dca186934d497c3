import { html, useState } from '../../../vendor/preact-htm.js';
import { Sheet } from './sheet.js';

/**
 * Cargo that is there but has no number one can read: a few words count it as over.
 * @param {{app: any, onClose: () => void}} props
 */
export function OverSheet({ app, onClose }) {
  const [description, setDescription] = useState('');
  const submit = async (event) => {
    event.preventDefault();
    if (await app.countOver({ description: description.trim() })) onClose();
  };
  return html`<${Sheet} title="No readable number" onClose=${onClose}>
    <form class="sign-form" onSubmit=${submit}>
      <div>
        <label for="over-words">What is it?</label>
        <input id="over-words" value=${description} required maxlength="200" autocomplete="off"
          placeholder="White van, label washed off" aria-describedby="over-help"
          onInput=${(event) => setDescription(event.currentTarget.value)} />
        <p id="over-help" class="field-help">It is counted once, as over, and the office is asked to look.</p>
      </div>
      <button class="press press--wide press--attention" disabled=${!description.trim()}>Count as over</button>
    </form>
  <//>`;
}
