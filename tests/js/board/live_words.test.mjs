import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LiveWords } from '../../../static/js/board/live_words.js';

const AT = new Date('2026-11-25T15:42:07Z');
const MINUTE = 60_000;

function words(zone = 'America/New_York') {
  const frame = { dataset: {} }; const line = {}; const voice = { textContent: '' };
  let now = 0;
  const spoken = new LiveWords({ frame, line, voice, zone, clock: () => now });
  return { spoken, frame, line, voice, pass: (ms) => { now += ms; } };
}

test('fresh figures have the time of the terminal', () => {
  const { spoken, frame, line, voice } = words();

  spoken.tell({ name: 'live', at: AT });

  assert.equal(line.textContent, 'as of 10:42:07');
  assert.equal(frame.dataset.state, 'live');
  assert.equal(voice.textContent, '');
});

test('a zone with a half-hour offset is told right', () => {
  const { spoken, line } = words('Asia/Kolkata');

  spoken.tell({ name: 'live', at: AT });

  assert.equal(line.textContent, 'as of 21:12:07');
});

test('old figures say since when, on screen and aloud', () => {
  const { spoken, frame, line, voice } = words();

  spoken.tell({ name: 'stale', at: AT });

  assert.equal(line.textContent, 'No connection since 10:42:07. The figures are from then.');
  assert.equal(voice.textContent, line.textContent);
  assert.equal(frame.dataset.state, 'stale');
});

test('every state has words', () => {
  for (const name of ['live', 'stale', 'waiting', 'signed-out', 'not-permitted', 'gone']) {
    const { spoken, line } = words();
    spoken.tell({ name, at: AT });
    assert.ok(line.textContent.length > 10, name);
  }
});

test('a connection that is back is said too', () => {
  const { spoken, voice } = words();
  spoken.tell({ name: 'stale', at: AT });

  spoken.tell({ name: 'live', at: AT });

  assert.equal(voice.textContent, 'Live again, as of 10:42:07');
});

test('figures are spoken when they changed, at most once a minute', () => {
  const { spoken, voice, pass } = words();
  spoken.say('  Loaded 1\n of 5. ');
  const first = voice.textContent;
  spoken.say('Loaded 2 of 5.');
  const soon = voice.textContent;
  pass(MINUTE);
  spoken.say('Loaded 3 of 5.');

  assert.deepEqual([first, soon, voice.textContent],
    ['Loaded 1 of 5.', 'Loaded 1 of 5.', 'Loaded 3 of 5.']);
});
