const FIELDS = 'input[id]:not([type=hidden]), select[id], textarea[id]';

/**
 * Replaces a piece of a page and keeps what its reader did there: opened details, typed words,
 * ticks, the focus and where a table was scrolled to. Things are known again by their id.
 */
export class PieceSwap {
  #content; #parse;

  /**
   * @param {HTMLElement} content what is replaced
   * @param {(html: string) => Document} parse
   */
  constructor(content, parse) {
    this.#content = content;
    this.#parse = parse;
  }

  /** Show other HTML in the place of the old. @param {string} html */
  replace(html) {
    const content = this.#content;
    const opened = [...content.querySelectorAll('details[id]')].map((each) => [each.id, each.open]);
    const typed = [...content.querySelectorAll(FIELDS)].filter(isTouched).map(contentOf);
    const scrolled = [...content.querySelectorAll('[tabindex="0"]')].map((each) => each.scrollLeft);
    const focus = focusIn(content);
    const anchor = firstInSight(content);
    content.replaceChildren(...this.#parse(html).body.childNodes);
    for (const [id, isOpen] of opened) whereIs(content, id, (each) => { each.open = isOpen; });
    for (const field of typed) whereIs(content, field.id, (each) => restore(each, field));
    content.querySelectorAll('[tabindex="0"]').forEach((each, place) => {
      each.scrollLeft = scrolled[place] ?? 0;
    });
    if (focus) refocus(content, focus);
    if (anchor) whereIs(content, anchor.id, (each) => keepAt(each, anchor.top));
  }
}

function isTouched(field) {
  if (field.type === 'checkbox') return field.checked !== field.defaultChecked;
  return field.tagName === 'SELECT' || field.value !== field.defaultValue;
}

function contentOf({ id, value, checked }) {
  return { id, value, checked };
}

function restore(field, { value, checked }) {
  if (field.type === 'checkbox') field.checked = checked;
  else field.value = value;
}

function whereIs(content, id, then) {
  const found = content.querySelector(`[id="${CSS.escape(id)}"]`);
  if (found) then(found);
}

/** The first named thing that the reader sees; what grows above it must not push it away. */
function firstInSight(content) {
  for (const each of content.querySelectorAll('[id]')) {
    const { top, height } = each.getBoundingClientRect();
    if (top >= 0 && height > 0) return { id: each.id, top };
  }
  return null;
}

function keepAt(element, top) {
  const moved = element.getBoundingClientRect().top - top;
  if (moved) element.ownerDocument.defaultView.scrollBy(0, moved);
}

/** What has the focus: by its id, or by its place among all that can have it. */
function focusIn(content) {
  const active = content.ownerDocument.activeElement;
  if (!active || !content.contains(active)) return null;
  const place = focusable(content).indexOf(active);
  // Only fields for text have a selection; others answer null.
  return { id: active.id, place, start: active.selectionStart, end: active.selectionEnd };
}

function refocus(content, { id, place, start, end }) {
  const byId = id ? content.querySelector(`[id="${CSS.escape(id)}"]`) : null;
  const found = byId ?? focusable(content)[place];
  if (!found) return;
  found.focus({ preventScroll: true });
  if (typeof start === 'number') found.setSelectionRange(start, end);
}

function focusable(content) {
  return [...content.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')];
}
