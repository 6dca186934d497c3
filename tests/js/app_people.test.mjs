import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDatabase, until } from './cast/storage.mjs';
import { Tablet } from './cast/tablet.mjs';

const [FIRST, SECOND] = ['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000222'];
const HOUR_MS = 3600_000;

test('a wrong code, a wrong password and no network each have their sentence', async () => {
  const tablet = new Tablet();
  const app = await tablet.open();
  assert.equal(await app.enrol('WRONG'), false);
  assert.match(app.state.problem, /code_not_valid/);
  await app.enrol('CODE-1234');
  assert.equal(await app.signIn('clerk1', 'wrong'), false);
  assert.match(app.state.problem, /sign_in_failed/);
  tablet.goOffline();

  assert.equal(await app.signIn('clerk1', 'right'), false);

  assert.match(app.state.problem, /No connection/);
  assert.deepEqual([app.state.isBusy, app.state.phase], [false, 'sign-in']);
});

test('a Wi-Fi sign-in page is told apart from a dead network', async () => {
  const tablet = new Tablet();
  const app = await tablet.open();
  tablet.office.spoil('', new Response('<h1>', { headers: { 'Content-Type': 'text/html' } }), Infinity);

  assert.equal(await app.enrol('CODE-1234'), false);

  assert.match(app.state.problem, /Wi-Fi/);
  assert.equal(app.state.network, 'portal');
});

test('people already signed in change places without a network, and each count is theirs', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.signIn('clerk2', 'right');
  assert.equal(app.state.person.name, 'Clerk 8');
  tablet.goOffline();
  await app.countUnit(FIRST);
  await tablet.time.pass(100);
  assert.equal(app.state.recent.length, 1);

  assert.equal(await app.switchPerson(7), true);
  assert.deepEqual([app.state.person.name, app.state.recent, app.state.justCounted], ['Clerk 7', [], null]);
  assert.deepEqual([app.state.unsentCount, app.state.totals.all, app.state.totals.mine], [1, 1, 0]);
  await app.countUnit(SECOND);
  tablet.goOnline();
  await app.sendNow();

  assert.deepEqual(tablet.office.ledger.map(({ person }) => person), ['Clerk 8', 'Clerk 7']);
});

test('nobody takes back on this tablet what another counted', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  const { eventId } = app.state.justCounted;
  await app.signIn('clerk2', 'right');

  assert.equal(await app.undo(eventId), false);

  assert.match(app.state.problem, /supervisor/);
});

test('signing out offline keeps unsent work, which is sent later under the same name', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  await app.countUnit(FIRST);

  assert.equal(await app.signOut(), true);
  assert.deepEqual([app.state.phase, app.state.person, app.state.unsentCount], ['sign-in', null, 1]);
  tablet.goOnline();
  await app.sendNow();

  assert.deepEqual(tablet.office.ledger.map(({ person }) => person), ['Clerk 7']);
});

test('when nobody is signed in and nothing waits, no list stays on the tablet', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  await app.signOut();
  assert.equal(app.state.call?.id, 12);
  const database = aDatabase(tablet.disk);
  assert.equal((await database.getAll('cargo')).length, 1);

  await tablet.time.pass(1000);
  await until(async () => (await database.getAll('cargo')).length === 0);

  assert.deepEqual([app.state.call, app.state.calls], [null, []]);
  assert.deepEqual(await database.getAll('history'), []);
  await app.signIn('clerk2', 'right');
  await until(() => app.state.calls.length === 1);
  assert.equal(app.state.phase, 'choose-call');
});

test('the list stays while somebody else is still signed in', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.signIn('clerk2', 'right');

  await app.signOut();
  await app.switchPerson(7);

  assert.deepEqual([app.state.phase, app.state.cargo.unitCount], ['counting', 3]);
});

test('after sixteen hours one signs in again, where there is a network', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await tablet.time.sleep(16 * HOUR_MS);
  assert.equal(app.state.person.isCurrent, false);

  assert.equal(await app.countUnit(FIRST), false);
  assert.match(app.state.problem, /16 hours/);
  await app.signIn('clerk1', 'right');

  assert.equal(await app.countUnit(FIRST), true);
});

test('after sixteen hours without a network counting goes on: no count is lost', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  await tablet.time.sleep(16 * HOUR_MS);
  assert.equal(app.state.network, 'offline');

  assert.equal(await app.countUnit(FIRST), true);
});

test('a sign-in that the office ended is said until the person signs in again; counting goes on and is taken', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  const { headers } = tablet.office.seen.find(({ headers: sent }) => sent['Shift-Token']);
  tablet.office.endedTokens.add(headers['Shift-Token']);
  await tablet.time.pass(20_000);
  assert.deepEqual([app.state.person.isRefused, app.state.person.isCurrent], [true, true]);

  await app.countUnit(FIRST);
  await tablet.time.pass(120_000);

  assert.deepEqual([tablet.office.ledger.length, app.state.problem, app.state.unsentCount], [1, '', 0]);
});

test('a revoked tablet goes on counting, keeps its queue and can export it', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.device.tablet = null;
  await app.countUnit(FIRST);
  await tablet.time.pass(1000);
  assert.deepEqual([app.state.network, app.state.isRevoked, app.state.phase, app.state.unsentCount], ['enrol', true, 'counting', 1]);

  const name = await app.exportQueue();

  assert.equal(tablet.files[0].name, name);
  assert.deepEqual(tablet.files[0].content.events.map(({ identifier }) => identifier), [FIRST]);
  await app.leaveCall();
  assert.equal(app.state.phase, 'enrol');
});

test('a tablet that is enrolled anew keeps the old work for its export, and starts clean', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.device.tablet = null;
  await app.countUnit(FIRST);
  await tablet.time.pass(1000);
  await app.leaveCall();
  tablet.office.tablets.set('CODE5678', { id: 5, name: 'Ramp 3' });

  assert.equal(await app.enrol('CODE-5678'), true);
  assert.deepEqual([app.state.phase, app.state.tablet.id, app.state.isRevoked], ['sign-in', 5, false]);
  assert.deepEqual([app.state.unsentCount, app.state.needsAttention[0].reason], [0, 'tablet_changed']);
  await app.exportQueue();

  assert.equal(tablet.files[0].content.tablet.id, 4);
  await app.signIn('clerk1', 'right');
  await until(() => app.state.calls.length === 1);
  await app.chooseCall(12);
  await app.countUnit(SECOND);
  await tablet.time.pass(1000);
  assert.deepEqual(tablet.office.ledger.map(({ device_sequence, tablet: id }) => [device_sequence, id]), [[1, 5]]);
});

test('what needs attention leaves the tablet only after it was exported', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.objectionTo = () => 'call_not_found';
  await app.countUnit(FIRST);
  await tablet.time.pass(1000);
  const [{ eventId, reason }] = app.state.needsAttention;
  assert.deepEqual([reason, app.state.totals.all, tablet.signals.at(-1)], ['call_not_found', 0, 'attention']);

  assert.equal(await app.dismissAttention(eventId), false);
  await app.exportQueue();
  assert.equal(await app.dismissAttention(eventId), true);

  assert.deepEqual(app.state.needsAttention, []);
});
