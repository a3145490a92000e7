import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { Sentence } from '../sentence';

/** The browser without its window, which Playwright's own is too: a page takes a third less of a core. */
const SYSTEM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** The browser to test in: CHROMIUM_PATH, the system's, or Playwright's own (null: it knows where). */
export function findChromium(): string | null {
  const wished = process.env.CHROMIUM_PATH;
  if (wished) return wished;
  return SYSTEM.find(existsSync) ?? null;
}

/** Installs Debian's Chromium when there is no browser and we may; else says what to do. */
export async function ensureChromium(): Promise<void> {
  const wished = process.env.CHROMIUM_PATH;
  if (wished && !existsSync(wished))
    throw new Sentence(`CHROMIUM_PATH is ${wished}, and there is no such file.`);
  if (findChromium() !== null || existsSync(chromium.executablePath())) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Sentence(WHAT_TO_DO);
  console.log('Installing Chromium (apt-get) …');
  await aptGet('update');
  // Older releases have it in one piece only.
  await install('chromium-headless-shell').catch(() => install('chromium'));
}

const install = (browser: string): Promise<void> =>
  aptGet('install', '-y', '--no-install-recommends', browser, 'fonts-liberation');

async function aptGet(...args: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await promisify(execFile)('apt-get', ['-qq', ...args], { env }).catch((error: { stderr?: string }) => {
    const said = error.stderr?.trim() || String(error);
    throw new Sentence(`apt-get ${args[0]} failed:\n${said}\n${WHAT_TO_DO}`);
  });
}

const WHAT_TO_DO =
  'The browser tests need Chromium. Install it (as root: apt-get install chromium-headless-shell; or: npx playwright install chromium), ' +
  'or set CHROMIUM_PATH.';
