import {
  DECIMAL_MAX_INTEGER_DIGITS,
  DECIMAL_SCALE,
  type Decimal,
  decimalFromInteger,
  formatDecimal,
  parseDecimal,
} from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';

/**
 * Reads the fields of one JSON object and collects what is wrong, so that one look finds every mistake. Null counts as
 * absent. What was never asked for is unknown, see reportUnknown.
 */
export class FieldReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly json: Readonly<Record<string, unknown>>,
    readonly path: string,
    readonly issues: Issue[],
  ) {}

  text(name: string, required = false): string | undefined {
    const value = this.take(name, required);
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    this.report('invalid_type', name, `${name} is a text that is not empty, not ${shown(value)}.`);
    return undefined;
  }

  oneOf<T extends string>(
    name: string,
    options: readonly T[],
    code: string,
    required = false,
  ): T | undefined {
    const value = this.take(name, required);
    if (value === undefined) return undefined;
    const found = options.find((option) => option === value);
    if (found === undefined) {
      this.report(code, name, `${name} is one of ${options.join(', ')}, not ${shown(value)}.`);
    }
    return found;
  }

  flag(name: string): boolean | undefined {
    const value = this.take(name, false);
    if (value === undefined || typeof value === 'boolean') return value;
    this.report('invalid_type', name, `${name} is true or false, not ${shown(value)}.`);
    return undefined;
  }

  /** A decimal not below zero, and above it with `positive`. */
  decimal(name: string, { required = false, positive = false } = {}): Decimal | undefined {
    const value = this.take(name, required);
    if (value === undefined) return undefined;
    const parsed = readDecimal(value, this.pathOf(name), this.issues);
    if (parsed === null) return undefined;
    if (parsed < 0n || (positive && parsed === 0n)) {
      const bound = positive ? 'above zero' : 'not below zero';
      this.report(
        positive ? 'not_positive' : 'negative',
        name,
        `${name} is ${bound}, and ${formatDecimal(parsed)} is not.`,
      );
      return undefined;
    }
    return parsed;
  }

  /** The object in a field, for a reader of its own. */
  object(name: string, required = false): FieldReader | undefined {
    const value = this.take(name, required);
    if (value === undefined) return undefined;
    if (isObject(value)) return new FieldReader(value, this.pathOf(name), this.issues);
    this.report('invalid_type', name, `${name} is an object, not ${shown(value)}.`);
    return undefined;
  }

  list(name: string, required = false): readonly unknown[] | undefined {
    const value = this.take(name, required);
    if (value === undefined || Array.isArray(value)) return value;
    this.report('invalid_type', name, `${name} is a list, not ${shown(value)}.`);
    return undefined;
  }

  /** The names of all fields, each of which then counts as known. */
  names(): string[] {
    const names = Object.keys(this.json);
    for (const name of names) this.known.add(name);
    return names;
  }

  reportUnknown(what: string): void {
    for (const name of Object.keys(this.json)) {
      if (this.known.has(name) || this.json[name] === null) continue;
      this.report(
        'unknown_field',
        name,
        `${what} has no field ${name}. It may have: ${[...this.known].join(', ')}.`,
      );
    }
  }

  report(code: string, name: string, message: string): void {
    this.issues.push(errorIssue(code, this.pathOf(name), message));
  }

  pathOf(name: string): string {
    return name === '' ? this.path : joinPath(this.path, name);
  }

  private take(name: string, required: boolean): unknown {
    this.known.add(name);
    const value = Object.hasOwn(this.json, name) ? this.json[name] : undefined;
    if (value !== undefined && value !== null) return value;
    if (required) this.report('required', name, `${name} is missing.`);
    return undefined;
  }
}

/**
 * A decimal given as text, or as a whole JSON number that lost nothing (up to 2⁵³). Null, with an issue, for anything else:
 * a JSON number with a fraction has been through binary floating point before anyone could read it.
 */
export function readDecimal(value: unknown, path: string, issues: Issue[]): Decimal | null {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return decimalFromInteger(value);
    issues.push(
      errorIssue('inexact_number', path, `Write ${value} as text, "${value}": a JSON number is not exact.`),
    );
    return null;
  }
  if (typeof value !== 'string') {
    issues.push(
      errorIssue('invalid_type', path, `A decimal is written as text, like "12.50", not as ${shown(value)}.`),
    );
    return null;
  }
  const parsed = parseDecimal(value);
  if (parsed === null) issues.push(errorIssue('invalid_decimal', path, decimalMessage(value)));
  return parsed;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function joinPath(path: string, name: string | number): string {
  return path === '' ? String(name) : `${path}.${name}`;
}

function decimalMessage(text: string): string {
  const looksNumeric = /^-?\d+(\.\d+)?$/.test(text);
  const bounds = `at most ${DECIMAL_MAX_INTEGER_DIGITS} digits before the point and ${DECIMAL_SCALE} after it`;
  return looksNumeric
    ? `${shown(text)} is too long: a decimal has ${bounds}.`
    : `${shown(text)} is not a decimal number like "12.50" (a point, no spaces, ${bounds}).`;
}

/** A value as an error message may repeat it: JSON, cut short. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
