import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asVin, normalised, SuffixIndex } from '../../static/js/field/suffix_entry.js';

const VALUES = { A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, J: 1, K: 2, L: 3, M: 4, N: 5, P: 7, R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 };
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const LETTERS = [...'ABCDEFGHJKLMNPRSTUVWXYZ0123456789'];

/** ISO 3779: the check digit of North American numbers, at the ninth place. */
function withCheckDigit(vin) {
  const sum = [...vin].reduce((total, character, place) => total + (VALUES[character] ?? Number(character)) * WEIGHTS[place], 0);
  const digit = sum % 11 === 10 ? 'X' : String(sum % 11);
  return vin.slice(0, 8) + digit + vin.slice(9);
}

function randomness(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A made-up voyage as car makers fill it: few models, serial numbers in clusters. */
function aVoyage(count, seed) {
  const random = randomness(seed);
  const models = Array.from({ length: 8 }, () => ({
    head: ['WBA', 'WDD', 'KNA', 'KMH', 'JTD'][random(5)] + Array.from({ length: 5 }, () => LETTERS[random(33)]).join(''),
    plant: 'RST'[random(3)] + 'ABCKU0123'[random(9)],
    base: random(10 ** 6),
  }));
  const vins = new Set();
  while (vins.size < count) {
    const { head, plant, base } = models[vins.size % models.length];
    const serial = String((base + random(4000)) % 10 ** 6).padStart(6, '0');
    vins.add(withCheckDigit(`${head}0${plant}${serial}`));
  }
  const all = [...vins];
  return all.map((vin) => [random(1e9), vin]).sort(([one], [other]) => one - other).map(([, vin]) => vin);
}

/** What a slip of one digit makes of the last characters. */
function * slipsOf(tail, first = 0) {
  for (let place = first; place < tail.length; place += 1) {
    if (!/\d/.test(tail[place])) continue;
    for (const digit of '0123456789') {
      if (digit !== tail[place]) yield tail.slice(0, place) + digit + tail.slice(place + 1);
    }
  }
}

/** Whether typing this picks a unit without anybody choosing among several. */
function picks(index, tail) {
  const { matchCount, identifiers } = index.find(tail, 2);
  return matchCount === 1 && index.isSure(tail, identifiers[0]);
}

/**
 * Of slips of one digit, how many pick a listed neighbour, measured in ten voyages at six characters.
 * Serial numbers of one model stand that close: only the check digit tells them apart, so a card is
 * shown, and nothing is ever counted by typing alone.
 */
const SLIPS_MEASURED = new Map([[1500, 0.025], [5000, 0.088]]);

for (const [count, slipShare] of SLIPS_MEASURED) {
  test(`of ${count} units, a unit that is not listed is taken for another in under 0.6 % at the length that picks`, () => {
    let falseCount = 0;
    let overCount = 0;
    for (let seed = 1; seed <= 5; seed += 1) {
      const voyage = aVoyage(count + 400, seed);
      const index = new SuffixIndex(voyage.slice(0, count));
      for (const over of voyage.slice(count)) {
        overCount += 1;
        // A clerk types on until the app is sure, or has the answer "not on the list".
        const lengths = Array.from({ length: 15 }, (_, place) => place + 3);
        const answered = lengths.find((length) => index.find(over.slice(-length), 1).matchCount === 0 || picks(index, over.slice(-length)));
        if (picks(index, over.slice(-answered))) falseCount += 1;
      }
    }
    const share = falseCount / overCount;
    assert.ok(share <= 0.006, `${falseCount} of ${overCount}: ${(share * 100).toFixed(2)} %`);
  });

  test(`of ${count} units, a slip of a digit picks another no more often than ${slipShare * 100} %`, () => {
    let falseCount = 0;
    let slipCount = 0;
    for (let seed = 1; seed <= 3; seed += 1) {
      const voyage = aVoyage(count, seed);
      const index = new SuffixIndex(voyage);
      for (const vin of voyage.slice(0, 300)) {
        const length = Array.from({ length: 17 }, (_, place) => place + 3).find((typed) => picks(index, vin.slice(-typed)));
        for (const slip of slipsOf(vin.slice(-length))) {
          slipCount += 1;
          if (picks(index, slip)) falseCount += 1;
        }
      }
    }
    assert.ok(falseCount / slipCount <= slipShare, `${falseCount} of ${slipCount}`);
  });

  test(`of ${count} units, no slip of a digit in the last nine characters picks another`, () => {
    const voyage = aVoyage(count, 11);
    const index = new SuffixIndex(voyage);

    for (const vin of voyage.slice(0, 300)) {
      for (const slip of slipsOf(vin.slice(-9), 1)) assert.equal(index.find(slip, 1).matchCount, 0, `${vin} as ${slip}`);
    }
  });
}

test('a voyage of over 3,000 units never picks by fewer than six characters', () => {
  const voyage = aVoyage(5000, 3);
  const index = new SuffixIndex(voyage);

  assert.ok(voyage.every((vin) => [3, 4, 5].every((length) => !picks(index, vin.slice(-length)))));
});

test('a card that a slip of one digit would have brought up too says so', () => {
  const index = new SuffixIndex(['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000211', 'WVWZZZ1JZXW000171', 'WVWZZZ1JZXW555555']);

  assert.equal(index.lookAlikes('00111'), 2);
  assert.equal(index.lookAlikes('55555'), 0);
});

test('two characters more than tell a unit from all others pick it', () => {
  const index = new SuffixIndex(['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000211', 'WVWZZZ1JZXW000333']);

  assert.equal(index.uniqueTail('WVWZZZ1JZXW000111'), 3);
  assert.equal(picks(index, '0111'), false);
  assert.equal(picks(index, '00111'), true);
});

test('all that end the same are found, and no more shown than asked', () => {
  const index = new SuffixIndex(['AB1', 'CB1', 'DB2', 'DB2']);

  assert.equal(index.size, 3);
  assert.deepEqual(index.find('B1', 1), { matchCount: 2, identifiers: ['AB1'] });
  assert.deepEqual(index.find('B3', 9), { matchCount: 0, identifiers: [] });
});

test('a number that is the end of another is told from it only whole', () => {
  const index = new SuffixIndex(['123', '99123']);

  assert.equal(index.uniqueTail('123'), 3);
  assert.equal(index.find('123', 9).matchCount, 2);
});

test('what is typed is read as the list writes it', () => {
  assert.equal(normalised(' wvw zzz-1j.z/xw '), 'WVWZZZ-1JZXW');
  assert.equal(asVin('IOQ1'), '1001');
});

test('a letter that looks like a digit is found as the digit, and spelled as the list has it', () => {
  const index = new SuffixIndex(['YNDZZZ4KZTN1O1324', 'WBA0000000000QI99']);

  assert.deepEqual(index.find('101324', 9).identifiers, ['YNDZZZ4KZTN1O1324']);
  assert.deepEqual(index.find('1O1324', 9).identifiers, ['YNDZZZ4KZTN1O1324']);
  assert.deepEqual(index.find('O199', 9).identifiers, ['WBA0000000000QI99']);
});

test('two numbers that read the same are told apart by nothing that is typed', () => {
  const twins = ['WVWZZZ1JZXW0O0111', 'WVWZZZ1JZXW000111'];
  const index = new SuffixIndex([...twins, 'WVWZZZ1JZXW000222']);

  assert.equal(index.find('000111', 9).matchCount, 2);
  assert.deepEqual(twins.map((twin) => index.uniqueTail(twin)), [17, 17]);
  assert.equal(index.isSure('O00111', twins[1]), false);
});

test('look-alikes are counted by how numbers read', () => {
  const index = new SuffixIndex(['WVWZZZ1JZXW0001O1', 'WVWZZZ1JZXW0001Q1', 'WVWZZZ1JZXW000121']);

  assert.equal(index.lookAlikes('001O1'), 1);
  assert.equal(index.lookAlikes('00121'), 2);
});
