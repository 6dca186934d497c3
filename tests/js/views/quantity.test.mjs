import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFarBeyond, quantityOf } from '../../../static/js/field/views/quantity_sheet.js';

test('tonnes become whole kilograms, whichever sign stands for the decimal', () => {
  assert.equal(quantityOf('24.35', 't'), 24_350);
  assert.equal(quantityOf('24,35', 't'), 24_350);
  assert.equal(quantityOf('0.001', 't'), 1);
});

test('no kilogram is lost to binary fractions', () => {
  for (const [text, weightKg] of [['1.005', 1005], ['4.035', 4035], ['999999.999', 999_999_999]]) {
    assert.equal(quantityOf(text, 't'), weightKg);
  }
});

test('spaces only group digits', () => {
  assert.equal(quantityOf(' 24 350 ', 'kg'), 24_350);
  assert.equal(quantityOf('1\u202f200', 'units'), 1200);
});

test('kilograms and pieces are whole', () => {
  assert.equal(quantityOf('24.5', 'kg'), null);
  assert.equal(quantityOf('1,5', 'units'), null);
});

test('nothing is no quantity', () => {
  for (const text of ['', '0', '0.000', '-5', '1e3', '0x10', '1.2345', 'x1', '1,2,3', '.5']) {
    assert.equal(quantityOf(text, 't'), null, text);
  }
});

test('what the ledger cannot hold is no quantity', () => {
  assert.equal(quantityOf('999999999', 'kg'), 999_999_999);
  assert.equal(quantityOf('1000000000', 'kg'), null);
  assert.equal(quantityOf('9999', 'units'), 9999);
  assert.equal(quantityOf('10000', 'units'), null);
});

test('tonnes typed for kilograms are asked about, a line that runs over a little is not', () => {
  const line = { counted: 108_000, beyond: 0, expected: 240_000 };

  assert.equal(isFarBeyond(12_000_000, line), true);
  assert.equal(isFarBeyond(140_000, line), false);
  assert.equal(isFarBeyond(5, { counted: 0, beyond: 0, expected: 0 }), false);
});
