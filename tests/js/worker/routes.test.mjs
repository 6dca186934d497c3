import assert from 'node:assert/strict';
import { test } from 'node:test';

import { keptAnswerTo } from '../../../static/js/field/worker/routes.js';
import { ASSETS, ORIGIN } from './fake_site.mjs';

const SITE = { origin: ORIGIN, shell: '/field/', assets: new Set(ASSETS) };
const ask = (path, more) => keptAnswerTo({ url: ORIGIN + path, method: 'GET', mode: 'navigate', ...more }, SITE);
const file = (path, more) => ask(path, { mode: 'cors', ...more });

test('every page of the app is the shell', () => {
  assert.equal(ask('/field/'), '/field/');
  assert.equal(ask('/field/?from=home#top'), '/field/');
  assert.equal(ask('/field/anything/below'), '/field/');
});

test('pages outside of the app are never answered', () => {
  for (const path of ['/', '/admin/', '/admin/login/', '/login/', '/field', '/fields/', '/calls/A1/']) {
    assert.equal(ask(path), null, path);
  }
});

test('the API and the registration are never answered, not even as pages', () => {
  for (const path of ['/field/api/v1/session', '/field/api/', '/field/sw.js', '/field/app.webmanifest']) {
    assert.equal(ask(path), null, path);
    assert.equal(file(path), null, path);
  }
});

test('files of this build are answered, all others are the network\'s', () => {
  assert.equal(file(ASSETS[0]), ASSETS[0]);
  assert.equal(file('/static/js/field/main.0000.js'), null);
  assert.equal(file('/static/admin/css/base.css'), null);
});

test('only reading is answered', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
    assert.equal(ask('/field/', { method }), null, method);
  }
});

test('other sites are never answered', () => {
  const url = `https://elsewhere.example${ASSETS[0]}`;

  assert.equal(keptAnswerTo({ url, method: 'GET', mode: 'cors' }, SITE), null);
});
