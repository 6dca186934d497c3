/** A phone's network takes its time; later than this, the figures are older than they look. */
const PATIENCE_MS = 10_000;
const SECONDS = 1_000;
const ENDS = { 401: 'signed-out', 403: 'not-permitted', 404: 'gone' };

/**
 * Ask once for a piece of a page. Never throws: no network, no server and no answer in time are
 * all the same to a reader.
 * @param {{url: string, fetch: typeof fetch, abort: () => AbortController,
 *   wait: (action: Function, ms: number) => number, forget: (timer: number) => void}} needs
 * @param {string} etag of the piece that is shown
 * @returns {Promise<{name: 'live'|'failed'|'signed-out'|'not-permitted'|'gone', html?: string|null,
 *   etag?: string, at?: Date, retryAfterMs?: number}>} `html` is null when nothing changed
 */
export async function askOffice({ url, fetch, abort, wait, forget }, etag) {
  const controller = abort();
  const patience = wait(() => controller.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(url, {
      headers: { 'If-None-Match': etag },
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
      signal: controller.signal,
    });
    return await read(answer, etag);
  } catch {
    return { name: 'failed', retryAfterMs: 0 };
  } finally {
    forget(patience);
  }
}

async function read(answer, etag) {
  if (ENDS[answer.status]) return { name: ENDS[answer.status] };
  const at = new Date(answer.headers.get('Date') ?? Date.now());
  if (answer.status === 304) return { name: 'live', html: null, etag, at };
  const fresh = answer.headers.get('ETag');
  // A captive portal answers 200 too, but with no tag of ours.
  if (answer.status === 200 && fresh) {
    return { name: 'live', html: await answer.text(), etag: fresh, at };
  }
  return { name: 'failed', retryAfterMs: Number(answer.headers.get('Retry-After')) * SECONDS || 0 };
}
