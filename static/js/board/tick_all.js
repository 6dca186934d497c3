/** Show the box that ticks all others; without a script it would do nothing. */
export function showTickAll(content) {
  for (const box of content.querySelectorAll('[data-tick-all]')) {
    box.closest('label').hidden = false;
  }
}

/** Let that box tick, or clear, every other box of its form. */
export function listenToTickAll(content) {
  content.addEventListener('change', ({ target }) => {
    if (!target.matches('[data-tick-all]')) return;
    for (const box of target.form.querySelectorAll('input[type=checkbox][name]')) {
      box.checked = target.checked;
    }
  });
}
