import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answer, OnePage, SECOND } from './office.mjs';

test('a page asks at once, and every five seconds', async () => {
  const one = new OnePage();

  one.page.start();
  await one.pass(11 * SECOND);

  assert.equal(one.asked.length, 3);
});

test('what is shown changes only when the office sends something else', async () => {
  const one = new OnePage();
  one.answers = [answer(304), answer(200, { etag: 'W/"2"', html: '<p>2</p>' }), answer(304)];

  one.page.start();
  await one.pass(11 * SECOND);

  assert.deepEqual(one.shown, ['<p>2</p>']);
  assert.deepEqual(one.asked.map((each) => each.headers['If-None-Match']),
    ['W/"1"', 'W/"1"', 'W/"2"']);
});

test('the time that is told is the office’s', async () => {
  const one = new OnePage();
  one.answers = [answer(304, { second: 2 }), answer(200, { etag: 'W/"2"', second: 7 })];

  one.page.start();
  await one.pass(6 * SECOND);

  assert.deepEqual(one.told, ['live 00:02', 'live 00:07']);
});

for (const [what, lost] of [
  ['no network', new TypeError('Failed to fetch')],
  ['a broken office', answer(503)],
  ['a captive portal', answer(200, { html: '<h1>Harbour Wi-Fi</h1>' })],
]) {
  test(`with ${what} the old figures are never told as live`, async () => {
    const one = new OnePage();
    one.answers = [answer(304, { second: 2 }), lost, answer(304, { second: 30 })];

    one.page.start();
    await one.pass(11 * SECOND);

    assert.deepEqual(one.told, ['live 00:02', 'stale 00:02', 'live 00:30']);
    assert.deepEqual(one.shown, []);
  });
}

test('an office that hangs is given up after ten seconds', async () => {
  const one = new OnePage();
  const hangs = ({ signal }) => new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  one.answers = [hangs];

  one.page.start();
  await one.pass(10 * SECOND);

  assert.equal(one.told.at(-1), 'stale 59:00');
});

test('an office that is away is asked less often, and at last every half minute', async () => {
  const one = new OnePage();
  one.answers = Array.from({ length: 99 }, () => answer(502));

  one.page.start();
  await one.pass(5 * SECOND);
  const early = one.asked.length;
  await one.pass(60 * SECOND);

  assert.equal(early, 2);
  assert.equal(one.asked.length, 5);
});

test('a network that is back is used at once', async () => {
  const one = new OnePage();
  one.answers = [...Array.from({ length: 4 }, () => new TypeError('offline')), answer(304)];
  one.page.start();
  await one.pass(36 * SECOND);

  one.page.pollSoon();
  await one.pass(0);

  assert.equal(one.told.at(-1), 'live 00:00');
});

test('the office says when it is worth asking again', async () => {
  const one = new OnePage();
  one.answers = [answer(503, { retryAfter: '15' })];

  one.page.start();
  await one.pass(14 * SECOND);
  const before = one.asked.length;
  await one.pass(2 * SECOND);

  assert.deepEqual([before, one.asked.length], [1, 2]);
});

test('a machine that slept does not pass its old figures off as live', async () => {
  const one = new OnePage();
  one.page.start();
  await one.pass(2 * SECOND);
  one.answers = [() => new Promise(() => {})];

  one.sleep(3_600 * SECOND);
  await one.pass(2 * SECOND);

  assert.equal(one.told.at(-1), 'waiting 00:00');
});

test('a page that nobody sees stops asking after a while, and asks at once when seen', async () => {
  const one = new OnePage();
  one.page.start();
  await one.pass(1 * SECOND);
  one.page.setVisible(false);
  await one.pass(60 * SECOND);
  const whileHidden = one.asked.length;
  await one.pass(600 * SECOND);

  one.page.setVisible(true);
  await one.pass(0);

  assert.ok(whileHidden <= 5);
  assert.equal(one.asked.length, whileHidden + 1);
  assert.equal(one.told.at(-1), 'live 00:00');
});

for (const [status, end] of [[401, 'signed-out'], [403, 'not-permitted'], [404, 'gone']]) {
  test(`after ${status} the page says so and asks no more`, async () => {
    const one = new OnePage();
    one.answers = [answer(304, { second: 2 }), answer(status)];

    one.page.start();
    await one.pass(6 * SECOND);
    one.page.pollSoon();
    await one.pass(600 * SECOND);

    assert.deepEqual(one.told, ['live 00:02', `${end} 00:02`]);
    assert.equal(one.asked.length, 2);
  });
}

test('two reasons to ask at once make one question', async () => {
  const one = new OnePage();

  one.page.start();
  one.page.pollSoon();
  one.page.setVisible(true);
  await one.pass(0);

  assert.equal(one.asked.length, 1);
});
