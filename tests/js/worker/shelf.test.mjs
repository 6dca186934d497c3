import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { NotKept } from '../../../static/js/field/worker/checks.js';
import { Shelf } from '../../../static/js/field/worker/shelf.js';
import { ASSETS, FakeCaches, FakeOffice, file, page, PLAN, redirected } from './fake_site.mjs';

const NAME = `field-${PLAN.build}`;
const EVERYTHING = [...ASSETS, '/field/'].sort();
let caches;
let office;
let shelf;

beforeEach(() => {
  caches = new FakeCaches();
  office = new FakeOffice();
  shelf = new Shelf({ caches, fetch: office.fetch }, PLAN);
});

test('a filled shelf starts the app without a network', async () => {
  await shelf.fill();
  office.goOffline();

  const shell = await shelf.answer('/field/');

  assert.match(await shell.text(), /data-build="3f9c21aa07be"/);
  assert.deepEqual(caches.addressesIn(NAME), EVERYTHING);
});

test('what is kept is fetched without credentials, and the page afresh', async () => {
  await shelf.fill();

  assert.ok(office.asked.every(({ credentials }) => credentials === 'omit'));
  assert.equal(office.asked.find(({ address }) => address === '/field/').cache, 'reload');
  assert.equal(office.asked.find(({ address }) => address === ASSETS[0]).cache, 'default');
});

test('a page of another build is refused while two builds are being served', async () => {
  office.answers.set('/field/', () => page('<body data-build="000000000000">'));

  await assert.rejects(shelf.fill(), NotKept);

  assert.deepEqual(await caches.keys(), []);
});

for (const [what, answer] of [
  ['an error', () => file('gone', { status: 404 })],
  ['a redirect', () => redirected(file('elsewhere'))],
  ['the sign-in page of a public network', () => page('<h1>Harbour Wi-Fi</h1>')],
  ['the sentence of a public network', () => new Response('Sign in', { headers: { 'Content-Type': 'text/plain' } })],
  ['a script instead of a style sheet', () => file('body {}')],
]) {
  test(`one file that is ${what} leaves the shelf empty, and the old build in charge`, async () => {
    office.answers.set(ASSETS[1], answer);

    await assert.rejects(shelf.fill(), NotKept);

    assert.deepEqual(await caches.keys(), []);
  });

  test(`${what} is handed on at a miss, but not kept`, async () => {
    office.answers.set(ASSETS[1], answer);

    await shelf.answer(ASSETS[1]);

    assert.deepEqual(caches.addressesIn(NAME), []);
  });
}

test('a miss is put back', async () => {
  await shelf.answer(ASSETS[0]);

  assert.deepEqual(caches.addressesIn(NAME), [ASSETS[0]]);
});

test('a full disk at a miss keeps nobody from the answer', async () => {
  const cache = await caches.open(NAME);
  cache.put = async () => {
    throw new DOMException('full', 'QuotaExceededError');
  };

  const answer = await shelf.answer(ASSETS[0]);

  assert.equal(answer.status, 200);
});

test('healing puts back what the browser threw away, and nothing else is fetched', async () => {
  await shelf.fill();
  (await caches.open(NAME)).drop(ASSETS[1]);
  office.asked = [];

  const missingCount = await shelf.heal();

  assert.equal(missingCount, 0);
  assert.deepEqual(office.asked.map(({ address }) => address), [ASSETS[1]]);
  assert.deepEqual(caches.addressesIn(NAME), EVERYTHING);
});

test('healing without a network says what is missing and spoils nothing', async () => {
  await shelf.fill();
  (await caches.open(NAME)).drop(ASSETS[1]);
  office.goOffline();

  assert.equal(await shelf.heal(), 1);
  assert.equal(caches.addressesIn(NAME).length, EVERYTHING.length - 1);
});

test('a whole cache that was thrown away is healed', async () => {
  await shelf.fill();
  await caches.delete(NAME);

  await shelf.heal();

  assert.deepEqual(caches.addressesIn(NAME), EVERYTHING);
});

test('files of other builds are forgotten, those of other apps are not', async () => {
  await shelf.fill();
  await caches.open('field-000000000000');
  await caches.open('somebody-else');

  await shelf.forgetOthers();

  assert.deepEqual((await caches.keys()).sort(), [NAME, 'somebody-else']);
});
