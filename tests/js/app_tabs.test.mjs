import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tabs } from '../../static/js/field/tabs.js';
import { quiet, until } from './cast/storage.mjs';
import { Tablet } from './cast/tablet.mjs';

const [FIRST, SECOND] = ['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000222'];

async function twoTabs() {
  const tablet = new Tablet();
  const one = await tablet.openAtWork();
  const other = await tablet.open();
  return { tablet, one, other };
}

test('an event recorded in one tab is at once in the other', async () => {
  const { tablet, one, other } = await twoTabs();
  tablet.goOffline();
  await one.countUnit(FIRST);
  await tablet.time.pass(100);

  assert.deepEqual([other.state.unsentCount, other.state.recent.length, other.state.totals.all], [1, 1, 1]);
  other.typeEntry('000111');
  assert.equal(other.state.entry.kind, 'counted');
});

test('what one tab sent is sent in the other, and both sent it once', async () => {
  const { tablet, one, other } = await twoTabs();
  await one.countUnit(FIRST);
  await other.countUnit(SECOND);
  await tablet.time.pass(5000);

  assert.deepEqual([one.state.unsentCount, other.state.unsentCount], [0, 0]);
  assert.deepEqual(other.state.recent.map(({ state }) => state), ['sent', 'sent']);
  assert.equal(tablet.office.ledger.length, 2);
});

test('a tab that sends nothing itself hears what the other sent', async () => {
  const { tablet, one, other } = await twoTabs();
  await tablet.time.pass(2000);

  await one.countUnit(FIRST);
  await tablet.time.pass(1000);

  assert.deepEqual([other.state.unsentCount, other.state.recent[0].state], [0, 'sent']);
});

test('who signs out in one tab is signed out in the other', async () => {
  const { tablet, one, other } = await twoTabs();

  await one.signOut();
  await tablet.time.pass(100);

  assert.deepEqual([other.state.phase, other.state.person, other.state.calls], ['sign-in', null, []]);
});

test('a tab without a channel reads the storage again when somebody looks at it', async () => {
  const tablet = new Tablet();
  const one = await tablet.openAtWork();
  const deaf = await tablet.open({ tabs: new Tabs(undefined) });
  tablet.goOffline();
  await one.countUnit(FIRST);
  assert.equal(deaf.state.unsentCount, 0);

  await tablet.look(true);
  await until(() => deaf.state.unsentCount === 1);

  assert.deepEqual([deaf.state.recent.length, deaf.state.totals.all], [1, 1]);
});

test('a tablet enrolled in one tab is enrolled in the other', async () => {
  const tablet = new Tablet();
  const one = await tablet.open();
  const other = await tablet.open();

  await one.enrol('CODE-1234');
  await quiet();

  assert.equal(other.state.phase, 'sign-in');
});

test('an app that goes away with unsent work tries once more; one that comes back asks the office', async () => {
  const { tablet, one } = await twoTabs();
  await one.countUnit(FIRST);
  await tablet.look(false);
  await tablet.time.pass(0);
  await until(() => tablet.office.ledger.length === 1);

  const before = tablet.office.seen.length;
  await tablet.look(true);
  await tablet.time.pass(10);

  assert.ok(tablet.office.seen.length > before);
});
