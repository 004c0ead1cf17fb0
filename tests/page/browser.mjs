// A browser for tests of pages.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium } from 'playwright-core';

/** Debian's Chromium, or another one by that name, with more flags where there are any. */
export function launchBrowser(...given) {
  const executablePath = process.env.PATH.split(delimiter)
    .map((folder) => join(folder, 'chromium'))
    .find(existsSync);
  if (executablePath === undefined) throw new Error('no chromium on PATH; run the tests through `npx --yes rust-just`');
  const flags = ['headless', 'no-sandbox', 'disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking'];
  const more = ['disable-component-update', 'disable-sync', ...given];
  return chromium.launch({ executablePath, args: [...flags, ...more].map((flag) => `--${flag}`) });
}
