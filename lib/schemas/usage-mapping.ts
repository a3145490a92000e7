import { z } from 'zod';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { isTimeZone } from '@/lib/domain/period/zone';
import { USAGE_FILE_FORMATS, type UsageMapping } from '@/lib/domain/usage/mapping';
import { isTimeFormat } from '@/lib/domain/usage/read-time';

/** Text that can be stored: no control characters but those between a CSV's cells. */
const text = (max: number) =>
  z
    .string()
    .min(1, 'This is empty.')
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const field = text(200);
const fields = z.array(field).min(1, 'Choose at least one column.').max(10);
const separator = z.string().max(10);

const valueShape = {
  constant: text(500).optional(),
  fields: fields.optional(),
  separator: separator.optional(),
  lookup: text(60).optional(),
};
const saysOne = (value: { constant?: string | undefined; fields?: readonly string[] | undefined }) =>
  (value.constant === undefined) !== (value.fields === undefined);
const ONE = { error: 'Say a constant or columns, one of the two.', params: { code: 'constant_or_fields' } };

const value = z.strictObject(valueShape).refine(saysOne, ONE);

const factor = z
  .string()
  .max(40)
  .refine((given) => (parseDecimal(given) ?? 0n) > 0n, 'A factor is a decimal above 0, as 1000 or 0.001.');

const quantity = z
  .strictObject({
    ...valueShape,
    decimalSeparator: z.enum(['.', ',']).optional(),
    thousandsSeparator: z.enum(['.', ',', ' ', "'"]).optional(),
    multiplyBy: factor.optional(),
    divideBy: factor.optional(),
    inexact: z.enum(['refuse', 'round']).optional(),
  })
  .refine(saysOne, ONE)
  .refine(
    ({ decimalSeparator = '.', thousandsSeparator }) => decimalSeparator !== thousandsSeparator,
    'The decimal and the thousands separator are the same.',
  );

const time = z.strictObject({
  fields,
  separator: separator.optional(),
  format: z
    .string()
    .max(60)
    .refine(isTimeFormat, 'A format is iso, unix, unix_ms, or a pattern as dd.MM.yyyy HH:mm:ss.'),
  timeZone: z.string().max(60).refine(isTimeZone, 'A time zone is named as Europe/Warsaw.').optional(),
  repeatedHour: z.enum(['first', 'second', 'refuse']).optional(),
  skippedHour: z.enum(['forward', 'refuse']).optional(),
});

const attribute = z
  .strictObject({
    ...valueShape,
    name: z
      .string()
      .regex(/^[\p{L}\p{N}_.:-]{1,60}$/u, 'An attribute is named in 1 to 60 letters, digits and _ . : -'),
  })
  .refine(saysOne, ONE);

const lookup = z.strictObject({
  kind: z.enum(['table', 'prefix']),
  entries: z
    .record(z.string().max(200), text(500))
    .refine((entries) => Object.keys(entries).length <= 20_000, 'A lookup has at most 20,000 entries.'),
  otherwise: text(500).optional(),
});

const filter = z
  .strictObject({
    field,
    is: z.array(z.string().max(200)).min(1).max(50).optional(),
    isNot: z.array(z.string().max(200)).min(1).max(50).optional(),
  })
  .refine(
    ({ is, isNot }) => is !== undefined || isNot !== undefined,
    'Say which values to keep or to leave out.',
  );

const shape = z.strictObject({
  csv: z
    .strictObject({
      delimiter: z.enum([',', ';', '\t', '|']).optional(),
      header: z.boolean().optional(),
      columns: z.array(field).min(1).max(500).optional(),
      skipLines: z.number().int().min(0).max(100).optional(),
    })
    .optional(),
  filters: z.array(filter).max(20).optional(),
  source: value,
  id: z.union(
    [
      z.strictObject({ fields, separator: separator.optional() }),
      z.strictObject({ rowHash: z.literal(true) }),
    ],
    'An id is made of columns, or of the whole row.',
  ),
  time,
  subject: value,
  meter: value,
  quantity,
  attributes: z
    .array(attribute)
    .max(32, 'An event has at most 32 attributes.')
    .refine(
      (given) => new Set(given.map(({ name }) => name)).size === given.length,
      'Two attributes have the same name.',
    )
    .optional(),
  lookups: z
    .record(text(60), lookup)
    .refine((given) => Object.keys(given).length <= 20, 'A mapping has at most 20 lookups.')
    .optional(),
});

/** A mapping as it is saved and sent; strict, so that a misspelt word is told and not ignored. */
export const usageMappingSchema = shape as unknown as z.ZodType<UsageMapping, UsageMapping>;

export const usageFileFormat = z.enum(USAGE_FILE_FORMATS);
