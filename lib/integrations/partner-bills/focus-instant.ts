/**
 * Reads a FOCUS date and time: `2024-09-18 22:00:00`, `2024-09-18T22:00:00Z`, with an offset, or a day alone. Without
 * an offset it is UTC, as FOCUS has it. ISO instant to the second (`2024-09-18T22:00:00Z`), or null.
 */
export function parseFocusInstant(text: string): string | null {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const instant = readInstant(text);
  if (recent.size >= MAX_RECENT) recent.clear();
  recent.set(text, instant);
  return instant;
}

// A month of a cloud bill has some 1,500 different hours over any number of rows.
const recent = new Map<string, string | null>();
const MAX_RECENT = 4096;

const FORM =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?(?: ?(?:Z|UTC)|([+-]\d{2}:?\d{2}))?)?$/;

function readInstant(text: string): string | null {
  if (text.length > 40) return null;
  const [, day, time = '00:00:00', offset = 'Z'] = FORM.exec(text) ?? [];
  if (day === undefined) return null;
  const clock = time.length === 5 ? `${time}:00` : time;
  const local = new Date(`${day}T${clock}Z`);
  // Date rolls 30 February over into March; a day that changes does not exist.
  if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${clock}`)) return null;
  if (local.getUTCFullYear() < 1970 || local.getUTCFullYear() > 2200) return null;
  const minutes = offset === 'Z' ? 0 : offsetMinutes(offset);
  if (minutes === null) return null;
  return `${new Date(local.getTime() - minutes * 60_000).toISOString().slice(0, 19)}Z`;
}

function offsetMinutes(offset: string): number | null {
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
