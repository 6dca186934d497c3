import assert from 'node:assert/strict';
import { test } from 'node:test';
import { People } from '../../static/js/field/people.js';
import { aDatabase } from './cast/storage.mjs';
import { NOON } from './cast/time.mjs';

const HOUR_MS = 3600_000;

function aTablet(database = aDatabase()) {
  const clock = { nowMs: NOON, officeNow: () => clock.nowMs };
  const api = {
    postFresh: async (_path, { username }) => {
      const id = { clerk1: 7, clerk2: 8 }[username];
      const until = new Date(clock.nowMs + 16 * HOUR_MS).toISOString();
      return { shift_token: `token of ${username} until ${until}`, person: { id, username, name: `Clerk ${id}`, until } };
    },
  };
  return { people: new People({ database, api, clock }), clock, database };
}

test('several people may be signed in; the last one is active', async () => {
  const { people } = aTablet();
  await people.signIn('clerk1', 'right');
  await people.signIn('clerk2', 'right');

  const { person, peopleOnTablet } = people.shown();

  assert.equal(person.name, 'Clerk 8');
  assert.deepEqual(peopleOnTablet.map(({ name, isCurrent }) => [name, isCurrent]), [['Clerk 7', true], ['Clerk 8', true]]);
});

test('screens never get a token', async () => {
  const { people } = aTablet();
  await people.signIn('clerk1', 'right');

  assert.equal(JSON.stringify(people.shown()).includes('token'), false);
});

test('who is signed in survives a restart', async () => {
  const { people, database } = aTablet();
  await people.signIn('clerk1', 'right');

  const after = aTablet(database).people;
  await after.load();

  assert.equal(after.active.name, 'Clerk 7');
  assert.match(after.readingToken, /^token of clerk1/);
});

test('after sixteen hours a sign-in is over, and nobody can be switched to it', async () => {
  const { people, clock } = aTablet();
  await people.signIn('clerk1', 'right');
  await people.signIn('clerk2', 'right');

  clock.nowMs += 16 * HOUR_MS;

  assert.equal(people.shown().person.isCurrent, false);
  assert.equal(people.readingToken, undefined);
  assert.equal(people.isAnybodyHere, false);
  await assert.rejects(people.switchTo(7), { name: 'NotPossible' });
});

test('signing out drops the token of that person, and the others stay', async () => {
  const { people, database } = aTablet();
  await people.signIn('clerk1', 'right');
  await people.signIn('clerk2', 'right');

  await people.signOut();

  assert.equal(people.active, null);
  assert.equal(people.isAnybodyHere, true);
  assert.deepEqual((await database.getAll('people')).map(({ id }) => id), [7]);
});

test('signing out drops those whose time is over, too', async () => {
  const { people, clock, database } = aTablet();
  await people.signIn('clerk1', 'right');
  clock.nowMs += 16 * HOUR_MS;
  await people.signIn('clerk2', 'right');

  await people.signOut();

  assert.deepEqual(await database.getAll('people'), []);
});

test('a token that the office answers no more is not asked with again, but told once', async () => {
  const { people } = aTablet();
  await people.signIn('clerk1', 'right');
  const token = people.readingToken;

  assert.equal(people.noteRefused(token), true);
  assert.equal(people.noteRefused(token), false);
  assert.equal(people.readingToken, undefined);
  assert.equal(people.active.token, token);
});

test('signing in again gives a person a new token', async () => {
  const { people, clock } = aTablet();
  await people.signIn('clerk1', 'right');
  people.noteRefused(people.readingToken);
  clock.nowMs += HOUR_MS;

  await people.signIn('clerk1', 'right');

  assert.match(people.readingToken, /^token of clerk1/);
});

test('what memory holds goes back when the storage was cleared', async () => {
  const { people, database } = aTablet();
  await people.signIn('clerk1', 'right');
  await database.run(['people', 'settings'], 'readwrite', (tx) =>
    Promise.all([tx.objectStore('people').clear(), tx.objectStore('settings').clear()]));

  await people.keepAgain();

  assert.equal(people.active.name, 'Clerk 7');
  assert.equal((await database.getAll('people')).length, 1);
});
