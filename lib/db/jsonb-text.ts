type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/**
 * The text PostgreSQL gives of the same value stored as jsonb: keys by length and then by bytes, one blank after each colon and
 * comma. So a hash over it can be recomputed from the stored row. Numbers must be integers; undefined fields are left out.
 * Example: { legalName: 'B', name: 'A' } is `{"name": "A", "legalName": "B"}`.
 */
export function jsonbText(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  if (isList(value)) return `[${value.map(jsonbText).join(', ')}]`;
  const fields: string[] = [];
  for (const key of inOrder(Object.keys(value))) {
    const field = value[key];
    if (field !== undefined) fields.push(`${JSON.stringify(key)}: ${jsonbText(field)}`);
  }
  return `{${fields.join(', ')}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);

// Objects of one kind have the same keys, so their order is worked out once. The bound is for keys that are data.
const orders = new Map<string, readonly string[]>();
const ORDERS_MAX = 1000;

function inOrder(keys: readonly string[]): readonly string[] {
  // Fewer have only one order; and no key, and the empty key, would be spelled alike below.
  if (keys.length < 2) return keys;
  const shape = keys.join('\0');
  const known = orders.get(shape);
  if (known) return known;
  const order = [...keys].sort(byLengthThenBytes);
  if (orders.size < ORDERS_MAX) orders.set(shape, order);
  return order;
}

function byLengthThenBytes(a: string, b: string): number {
  return Buffer.byteLength(a) - Buffer.byteLength(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}
