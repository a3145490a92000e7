/** One row in COPY's text format. Null is null; jsonb comes as text already. */
export function copyRow(values: readonly CopyValue[]): string {
  // Joined, not concatenated: a million ropes are slow to flatten.
  const fields = new Array<string>(values.length);
  for (let index = 0; index < values.length; index += 1) fields[index] = copyField(values[index]!);
  return fields.join('\t');
}

export type CopyValue = string | number | bigint | boolean | Buffer | null;

function copyField(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (Buffer.isBuffer(value)) return bytesField(value);
  return String(value);
}

/** A text as a field: what COPY would read as its own is escaped. */
export function escaped(value: string): string {
  return NEEDS_ESCAPE.test(value) ? value.replace(ESCAPED, escapeCharacter) : value;
}

/** Two backslashes: COPY takes one off, and bytea reads `\x` and hexadecimal. */
const bytesField = (bytes: Buffer): string => `\\\\x${bytes.toString('hex')}`;

const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPED = /[\\\t\n\r]/g;
const NAMES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escapeCharacter = (character: string) => NAMES[character]!;
