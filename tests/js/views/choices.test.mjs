import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byPort } from '../../../static/js/field/views/count_lines.js';
import { asPrinted } from '../../../static/js/field/views/enrol_form.js';
import { waysOf } from '../../../static/js/field/views/way_tabs.js';

const line = (mode, direction = 'LOAD') => ({ mode, direction });
const waysFor = (lines, unitCount = 900) =>
  waysOf({ cargo: { lines, unitCount }, chosen: { direction: 'LOAD' } }).map(({ way }) => way);

test('a ship with nothing but cars has one way of counting', () => {
  assert.deepEqual(waysFor([]), ['units']);
});

test('pieces and bulk are offered in the direction that has them', () => {
  assert.deepEqual(waysFor([line('COUNTED'), line('BULK', 'DISCHARGE')]), ['units', 'pieces']);
});

test('a ship without numbered cargo begins with what it has, and cars can still be typed', () => {
  assert.deepEqual(waysFor([line('BULK'), line('COUNTED')], 0), ['pieces', 'bulk', 'units']);
});

test('lines stand under their port, ports as they first come', () => {
  const lines = [{ portName: 'Zeebrugge' }, { portName: '', port: 'DEBRV' }, { portName: 'Zeebrugge' }, { portName: '', port: '' }];

  assert.deepEqual(byPort(lines).map(([port, ofPort]) => [port, ofPort.length]),
    [['Zeebrugge', 2], ['DEBRV', 1], ['No port', 1]]);
});

test('a code is shown as the office prints it, however it was typed', () => {
  for (const typed of ['7kq4m2xp', '7KQ4-M2XP', ' 7kq4 m2xp ', '7KQ4–M2XP']) assert.equal(asPrinted(typed), '7KQ4-M2XP');
  assert.equal(asPrinted('7kq'), '7KQ');
  assert.equal(asPrinted('7kq4m2xp9999'), '7KQ4-M2XP');
});
