import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sender } from '../../static/js/field/sender.js';
import { quiet } from './cast/storage.mjs';
import { Time } from './cast/time.mjs';

const OK = { outcome: 'ok', sentCount: 0, retryAfterMs: null };
const OFFLINE = { outcome: 'offline', sentCount: 0, retryAfterMs: null };

function aSender(needs = {}) {
  const time = new Time();
  const seen = { flushes: [], outcomes: [], answer: OK, unsent: 0, isVisible: true };
  const sender = new Sender({
    flush: async (how) => {
      seen.flushes.push({ at: time.nowMs, ...how });
      if (seen.answer instanceof Error) throw seen.answer;
      return seen.answer;
    },
    onStart: () => {}, onOutcome: (outcome, next) => seen.outcomes.push({ ...outcome, next }),
    unsentCount: () => seen.unsent, isVisible: () => seen.isVisible,
    now: time.now, random: () => 1, setTimer: time.setTimer, ...needs,
  });
  return { sender, time, seen };
}

test('presses that follow quickly travel together, a moment later', async () => {
  const { sender, time, seen } = aSender();
  seen.unsent = 3;
  sender.noticeEvent();
  sender.noticeEvent();
  sender.noticeEvent();
  assert.equal(seen.flushes.length, 0);

  await time.pass(300);

  assert.equal(seen.flushes.length, 1);
});

test('failures double the wait from two seconds to a minute, and never give up', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: OFFLINE, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);
  const waits = [];
  for (let round = 0; round < 8; round += 1) {
    waits.push(time.waits[0]);
    await time.pass(time.waits[0]);
  }

  assert.deepEqual(waits, [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  assert.equal(seen.flushes.length, 9);
});

test('jitter spreads the wait between half and all of it, but never under two seconds', async () => {
  for (const [random, wait] of [[0, 4000], [0.5, 6000], [1, 8000]]) {
    const { sender, time, seen } = aSender({ random: () => random });
    Object.assign(seen, { answer: OFFLINE, unsent: 1 });
    sender.noticeHope();
    await time.pass(0);
    await time.pass(time.waits[0]);
    await time.pass(time.waits[0]);

    assert.equal(time.waits[0], wait);
  }
});

test('a new event cuts a long wait short, but does not hammer', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: OFFLINE, unsent: 1 });
  sender.noticeHope();
  await time.pass(100_000);
  const before = seen.flushes.length;

  sender.noticeEvent();
  assert.equal(time.waits[0], 2000);
  await time.pass(2000);

  assert.equal(seen.flushes.length, before + 1);
});

test('the network that is said to be back is tried at once', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: OFFLINE, unsent: 1 });
  sender.noticeHope();
  await time.pass(100_000);

  seen.answer = OK;
  seen.unsent = 0;
  sender.noticeHope();
  await time.pass(0);

  assert.equal(seen.outcomes.at(-1).outcome, 'ok');
});

test('what the office asks to wait is waited, whatever gives hope', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: { outcome: 'busy', sentCount: 0, retryAfterMs: 40_000 }, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);

  sender.noticeEvent();
  sender.noticeHope();
  await time.pass(39_000);
  assert.equal(seen.flushes.length, 1);
  await time.pass(1000);

  assert.equal(seen.flushes.length, 2);
});

test('an absurd Retry-After does not silence a tablet for longer than five minutes', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: { outcome: 'busy', sentCount: 0, retryAfterMs: 86_400_000 }, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);

  assert.equal(time.waits[0], 300_000);
});

test('a person who presses "Send now" never waits, and forces', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: { outcome: 'busy', sentCount: 0, retryAfterMs: 40_000 }, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);

  seen.answer = OK;
  seen.unsent = 0;
  assert.equal(await sender.sendNow(), true);

  assert.equal(seen.flushes.at(-1).isForced, true);
});

test('"Send now" while something is being sent sends once more afterwards', async () => {
  let finish;
  const { sender, time, seen } = aSender({
    flush: (how) => {
      seen.flushes.push(how);
      return new Promise((resolve) => { finish = () => resolve(OK); });
    },
  });
  sender.noticeHope();
  await time.pass(0);
  const sending = sender.sendNow();
  await quiet();
  assert.equal(seen.flushes.length, 1);

  finish();
  await quiet();
  finish();

  assert.equal(await sending, true);
  assert.deepEqual(seen.flushes.map(({ isForced }) => isForced), [false, true]);
});

test('an event that is recorded while something is being sent goes right after it', async () => {
  let finish;
  const { sender, time, seen } = aSender({ flush: () => new Promise((resolve) => { finish = () => resolve(OK); }) });
  seen.unsent = 1;
  sender.noticeHope();
  await time.pass(0);
  sender.noticeEvent();

  finish();
  await quiet();

  assert.deepEqual(time.waits, [300]);
});

test('an idle tablet that is looked at is heard every minute; one in a pocket is quiet', async () => {
  const { sender, time, seen } = aSender();
  sender.noticeHope();
  await time.pass(0);
  await time.pass(60_000);
  assert.equal(seen.flushes.length, 2);

  seen.isVisible = false;
  await time.pass(600_000);

  assert.equal(seen.flushes.length, 3);
});

test('while another tab sends, this one looks again in three seconds', async () => {
  const { sender, time, seen } = aSender();
  seen.answer = { ...OK, outcome: 'elsewhere' };
  sender.noticeHope();
  await time.pass(0);

  assert.equal(time.waits[0], 3000);
});

test('what the office could not decide is tried again with growing waits', async () => {
  const { sender, time, seen } = aSender();
  seen.unsent = 1;
  sender.noticeHope();
  await time.pass(0);
  assert.equal(time.waits[0], 2000);
  await time.pass(2000);

  assert.equal(time.waits[0], 4000);
});

test('a storage that fails is told and tried again', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: new Error('broken'), unsent: 1 });
  sender.noticeHope();
  await time.pass(0);

  assert.equal(seen.outcomes[0].outcome, 'failed');
  assert.equal(time.waits[0], 2000);
});

test('when the next try is, is told', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: OFFLINE, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);

  assert.equal(seen.outcomes[0].next, time.nowMs + 2000);
});

test('a clock that is set back does not silence the tablet', async () => {
  const { sender, time, seen } = aSender();
  Object.assign(seen, { answer: OFFLINE, unsent: 1 });
  sender.noticeHope();
  await time.pass(0);
  time.nowMs -= 24 * 3600_000;

  sender.noticeEvent();
  await time.pass(2000);

  assert.equal(seen.flushes.length, 2);
});
