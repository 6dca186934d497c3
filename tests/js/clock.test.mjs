import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeviceClock } from '../../static/js/field/clock.js';
import { NOON, Time } from './cast/time.mjs';

const HOUR_MS = 3600_000;
const aClock = (time) => new DeviceClock({ now: time.now, steadyNow: time.steadyNow });

test('the offset is measured at the middle of the round trip', () => {
  const time = new Time();
  const clock = aClock(time);
  const sentAt = clock.now();
  time.nowMs += 400;
  time.steadyMs += 400;

  clock.observe(sentAt, new Date(NOON + 200 - 2 * HOUR_MS).toISOString());

  assert.equal(clock.offsetMs, -2 * HOUR_MS);
  assert.equal(clock.isOff, true);
  assert.equal(clock.officeNow(), NOON + 400 - 2 * HOUR_MS);
});

test('a clock that is five minutes off is still right enough', () => {
  const time = new Time();
  const clock = aClock(time);

  clock.observe(NOON, new Date(NOON + 5 * 60_000).toISOString());

  assert.equal(clock.isOff, false);
});

test('a hand that sets the clock back changes the offset by as much', () => {
  const time = new Time();
  const clock = aClock(time);
  clock.observe(NOON, new Date(NOON).toISOString());

  time.nowMs -= HOUR_MS;

  assert.equal(clock.offsetMs, HOUR_MS);
  assert.equal(clock.isUncertain, false);
});

test('a device that slept keeps its offset until the office is heard', () => {
  const time = new Time();
  const clock = aClock(time);
  clock.observe(NOON, new Date(NOON + 1000).toISOString());

  time.nowMs += HOUR_MS;

  assert.equal(clock.offsetMs, 1000);
  assert.equal(clock.isUncertain, true);
  clock.observe(time.now(), new Date(time.now() + 1000).toISOString());
  assert.equal(clock.isUncertain, false);
});

test('a dead clock of 1970 tells the office no offset and a year that it takes', () => {
  const time = new Time();
  time.nowMs = 1000;
  const clock = aClock(time);

  clock.observe(1000, new Date(NOON).toISOString());

  assert.equal(clock.reportedOffsetMs, null);
  assert.equal(clock.nowIso(), '2000-01-02T00:00:00.000Z');
});

test('what was known before a restart holds until the office is heard', () => {
  const time = new Time();
  const clock = aClock(time);

  clock.restore(-7000);
  assert.equal(clock.offsetMs, -7000);
  clock.observe(NOON, new Date(NOON).toISOString());
  clock.restore(-7000);

  assert.equal(clock.offsetMs, 0);
});

test('an answer without a time changes nothing', () => {
  const clock = aClock(new Time());

  clock.observe(NOON, undefined);
  clock.restore(undefined);

  assert.equal(clock.offsetMs, null);
});
