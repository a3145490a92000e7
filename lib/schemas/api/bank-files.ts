import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Bank files';
const params = z.strictObject({ id: z.uuid() });
const amount = z.string().nullable();
const format = z.enum(['camt.053', 'camt.054', 'pain.002']);
const entryState = z.enum(['read', 'matched', 'unmatched', 'payout', 'refund', 'ignored']);

const fileHead = z.object({
  id: z.uuid(),
  format,
  version: z.string(),
  messageId: z.string(),
  name: z.string(),
  state: z.enum(['reading', 'done']),
  entryCount: z.int(),
  unmatchedCount: z.int().describe('Entries that wait for a person.'),
  receivedBy: z.string(),
  receivedAt: z.string(),
  finishedAt: z.string().nullable(),
});

export const bankFileItem = fileHead;

export const bankFileBody = fileHead.extend({
  statements: z.array(
    z.object({
      kind: z.enum(['statement', 'notification']),
      reference: z.string(),
      account: z.string().describe('Masked.'),
      currency: z.string().nullable(),
      fromOn: z.string().nullable(),
      toOn: z.string().nullable(),
      opening: amount,
      booked: z.string(),
      closing: amount,
      difference: amount.describe(
        'Closing less opening less what is booked; "0.00" when the statement is whole.',
      ),
    }),
  ),
  sums: z
    .array(z.object({ state: entryState, currency: z.string().nullable(), entries: z.int(), amount }))
    .describe('Each entry is in one of them.'),
});

export const bankEntryBody = z.object({
  id: z.uuid(),
  file: z.object({ id: z.uuid(), name: z.string() }),
  kind: z.enum(['entry', 'status']),
  bookedOn: z.string(),
  amount: amount.describe('Above zero: came in.'),
  currency: z.string().nullable(),
  state: entryState,
  why: z.string().nullable().describe('By what it was known, or why it waits or is ignored.'),
  whyDetails: z.record(z.string(), z.unknown()).nullable(),
  payer: z.object({ name: z.string().nullable(), account: z.string().nullable().describe('Masked.') }),
  text: z.string().nullable(),
  references: z.array(z.string()),
  endToEndId: z.string().nullable(),
  bankReference: z.string().nullable(),
  payment: z
    .object({
      id: z.uuid(),
      account: z.object({ id: z.uuid(), number: z.string(), name: z.string() }).nullable(),
      bills: z.array(z.string()),
    })
    .nullable(),
});

export const receiveBankFileRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-files',
  summary: 'Send a file of a bank',
  description:
    'A camt.053, camt.054 or pain.002 as the part `file`, known by its content. Credits become payments, returned debits reversals, and what names a payout sets its state. A file or a statement that came before is refused (409) with the earlier one named. A large file is decided in the background: `state` is then `reading`.',
  tag,
  body: 'multipart',
  form: z.strictObject({}),
  maxBytes: 16_000_000,
  status: 201,
  response: bankFileBody,
});

export const listBankFilesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bank-files',
  summary: 'List files of banks',
  tag,
  query: z.strictObject({
    ...pageQuery,
    format: format.optional(),
    state: z.enum(['reading', 'done']).optional(),
  }),
  response: pageOf(bankFileItem),
});

export const getBankFileRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bank-files/{id}',
  summary: 'Read what became of a bank file',
  tag,
  params,
  response: bankFileBody,
});

export const listBankEntriesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bank-entries',
  summary: 'List entries of bank files',
  description: 'Those with `state=unmatched` wait for a person.',
  tag,
  query: z.strictObject({ ...pageQuery, file: z.uuid().optional(), state: entryState.optional() }),
  response: pageOf(bankEntryBody),
});

/** Whose money an entry is. */
export const entryMatch = z.strictObject({
  billingAccount: z.string().min(1).max(60).describe('Id or number.'),
  bill: z.uuid().nullish().describe('The bill it is for; without one those due first are paid.'),
});

export const entryReason = z.strictObject({ reason: z.string().trim().min(1).max(500) });

export const matchEntryRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-entries/{id}/match',
  summary: 'Say whose money an entry is',
  tag,
  params,
  body: entryMatch,
  response: bankEntryBody,
});

export const ignoreEntryRoute = routeSpec({
  method: 'post',
  path: '/api/v1/bank-entries/{id}/ignore',
  summary: 'Set an entry aside',
  description:
    'With the reason, for what is nothing of customers or partners. Money that came in by it leaves the books again.',
  tag,
  params,
  body: entryReason,
  response: bankEntryBody,
});
