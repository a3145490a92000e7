import { invalid } from '@/lib/errors';

/** Part of an address, so it stays plain: lower-case letters, digits and single hyphens. Fails: `invalid_slug`. */
export function requireSlug(slug: string): void {
  if (slug.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) return;
  const message = 'A short name has 1 to 60 lower-case letters, digits and single hyphens.';
  throw invalid('invalid_slug', 'slug', message);
}
