import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Credit notes';
const amount = z.string().describe('Decimal text in major units, with the currency’s own decimals.');
const wantedAmount = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'a decimal number')
  .describe('Net, decimal text in major units, with the sign of the line.');
const party = z.string().describe('Short name of the party.');
const kind = z.enum(['correction', 'goodwill', 'dispute']);

const summaryBody = z.object({
  id: z.uuid(),
  number: z.string(),
  kind,
  reason: z.string(),
  bill: z.object({ id: z.uuid(), number: z.string() }),
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  dispute: z.uuid().nullable(),
  issuedOn: z.iso.date(),
  currency: z.string(),
  net: amount,
  tax: amount,
  total: amount,
  freed: amount.describe('Of the total, what was paid already and became the account’s credit.'),
});

const creditNoteBody = summaryBody.extend({
  contentHash: z.string().describe('SHA-256 of the issued document, in hex.'),
  lines: z.array(
    z.object({
      lineId: z.uuid(),
      supplier: z.string(),
      kind: z.string(),
      description: z.string(),
      period: z.object({ from: z.iso.date(), to: z.iso.date() }),
      billed: amount,
      amount,
    }),
  ),
  taxes: z.array(
    z.object({
      seller: party,
      category: z.string().describe('UNCL5305.'),
      ratePercent: z.string(),
      base: amount,
      amount,
      reason: z.string().nullable(),
    }),
  ),
  documents: z
    .array(
      z.object({
        seller: party,
        number: z.string(),
        typeCode: z.string().describe('UNTDID 1001: 381.'),
        corrects: z
          .object({ number: z.string(), issuedOn: z.iso.date() })
          .describe('The invoice before it (EN 16931 BT-25, BT-26).'),
        net: amount,
        tax: amount,
        total: amount,
      }),
    )
    .describe('The legal documents behind it, one per seller.'),
});

export const creditNoteRequest = z
  .strictObject({
    bill: z.uuid(),
    reason: z.string().trim().min(3).max(500).describe('The customer reads it.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional()
      .describe('When given, it must be the bill’s.'),
    whole: z.literal(true).optional().describe('All that is left of the bill.'),
    lines: z
      .array(z.strictObject({ line: z.uuid(), amount: wantedAmount }))
      .min(1)
      .max(1_000)
      .optional()
      .describe(
        'Parts of lines; each takes the part of its discounts along. A line of 0.00 that partners have a share in is given back whole, as 0.00.',
      ),
    goodwill: z
      .strictObject({ amount: wantedAmount, lines: z.array(z.uuid()).min(1).max(1_000).optional() })
      .optional()
      .describe('So much net, spread over the bill’s lines or these by what is left of each.'),
  })
  .refine(
    ({ whole, lines, goodwill }) =>
      [whole, lines, goodwill].filter((each) => each !== undefined).length === 1,
    {
      message: 'Give one of whole, lines and goodwill.',
    },
  );

export const issueCreditNoteRoute = routeSpec({
  method: 'post',
  path: '/api/v1/credit-notes',
  summary: 'Issue a credit note',
  description:
    'Credits an issued bill by line, whole, or as goodwill: never above the line, less what was credited before or is disputed. Numbered at once, and never changed. Codes: `not_issued`, `above_line`, `above_bill`, `above_open`, `line_not_found`, `lowering_line`, `duplicate_line`, `nothing_to_credit`, `wrong_currency`, `invalid_amount`.',
  tag,
  body: creditNoteRequest,
  status: 201,
  response: creditNoteBody,
});

export const listCreditNotesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/credit-notes',
  summary: 'List credit notes',
  description: 'The latest first. A customer sees its own.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    bill: z.uuid().optional(),
    billingAccount: z.uuid().optional(),
    kind: kind.optional(),
    q: z.string().max(100).optional().describe('Part of a number or of a name.'),
  }),
  response: pageOf(summaryBody),
});

export const getCreditNoteRoute = routeSpec({
  method: 'get',
  path: '/api/v1/credit-notes/{id}',
  summary: 'Read a credit note',
  description:
    'As JSON; with `.pdf`, `.csv` or `.xml` after the id, as that document; an `.xml` is the legal credit note (UBL 2.1, EN 16931): `seller` says whose, where several stand behind it.',
  tag,
  params: z.strictObject({
    id: z
      .string()
      .regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.(pdf|csv|xml))?$/i,
        'an id, with .pdf, .csv or .xml for a document',
      ),
  }),
  query: z.strictObject({
    seller: z.string().max(60).optional().describe('Short name of a seller; for `.xml`.'),
  }),
  response: creditNoteBody,
});
