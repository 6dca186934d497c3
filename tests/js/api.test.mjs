import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api, NotTheOffice, Refused, Unreachable } from '../../static/js/field/api.js';

const answering = (body, init = {}) => {
  const seen = [];
  const fetch = async (address, how) => {
    seen.push({ address, ...how });
    return body instanceof Error ? Promise.reject(body) : new Response(body, init);
  };
  return Object.assign(new Api({ fetch }), { seen });
};
const JSON_TYPE = { headers: { 'Content-Type': 'application/json; charset=utf-8' } };

test('nobody answers: unreachable', async () => {
  await assert.rejects(answering(new TypeError('Failed to fetch')).get('session'), Unreachable);
});

test('a captive portal that answers 200 with its own page is not the office', async () => {
  await assert.rejects(answering('<h1>Wi-Fi</h1>', { headers: { 'Content-Type': 'text/html' } }).get('session'), NotTheOffice);
});

test('a captive portal that speaks JSON is not the office either', async () => {
  await assert.rejects(answering('{"login": "here"}', JSON_TYPE).session(), NotTheOffice);
});

test('an answer of before the enrolment does not tell a new tablet that it is unknown', async () => {
  const slow = Promise.withResolvers();
  const answer = (body) => new Response(JSON.stringify({ csrf_token: 'c', tablet: null, ...body }), JSON_TYPE);
  const answers = [slow.promise, answer({}), answer({ tablet: { id: 4 } }), answer({ tablet: { id: 4 } })];
  const api = new Api({ fetch: async () => answers.shift() });

  const asked = api.session();
  await api.postFresh('enrol', { code: 'X' });
  slow.resolve(answer({}));

  assert.deepEqual((await asked).tablet, { id: 4 });
});

test('a token that another first question made old is fetched once more, and no oftener', async () => {
  const office = (refusals) => {
    let tokens = 0;
    return async (address, { method, headers }) => {
      if (method !== 'POST') return new Response(JSON.stringify({ csrf_token: `t${tokens += 1}`, tablet: null }), JSON_TYPE);
      const isOld = Number(headers['X-CSRFToken'].slice(1)) <= refusals;
      const body = isOld ? { error: { code: 'csrf_failed', message: 'Again.' } } : { tablet: { id: 4 } };
      return new Response(JSON.stringify(body), { ...JSON_TYPE, status: isOld ? 403 : 200 });
    };
  };

  assert.deepEqual(await new Api({ fetch: office(1) }).postFresh('enrol', { code: 'X' }), { tablet: { id: 4 } });
  await assert.rejects(new Api({ fetch: office(2) }).postFresh('enrol', { code: 'X' }), { code: 'csrf_failed' });
});

test('a redirect is not followed', async () => {
  const fetch = async (_address, { redirect }) => {
    assert.equal(redirect, 'manual');
    return { status: 0, ok: false, headers: new Headers(), type: 'opaqueredirect' };
  };

  await assert.rejects(new Api({ fetch }).get('session'), NotTheOffice);
});

test('half an answer is as good as none', async () => {
  await assert.rejects(answering('{"results": [{"event', JSON_TYPE).get('session'), Unreachable);
});

test('an error of the office keeps its code, its sentence and how long to wait', async () => {
  const body = JSON.stringify({ error: { code: 'too_many_attempts', message: 'Wait a little.' } });
  const api = answering(body, { status: 429, headers: { ...JSON_TYPE.headers, 'Retry-After': '40' } });

  const error = await api.get('session').catch((caught) => caught);

  assert.ok(error instanceof Refused);
  assert.deepEqual([error.status, error.code, error.message, error.retryAfterMs], [429, 'too_many_attempts', 'Wait a little.', 40_000]);
});

test('a Retry-After that is a date or nonsense names no time', async () => {
  const headers = { ...JSON_TYPE.headers, 'Retry-After': 'Wed, 25 Nov 2026 15:00:00 GMT' };

  const error = await answering('{}', { status: 503, headers }).get('session').catch((caught) => caught);

  assert.equal(error.retryAfterMs, null);
});

test('a gateway out of order, or one that finds a batch too large, is refused by its status', async () => {
  for (const status of [502, 503, 504, 413]) {
    const error = await answering('<h1>nginx</h1>', { status, headers: { 'Content-Type': 'text/html' } })
      .get('session').catch((caught) => caught);

    assert.ok(error instanceof Refused, `${status}: ${error}`);
    assert.equal(error.status, status);
  }
});

test('"network authentication required" is a portal, whatever its number', async () => {
  await assert.rejects(answering('<h1>Wi-Fi</h1>', { status: 511, headers: { 'Content-Type': 'text/html' } }).get('session'), NotTheOffice);
});

test('an unchanged answer has no body and keeps its mark', async () => {
  const api = answering(null, { status: 304, headers: { ETag: '"3"' } });

  assert.deepEqual(await api.get('calls/12/cargo', { etag: '"3"', shiftToken: 'token' }), { body: null, etag: '"3"' });
  assert.deepEqual(api.seen[0].headers, { 'Shift-Token': 'token', 'If-None-Match': '"3"' });
});

test('a post carries a CSRF token that was fetched for it', async () => {
  const api = answering('{"csrf_token": "fresh", "tablet": null}', JSON_TYPE);

  await api.postFresh('enrol', { code: 'X' });

  const [session, post] = api.seen;
  assert.match(session.address, /session$/);
  assert.equal(post.headers['X-CSRFToken'], 'fresh');
  assert.equal(post.headers['Content-Type'], 'application/json');
  assert.equal(post.cache, 'no-store');
});

test('a server that hangs is given up', async () => {
  const fetch = (_address, { signal }) => new Promise((_resolve, reject) => {
    // A timer of the signal alone does not keep node awake.
    const awake = setInterval(() => {}, 1000);
    signal.addEventListener('abort', () => {
      clearInterval(awake);
      reject(signal.reason);
    });
  });

  await assert.rejects(new Api({ fetch, timeoutMs: 5 }).get('session'), Unreachable);
});
