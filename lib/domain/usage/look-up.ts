import type { Lookup } from '@/lib/domain/usage/mapping';

/** Answers the value's entry, what the lookup says otherwise, or null. */
export type LookUp = (value: string) => string | null;

/**
 * Makes a lookup. Of prefixes the longest that fits wins, in as many steps as the longest entry has digits:
 * with 1 → US and 1242 → BS, "+1 242 555" is BS and "0012025550" is US.
 */
export function compileLookup({ kind, entries, otherwise }: Lookup): LookUp {
  const fallback = otherwise ?? null;
  if (kind === 'table') {
    const table = new Map(Object.entries(entries));
    return (value) => table.get(value) ?? table.get(value.trim()) ?? fallback;
  }
  const prefixes = new Map(Object.entries(entries).map(([prefix, value]) => [digitsOf(prefix), value]));
  const longest = Math.max(0, ...[...prefixes.keys()].map((prefix) => prefix.length));
  return (value) => {
    const digits = digitsOf(value);
    for (let length = Math.min(longest, digits.length); length > 0; length -= 1) {
      const found = prefixes.get(digits.slice(0, length));
      if (found !== undefined) return found;
    }
    return prefixes.get('') ?? fallback;
  };
}

/** A number as it is dialled from everywhere: without + or 00, blanks, brackets and hyphens. */
const digitsOf = (number: string): string => number.replace(/[\s()./-]/g, '').replace(/^(\+|00)/, '');
