// Only Node's built-ins here: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');

/** Stops with a sentence on a Node that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `Tributary needs Node 20.19 or newer; this is Node ${process.versions.node} (${process.execPath}).`,
  );
  process.exit(1);
}

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json says; false, with the reason shown, if it fails. */
export function installPackages() {
  if (isInstalled()) return true;
  console.error('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) return true;
  console.error(
    `npm ci failed: the packages could not be installed.\n${error?.message ?? `${stdout}${stderr}`.trim()}`,
  );
  return false;
}

/** npm writes its hidden lockfile last, so an install that was cut short does not count. */
function isInstalled() {
  const hidden = path.join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = readLock(hidden);
  return Object.entries(readLock(path.join(ROOT, 'package-lock.json'))).every(([name, wanted]) => {
    if (name === '') return true;
    const found = installed[name];
    return found === undefined ? Boolean(wanted.optional || wanted.peer) : found.version === wanted.version;
  });
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
