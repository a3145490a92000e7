import { MINIMUM_VERSIONS } from './minimum-versions';

type Locked = Record<string, { version?: string }>;

/**
 * The packages of a lockfile, nested ones too, that are older than their first safe version, a line for each.
 * A prerelease counts as older than its release: `16.3.3-canary.1` may lack the fix.
 */
export function findUnsafe(packages: Locked, minimums = MINIMUM_VERSIONS): string[] {
  return Object.entries(packages).flatMap(([location, { version }]) => {
    const name = location.slice(location.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const minimum = Object.hasOwn(minimums, name) ? minimums[name] : undefined;
    if (location === '' || version === undefined || minimum === undefined) return [];
    if (!isOlder(version, minimum.from)) return [];
    return [`${name} ${version} is older than ${minimum.from} (${minimum.because})`];
  });
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [parts(version), parts(than)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return version.includes('-') && !than.includes('-');
}

function parts(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? '').split('.').map(Number);
}
