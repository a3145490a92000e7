type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * The text PostgreSQL gives of the same value stored as jsonb: keys by length and then by bytes, one blank after each colon and
 * comma. So a hash over it can be recomputed from the stored row. Numbers must be integers; undefined fields are left out.
 * Example: { legalName: 'B', name: 'A' } is `{"name": "A", "legalName": "B"}`.
 */
export function jsonbText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (isList(value)) return `[${value.map(jsonbText).join(', ')}]`;
  const fields = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort(byLengthThenBytes)
    .map((key) => `${JSON.stringify(key)}: ${jsonbText(value[key])}`);
  return `{${fields.join(', ')}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

function byLengthThenBytes(a: string, b: string): number {
  return Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}
