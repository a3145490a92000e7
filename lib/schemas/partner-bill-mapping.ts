import { z } from 'zod';
import type { CsvBillMapping } from '@/lib/domain/billing/partner-bill/csv-mapping';
import { parseDecimal } from '@/lib/domain/money/decimal';
import { isTimeZone } from '@/lib/domain/period/zone';
import { isTimeFormat } from '@/lib/domain/usage/read-time';

/** Text that can be stored: no control characters. */
const text = (max: number) =>
  z
    .string()
    .min(1, 'This is empty.')
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const field = text(200);
const fields = z.array(field).min(1, 'Choose a column.').max(10);
const separator = z.string().max(10);
const category = z.enum(['usage', 'purchase', 'tax', 'credit', 'adjustment']);

const words = <Word extends z.ZodType>(word: Word) =>
  z
    .record(z.string().max(200), word)
    .refine((given) => Object.keys(given).length <= 2_000, 'At most 2,000 texts are said in other words.');

const textShape = {
  constant: text(500).optional(),
  fields: fields.optional(),
  separator: separator.optional(),
};
const saysOne = (value: { constant?: string | undefined; fields?: readonly string[] | undefined }) =>
  (value.constant === undefined) !== (value.fields === undefined);
const ONE = { error: 'Say a constant or columns, one of the two.', params: { code: 'constant_or_fields' } };

const value = z.strictObject({ ...textShape, values: words(text(500)).optional() }).refine(saysOne, ONE);

const numberShape = {
  fields,
  decimalSeparator: z.enum(['.', ',']).optional(),
  thousandsSeparator: z.enum(['.', ',', ' ', "'"]).optional(),
  divideBy: z
    .string()
    .max(40)
    .refine((given) => (parseDecimal(given) ?? 0n) > 0n, 'A divisor is a decimal above 0, as 100.')
    .optional(),
};
const apart = ({
  decimalSeparator = '.',
  thousandsSeparator,
}: {
  decimalSeparator?: string | undefined;
  thousandsSeparator?: string | undefined;
}) => decimalSeparator !== thousandsSeparator;
const APART = 'The decimal and the thousands separator are the same.';

const time = z.strictObject({
  fields,
  separator: separator.optional(),
  format: z
    .string()
    .max(60)
    .refine(isTimeFormat, 'A format is iso, unix, unix_ms, or a pattern as dd.MM.yyyy.'),
});

const shape = z
  .strictObject({
    csv: z
      .strictObject({
        delimiter: z.enum([',', ';', '\t', '|']).optional(),
        header: z.boolean().optional(),
        columns: z.array(field).min(1).max(500).optional(),
        skipLines: z.int().min(0).max(100).optional(),
        encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le', 'utf-16be']).optional(),
      })
      .optional(),
    skip: z
      .array(
        z
          .strictObject({
            field,
            is: z.array(z.string().max(200)).max(50).optional(),
            startsWith: z.array(text(200)).max(50).optional(),
          })
          .refine(({ is = [], startsWith = [] }) => is.length + startsWith.length > 0, 'Say which rows.'),
      )
      .max(20)
      .optional(),
    account: value.optional(),
    payer: value.optional(),
    accountName: value.optional(),
    service: value,
    category: value.optional(),
    chargeCategory: z
      .strictObject({ ...textShape, values: words(category).optional(), otherwise: category.optional() })
      .refine(saysOne, ONE)
      .optional(),
    description: value.optional(),
    quantity: z.strictObject(numberShape).refine(apart, APART).optional(),
    unit: value.optional(),
    currency: value,
    amount: z
      .strictObject({
        ...numberShape,
        sign: z.enum(['as_written', 'reversed']).optional(),
        creditWhen: z.strictObject({ field, is: z.array(text(200)).min(1).max(20) }).optional(),
      })
      .refine(apart, APART),
    period: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cycle') }),
      z.strictObject({
        kind: z.literal('columns'),
        from: time,
        to: time.optional(),
        toIsLastDay: z.boolean().optional(),
        timeZone: z.string().max(60).refine(isTimeZone, 'A time zone is named as Europe/Warsaw.').optional(),
      }),
    ]),
    lineId: z.strictObject({ fields, separator: separator.optional() }).optional(),
    taxCode: value.optional(),
  })
  .refine(({ account, payer }) => account !== undefined || payer !== undefined, {
    error: 'Say which column has the account that is charged, or the one that pays.',
    path: ['account'],
  });

/** A mapping as it is saved and sent; strict, so that a misspelt word is told and not ignored. */
export const csvBillMappingSchema = shape as unknown as z.ZodType<CsvBillMapping, CsvBillMapping>;
