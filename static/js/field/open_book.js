import { CallBook } from './call_book.js';

/**
 * The book of a call from what this tablet keeps of it, without the network.
 * @param {{cache: import('./call_cache.js').CallCache, call: object, tabletId: number}} asked
 * @returns {Promise<{book: CallBook, list: object|null, asOf: string|null}>}
 */
export async function openBook({ cache, call, tabletId }) {
  const book = new CallBook({ call, tabletId });
  const { list, pages, rows, asOf } = await cache.load(call.id);
  for (const page of pages) {
    // A page that does not join on is left of a ledger that was read again in another tab.
    if (page.after <= book.position) book.takeChanges(page);
  }
  for (const row of rows) book.takeOwn(row);
  if (list) book.takeCargo(list);
  return { book, list: list ?? null, asOf };
}
