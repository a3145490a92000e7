import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { billImportBody } from '@/lib/schemas/api/partner-bill-imports';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { AUTO_FORMAT, MAX_AWAITED_BILL_BYTES, partnerBillFormats } from '@/lib/schemas/partner-bill';

const tag = 'Partner bills';
const state = z.enum([
  'expected',
  'received',
  'validated',
  'accepted',
  'rejected',
  'late',
  'estimated',
  'replaced',
]);
const severity = z.enum(['error', 'warning', 'info']);
const idParams = z.strictObject({ id: z.uuid() });

const issueBody = z.object({
  code: z.string(),
  severity,
  path: z.string().describe('Where: `lines.17.BilledCost` is that column of the 17th row.'),
  message: z.string(),
  amountAtStake: z.string().nullable(),
  currency: z.string().nullable(),
  lineNo: z.int().nullable().describe('The first row with the fault.'),
  lineCount: z.int().describe('How many rows have it.'),
});

export const partnerBillName = z.object({ id: z.uuid(), externalId: z.string() });

const summaryBody = z.object({
  id: z.uuid(),
  partner: z.string().describe('Its short name.'),
  cycle: z.uuid(),
  externalId: z.string(),
  format: z.string(),
  fileName: z.string().nullable(),
  state,
  receivedAt: z.iso.datetime(),
  replaces: partnerBillName.nullable().describe('The bill that this one corrects.'),
  replacedBy: partnerBillName.nullable().describe('The bill that corrects this one, or waits to.'),
  decision: z
    .object({ by: z.string(), at: z.iso.datetime(), reason: z.string() })
    .nullable()
    .describe('Who accepted or rejected it, where the agreement leaves that to a person.'),
  lines: z
    .object({ received: z.int(), accepted: z.int(), rejected: z.int(), duplicate: z.int() })
    .describe('received = accepted + rejected + duplicate, always.'),
  totals: z.array(
    z.object({
      currency: z.string(),
      stated: z.string().nullable(),
      received: z.string().describe('Exact: all decimals the partner sent.'),
      accepted: z.string(),
    }),
  ),
});

const amount = z.string().nullable();
const party = z.object({
  name: z.string().nullable(),
  vatId: z.string().nullable(),
  country: z.string().nullable(),
});

const statementBody = z
  .object({
    currency: z.string(),
    number: z.string(),
    typeCode: z.string().describe('UNTDID 1001: 380 is an invoice, 381 a credit note.'),
    issuedOn: z.string().nullable(),
    dueOn: z.string().nullable(),
    seller: party,
    buyer: party,
    precedingNumbers: z.array(z.string()),
    ...{ lineTotal: amount, allowanceTotal: amount, chargeTotal: amount, net: amount, tax: amount },
    ...{ gross: amount, prepaid: amount, rounding: amount, payable: amount },
    taxes: z.array(
      z.object({
        category: z.string().describe('UNCL5305: S, Z, E, ...'),
        ratePpm: z.string().nullable(),
        base: z.string(),
        tax: z.string(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .describe('What an invoice says of itself; negative throughout for a credit note.');

export const partnerBillBody = summaryBody.extend({
  statement: statementBody.nullable().describe('Null for a file of charges, which says nothing of itself.'),
  issues: z.array(issueBody),
});

export const partnerBillItem = summaryBody.extend({
  issueCounts: z.object({ error: z.int(), warning: z.int(), info: z.int() }),
});

const statedTotals = z
  .string()
  .max(5_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'Write it as JSON: [{"currency":"USD","amount":"20.52"}].',
      });
      return z.NEVER;
    }
  })
  .pipe(z.array(z.strictObject({ currency: z.string(), amount: z.string() })).max(20));

/** The fields beside `file`. */
export const receiveForm = z.strictObject({
  partner: z.string().max(60).optional().describe('Id or short name. A partner’s own key may leave it out.'),
  cycle: z
    .string()
    .max(60)
    .optional()
    .describe('The id of the billing cycle. Without it the answer names those there are.'),
  externalId: z.string().max(200).describe('The bill’s number in the partner’s books.'),
  format: z
    .string()
    .max(40)
    .default(AUTO_FORMAT)
    .describe(`One of ${partnerBillFormats.join(', ')}. Without it the file says what it is.`),
  mapping: z
    .string()
    .max(200)
    .optional()
    .describe('Of a CSV: name or id of its mapping. Without it the one remembered for the header is taken.'),
  replaces: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Number or id of the bill that this one corrects. Its cycle is this one’s, and may be left out.',
    ),
  statedTotals: statedTotals
    .optional()
    .describe(
      'What the bill comes to, as JSON: [{"currency":"USD","amount":"20.52"}]. Checked against the lines.',
    ),
});

export const receivePartnerBillRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bills',
  summary: 'Send a partner’s bill',
  description:
    'Takes a bill as a file. Every row is kept, with what came of it. The same bytes or the same number again answer the bill that is there, with 200. A file of more than 20 MB, which must be the last part of the form, is answered 202 with its import, and read by a job; `Location` says where to follow it. While another bill of the partner is read, the answer is 409 `partner_bills_busy` with `Retry-After`, and nothing was taken.',
  tag,
  status: 201,
  body: 'held-upload',
  form: receiveForm,
  maxBytes: MAX_AWAITED_BILL_BYTES,
  response: partnerBillBody,
  also: { status: 202, description: 'The file is large: its import.', response: billImportBody },
});

export const listPartnerBillsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills',
  summary: 'List partner bills',
  description: 'The latest first; a partner sees its own.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    partner: z.string().max(60).optional().describe('Id or short name.'),
    cycle: z.uuid().optional(),
    state: state.optional(),
  }),
  response: pageOf(partnerBillItem),
});

export const getPartnerBillRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills/{id}',
  summary: 'Read a partner bill',
  tag,
  params: idParams,
  response: partnerBillBody,
});

const decisionBody = z.strictObject({ reason: z.string().min(1).max(500) });

export const acceptPartnerBillRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bills/{id}/accept',
  summary: 'Accept a partner’s bill that waits',
  description:
    'Its good rows are billed, its rejected ones left out; a correction takes the place of the bill it replaces. The partner is told.',
  tag,
  params: idParams,
  body: decisionBody,
  response: partnerBillBody,
});

export const rejectPartnerBillRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bills/{id}/reject',
  summary: 'Reject a partner’s bill that waits',
  description:
    'Nothing of it is billed, and the partner reads the reason. An accepted bill is changed by a correction.',
  tag,
  params: idParams,
  body: decisionBody,
  response: partnerBillBody,
});
