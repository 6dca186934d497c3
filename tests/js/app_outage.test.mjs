import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tablet } from './cast/tablet.mjs';

const away = () => new Response(
  JSON.stringify({ error: { code: 'unavailable', message: 'The office cannot save anything just now.' } }),
  { status: 503, headers: { 'Content-Type': 'application/json' } },
);

async function inAnOutage(tablet, app) {
  tablet.office.spoil('', away(), Infinity);
  assert.equal(await app.refreshCalls(), false);
  assert.match(app.state.problem, /cannot save anything/);
}

test('what was told of an outage is taken back by the next exchange that succeeds', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await inAnOutage(tablet, app);

  tablet.goOnline();
  await tablet.time.pass(60_000);

  assert.deepEqual([app.state.network, app.state.problem], ['ok', '']);
});

test('what somebody asked for without a network is taken back too, once there is one', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  assert.equal(await app.signIn('clerk2', 'right'), false);
  assert.match(app.state.problem, /No connection/);

  tablet.goOnline();
  await tablet.time.pass(60_000);

  assert.equal(app.state.problem, '');
});

test('a sentence that is not about the outage stays until somebody has read it', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await inAnOutage(tablet, app);
  app.tell('Something in this app failed.');

  tablet.goOnline();
  await app.sendNow();

  assert.equal(app.state.problem, 'Something in this app failed.');
});

test('a refusal of what a person asked for is no outage, and stays', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  assert.equal(await app.signIn('clerk1', 'wrong'), false);
  const told = app.state.problem;

  await app.sendNow();

  assert.notEqual(told, '');
  assert.equal(app.state.problem, told);
});
