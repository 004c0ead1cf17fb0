// The workflow that publishes, as far as it can be checked without running it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { parse } from 'yaml';

import { root } from './packages.mjs';

const { validateWorkflow } = createRequire(import.meta.url)('@action-validator/core');
const text = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8');
const { jobs } = parse(text);

test('it is a workflow', () => {
  assert.deepEqual(validateWorkflow(text).errors, []);
  assert.notDeepEqual(validateWorkflow(text.replace('runs-on:', 'run-on:')).errors, []);
});

test('it builds an addon for each platform that has a package', () => {
  const { targets } = JSON.parse(readFileSync(join(root, 'scripts/npm/napi.json'), 'utf8'));
  assert.deepEqual(jobs.addon.strategy.matrix.include.map(({ target }) => target).sort(), targets.sort());
});

test('it publishes with provenance', () => {
  assert.equal(jobs.publish.permissions['id-token'], 'write');
  const published = jobs.publish.steps.filter(({ run }) => /npm publish/.test(run));
  assert.equal(published.length, 1);
  assert.match(published[0].run, /npm publish --provenance /);
});

test('what it runs is there', () => {
  const scripts = text.match(/scripts\/[\w./-]+\.\w+/g);
  assert.ok(scripts.length > 3);
  for (const script of scripts) readFileSync(join(root, script));
});
