import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { Sentence } from '../sentence';

const SYSTEM = '/usr/bin/chromium';

/** The browser to test in: CHROMIUM_PATH, the system's, or Playwright's own (null: it knows where). */
export function findChromium(): string | null {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) return wished;
  return existsSync(SYSTEM) ? SYSTEM : null;
}

/** Installs Debian's Chromium when there is no browser and we may; else says what to do. */
export function ensureChromium(): void {
  const wished = process.env.CHROMIUM_PATH;
  if (wished && !existsSync(wished))
    throw new Sentence(`CHROMIUM_PATH is ${wished}, and there is no such file.`);
  if (findChromium() !== null || existsSync(chromium.executablePath())) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Sentence(WHAT_TO_DO);
  console.log('Installing Chromium (apt-get) …');
  const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'];
  for (const args of [['update'], packages]) {
    const { status, stderr } = spawnSync('apt-get', ['-qq', ...args], {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) throw new Sentence(`apt-get ${args[0]} failed:\n${stderr.trim()}\n${WHAT_TO_DO}`);
  }
}

const WHAT_TO_DO =
  'The browser tests need Chromium. Install it (as root: apt-get install chromium; or: npx playwright install chromium), ' +
  'or set CHROMIUM_PATH.';
