import { html, useState } from '../../../vendor/preact-htm.js';
import { Sheet } from './sheet.js';

/**
 * Cargo that is there but has no number one can read: a few words count it as over.
 * @param {{app: any, problem: string, onClose: () => void}} props
 */
export function OverSheet({ app, problem, onClose }) {
  const [description, setDescription] = useState('');
  const submit = async (event) => {
    event.preventDefault();
    if (await app.countOver({ description: description.trim() })) onClose();
  };
  return html`<${Sheet} title="No readable number" problem=${problem} onClose=${onClose}>
    <form class="sign-form" onSubmit=${submit}>
      <div>
        <label for="over-words">What is it?</label>
        <input id="over-words" value=${description} required maxlength="200" autocomplete="off"
          placeholder="White van, label washed off" aria-describedby="over-help"
          onInput=${(event) => setDescription(event.currentTarget.value)} />
        <p id="over-help" class="field-help">Make, colour, place: what helps the office to find it on the list.
          It is counted once, as over.</p>
      </div>
      <button class="press" disabled=${!description.trim()}>Count as over</button>
    </form>
  <//>`;
}
