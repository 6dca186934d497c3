/** What select2 leaves out for whoever does not see: the names of its search boxes. */

/** @param {Element} container @returns {string} the label of the field that a box stands for */
export function labelOf(container) {
  const field = /** @type {HTMLSelectElement | null} */ (container.previousElementSibling);
  const label = field?.labels?.[0]?.textContent ?? field?.getAttribute('aria-label') ?? '';
  return label.trim().replace(/:$/, '');
}

/** Name every box that has none yet. @param {ParentNode} page */
export function nameBoxes(page) {
  for (const container of page.querySelectorAll('select + .select2-container')) {
    const name = labelOf(container);
    for (const part of container.querySelectorAll('[role="combobox"], [role="textbox"]')) {
      if (name && !part.hasAttribute('aria-label')) part.setAttribute('aria-label', name);
    }
  }
}

/** Tie the choices that are open to their box. @param {ParentNode} page */
export function nameChoices(page) {
  const box = page.querySelector('.select2-selection[aria-expanded="true"]');
  const choices = page.querySelector('body > .select2-container--open');
  if (!box || !choices || choices.hasAttribute('role')) return;
  const name = box.getAttribute('aria-label') ?? '';
  choices.setAttribute('role', 'region');
  choices.setAttribute('aria-label', `Choices: ${name}`);
  choices.querySelector('.select2-search__field')?.setAttribute('aria-label', `Search: ${name}`);
  const list = choices.querySelector('[role="listbox"]');
  if (list) box.setAttribute('aria-controls', list.id);
}

/** Keep doing both while boxes come and go. @param {Document} page */
export function watch(page) {
  const look = () => {
    nameBoxes(page);
    nameChoices(page);
  };
  new MutationObserver(look).observe(page.body, { childList: true, subtree: true });
  look();
}

if (typeof document !== 'undefined') watch(document);
