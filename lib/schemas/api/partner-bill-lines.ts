import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { partnerBillName } from '@/lib/schemas/api/partner-bills';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Partner bills';
const idParams = z.strictObject({ id: z.uuid() });
const lineState = z.enum(['accepted', 'rejected', 'duplicate']);

export const partnerBillChangeBody = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  lineNo: z.int().nullable().describe('The row of this bill.'),
  earlierLineNo: z.int().nullable().describe('The row of the bill it replaces.'),
  externalAccount: z.string().nullable(),
  service: z.string(),
  description: z.string(),
  chargeCategory: z.string().nullable(),
  unit: z.string().nullable(),
  currency: z.string().nullable(),
  amountBefore: z.string().nullable().describe('Exact, as `amount`; null where there was no such row.'),
  amount: z.string().nullable(),
  quantityBefore: z.string().nullable(),
  quantity: z.string().nullable(),
});

const beforeAndAfter = { currency: z.string(), before: z.string(), after: z.string() };

export const partnerBillChangesBody = z.strictObject({
  ...pageOf(partnerBillChangeBody).shape,
  replaces: partnerBillName,
  counts: z.object({ added: z.int(), removed: z.int(), changed: z.int(), same: z.int() }),
  totals: z.array(z.object(beforeAndAfter)).describe('What was received, exact, currency by currency.'),
  accounts: z
    .array(
      z.object({
        externalAccount: z.string(),
        billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
        ...beforeAndAfter,
      }),
    )
    .describe('The accounts whose sums differ, the largest difference first, a hundred at most.'),
});

export const partnerBillLineBody = z.object({
  lineNo: z.int().describe('The row of the file, from 1, without the header.'),
  state: lineState,
  issueCode: z.string().nullable(),
  problems: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })).nullable(),
  externalAccount: z.string().nullable(),
  externalPayer: z.string().nullable(),
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
  service: z.string(),
  description: z.string(),
  chargeCategory: z.string().nullable(),
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  taxCode: z.string().nullable().describe('How the partner names the line’s tax.'),
  currency: z.string().nullable(),
  amount: z.string().nullable().describe('Exact; null when the row has none that can be read.'),
  chargeFromAt: z.string().nullable(),
  chargeToAt: z.string().nullable(),
  source: z.record(z.string(), z.string()).describe('The row as it was sent, by column.'),
});

export const listPartnerBillLinesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills/{id}/lines',
  summary: 'List the lines of a partner bill',
  description: 'In the file’s order, each with the row it came from.',
  tag,
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    state: lineState.optional(),
    issue: z.string().max(60).optional().describe('The code of a finding.'),
    account: z.string().max(255).optional().describe('The partner’s id of a sub-account.'),
  }),
  response: pageOf(partnerBillLineBody),
});

export const listPartnerBillChangesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills/{id}/changes',
  summary: 'List what a corrected bill changes',
  description:
    'The rows that were added, removed or changed, beside those of the bill it replaces, in the file’s order; rows that are the same are counted. 404 for a bill that corrects none.',
  tag,
  params: idParams,
  query: z.strictObject({
    ...pageQuery,
    kind: z.enum(['added', 'removed', 'changed']).optional(),
    account: z.string().max(255).optional().describe('The partner’s id of a sub-account.'),
  }),
  response: partnerBillChangesBody,
});

export const rejectedLinesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bills/{id}/rejected-lines',
  summary: 'Get the rows that were rejected',
  description:
    'In the form they came in, each with its row, its finding and what to do in three last columns or fields. Mended and sent again with `replaces`, they stand in place of the rejected rows, and the bill’s other rows stay: leave the three columns in. A CSV is UTF-8 with the delimiter it came with; a cell that a spreadsheet may take for a formula has an apostrophe before it, which is taken off when the file is sent. Of an invoice it is a list of its lines: send a whole corrected invoice.',
  tag,
  params: idParams,
  response: { mediaType: 'text/csv', description: 'The rows; one JSON object per line when the bill was.' },
});
