import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paintOf } from '../../../static/js/field/views/paint.js';

const [WHITE, SILVER, GREY, BLACK] = ['Arctic white', 'Silber', 'Gris', 'Noir'].map(paintOf);
const [NAVY, BLUE, RED, ORANGE] = ['Navy', 'Azul', 'Rosso', 'Naranja'].map(paintOf);

test('every colour has a paint of its own', () => {
  const paints = [WHITE, SILVER, GREY, BLACK, NAVY, BLUE, RED, ORANGE];

  assert.ok(paints.every((paint) => /^#[0-9a-f]{6}$/.test(paint)));
  assert.equal(new Set(paints).size, paints.length);
});

test('the last colour word decides, since the words before it only shade', () => {
  assert.equal(paintOf('Deep Black Pearl Effect'), BLACK);
  assert.equal(paintOf('Sandstone grey'), GREY);
  assert.equal(paintOf('Silver grey metallic'), GREY);
  assert.equal(paintOf('Gold white'), WHITE);
});

test('dark blue is not just blue', () => {
  assert.equal(paintOf('DARK BLUE'), NAVY);
  assert.equal(paintOf('Race blue'), BLUE);
});

test('manifests write colours in several languages', () => {
  assert.equal(paintOf('schwarz'), BLACK);
  assert.equal(paintOf('weiß'), WHITE);
  assert.equal(paintOf('rouge'), RED);
});

test('a word inside another word is no colour', () => {
  assert.equal(paintOf('Rotterdam'), '');
  assert.equal(paintOf('Carrot orange'), ORANGE);
});

test('a code or a word nobody knows shows no paint rather than a wrong one', () => {
  for (const unknown of ['LY9T', 'Pearl', '', 'metallic']) assert.equal(paintOf(unknown), '');
});
