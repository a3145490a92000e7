import type { Audience } from '@/lib/domain/access/actor';

/** The proxy writes the page's own path here, because a layout cannot see it. */
export const pathHeader = 'x-tributary-path';

export const homeOf = (audience: Audience): string => `/${audience}`;

/** Where to go after signing in: a path of our own, or null. "//host", "/\host" and addresses are not ours. */
export function ownPath(path: string | null | undefined): string | null {
  if (!path || path.length > 2_000 || !/^\/(?![/\\])/.test(path)) return null;
  // A browser drops tabs and line breaks before it reads an address: "/\t/host" is "//host" to it.
  for (const character of path) if (character < ' ' || character === '\\') return null;
  return path;
}

/** The front door sends everyone on to their portal, or to `path` when it lies in it. */
export const frontDoor = (path: string | null): string => (path ? `/?next=${encodeURIComponent(path)}` : '/');
