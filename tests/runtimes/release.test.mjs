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
const { jobs, permissions } = parse(text);

test('it is a workflow', () => {
  assert.deepEqual(validateWorkflow(text).errors, []);
  assert.notDeepEqual(validateWorkflow(text.replace('runs-on:', 'run-on:')).errors, []);
});

test('it builds an addon for each platform that has a package', () => {
  const { targets } = JSON.parse(readFileSync(join(root, 'scripts/npm/napi.json'), 'utf8'));
  assert.deepEqual(jobs.addon.strategy.matrix.include.map(({ target }) => target).sort(), targets.sort());
});

test('pins each action by commit, and names its version', () => {
  const uses = text.match(/\buses:.*/g);
  assert.ok(uses.length > 3);
  for (const use of uses) assert.match(use, /^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test('publishes with provenance, and with no stored token', () => {
  assert.deepEqual(jobs.publish.permissions, { 'id-token': 'write' });
  assert.doesNotMatch(text, /\bsecrets\b|TOKEN:/);
  const [{ run }] = jobs.publish.steps.filter((step) => step.run);
  assert.match(run, /npm publish --provenance /);
});

test('grants each job no more than it needs', () => {
  const { publish, ...others } = jobs;
  assert.deepEqual(permissions, {});
  for (const job of Object.values(others)) assert.deepEqual(job.permissions, { contents: 'read' });
});

test('publishes what other jobs tested and packed, and runs nothing of the repository', () => {
  const { needs, steps } = jobs.publish;
  assert.deepEqual(needs, ['test', 'pack']);
  assert.deepEqual(steps.flatMap(({ uses }) => uses?.split('@')[0] ?? []), ['actions/setup-node', 'actions/download-artifact']);
  assert.equal(steps.filter(({ run }) => run).length, 1);
  assert.doesNotMatch(JSON.stringify(jobs.publish), /npx|npm (?!publish )|scripts\/|cargo|node -/);
  for (const suites of ['', ' runtimes functions page load fuzz']) {
    assert.ok(jobs.test.steps.some(({ run }) => run === `npx --yes rust-just test${suites}`));
  }
});

test('fails where the advisories cannot be read', () => {
  const [{ env }] = jobs.test.steps.filter(({ run }) => run === 'npx --yes rust-just check-supply');
  assert.deepEqual(env, { REQUIRE_ADVISORIES: 1 });
});

test('what it runs is there', () => {
  const scripts = text.match(/scripts\/[\w./-]+\.\w+/g);
  assert.ok(scripts.length > 3);
  for (const script of scripts) readFileSync(join(root, script));
});
