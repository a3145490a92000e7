import { z } from 'zod';
import { DISPUTE_REASONS } from '@/lib/domain/billing/dispute-state';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Disputes';
const idParams = z.strictObject({ id: z.string().max(60).describe('The dispute’s id or its number.') });
const net = z.string().max(40).describe('Net, decimal text in the currency of the bill.');
const words = z.string().trim().min(1, 'Write a word or two.').max(4_000);
const party = z.object({ slug: z.string(), name: z.string() });

const state = z.enum([
  'with_partner',
  'with_operator',
  'answered',
  'escalated',
  'accepted',
  'part_accepted',
  'rejected',
  'withdrawn',
]);
const answer = z.enum(['accept', 'accept_part', 'object']);

/** What a dispute says, in forms and in the API. */
export const disputeInput = {
  reason: z.enum(DISPUTE_REASONS),
  words: words.describe('What is wrong; all sides of the dispute read it.'),
  amount: net.nullable().default(null).describe('Net; null: all that is left of the line.'),
};
export const answerInput = {
  answer,
  amount: net.nullable().default(null).describe('With `accept_part` alone.'),
  words,
};
export const decisionInput = {
  decision: z.enum(['accept', 'accept_part', 'reject']),
  amount: net.nullable().default(null).describe('With `accept_part` alone.'),
  reason: words.describe('All sides of the dispute read it.'),
};
export const disputePolicyInput = {
  answerWorkingDays: z.int().describe('1 to 60.'),
  remindWorkingDays: z.int().describe('So many working days before the answer is due.'),
};

export const disputeBody = z.object({
  id: z.uuid(),
  number: z.string(),
  state,
  raisedBy: z.enum(['customer', 'operator']),
  reasonCode: z.enum(DISPUTE_REASONS),
  currency: z.string(),
  disputed: net,
  accepted: net.nullable(),
  answer: answer.nullable().describe('The partner’s latest.'),
  answered: net.nullable(),
  raisedAt: z.iso.datetime(),
  answerDueAt: z.iso.datetime().nullable().describe('Null: the operator’s own line.'),
  isOverdue: z.boolean(),
  decidedAt: z.iso.datetime().nullable(),
  creditNoteId: z.uuid().nullable(),
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: party,
  partner: party.nullable().describe('Whose line it is; null: the operator’s own.'),
  bill: z.object({ id: z.uuid(), number: z.string() }),
  line: z.object({
    id: z.uuid(),
    description: z.string(),
    amount: net,
    periodFrom: z.iso.date(),
    periodTo: z.iso.date(),
  }),
});

const said = {
  audience: z.enum(['customer', 'partner', 'operator', 'system']),
  party: z.string().nullable(),
  author: z.string().nullable().describe('The person, to its own side and to the operator.'),
};
export const evidenceBody = z.object({
  id: z.uuid(),
  ...said,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  addedAt: z.iso.datetime(),
});

export const disputeDetailBody = disputeBody.extend({
  can: z.object({ answer: z.boolean(), decide: z.boolean(), withdraw: z.boolean(), write: z.boolean() }),
  entries: z.array(
    z.object({
      id: z.uuid(),
      ...said,
      kind: z.string(),
      words: z.string(),
      amount: net.nullable(),
      writtenAt: z.iso.datetime(),
    }),
  ),
  evidence: z.array(evidenceBody),
  stakes: z
    .array(
      z.object({
        party: z.string(),
        partyName: z.string(),
        share: net.nullable().describe('Of the whole bill, while nothing is decided.'),
        atStake: net.nullable().describe('What of it goes when all is accepted.'),
        payable: z.string().describe('What the dispute has done to its payouts so far.'),
      }),
    )
    .nullable()
    .describe('A partner’s own, everybody’s for the operator, none for customers.'),
});

const change = z.object({ before: z.string(), after: z.string() });
export const decisionPreviewBody = z.object({
  currency: z.string(),
  credit: z.object({ net, tax: z.string(), gross: z.string() }),
  backToCredit: z.string().describe('What of it is paid already, and becomes the account’s credit.'),
  open: change,
  operatorRevenue: change,
  parties: z.array(
    z.object({ party: z.string(), partyName: z.string(), share: change, held: change, nextPayout: change }),
  ),
});

export const listDisputesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/disputes',
  summary: 'List disputes',
  description: 'The latest first: a customer’s own, those of a partner’s lines, or all.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: state.optional(),
    reason: z.enum(DISPUTE_REASONS).optional(),
    due: z.enum(['overdue', 'soon']).optional(),
    partner: z.uuid().optional(),
    billingAccount: z.uuid().optional(),
    bill: z.uuid().optional(),
  }),
  response: pageOf(disputeBody),
});

export const raiseDisputeRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes',
  summary: 'Dispute a line of a bill',
  description:
    'All of a line, or an amount of it. The disputed part is held from payout and from reminders at once, and the partner whose line it is has some working days to answer. 409: `bill_not_issued`, `above_line`, `nothing_to_dispute`, `lowering_line`.',
  tag,
  body: z.strictObject({ ...disputeInput, bill: z.uuid(), line: z.uuid() }),
  status: 201,
  response: disputeBody,
});

export const getDisputeRoute = routeSpec({
  method: 'get',
  path: '/api/v1/disputes/{id}',
  summary: 'Read a dispute with its case file',
  tag,
  params: idParams,
  response: disputeDetailBody,
});

export const answerDisputeRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes/{id}/answer',
  summary: 'Answer a dispute as its partner',
  description:
    'Until it is decided an answer can be changed. Where the agreement says so, the acceptance of all of it decides. 409: `already_decided`, `above_line`, `wrong_state` (nobody’s line but the operator’s).',
  tag,
  params: idParams,
  body: z.strictObject(answerInput),
  response: disputeBody,
});

export const decideDisputeRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes/{id}/decide',
  summary: 'Decide a dispute',
  description:
    'What is accepted becomes a credit note with its tax, and is taken off the next payouts; a rejection lets go what was held. 409: `already_decided`, `above_line`.',
  tag,
  params: idParams,
  body: z.strictObject(decisionInput),
  response: disputeBody,
});

export const previewDecisionRoute = routeSpec({
  method: 'get',
  path: '/api/v1/disputes/{id}/preview',
  summary: 'Preview a decision',
  description: 'What a decision would do to everybody’s money; nothing is written.',
  tag,
  params: idParams,
  query: z.strictObject({ decision: decisionInput.decision, amount: net.optional() }),
  response: decisionPreviewBody,
});

export const withdrawDisputeRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes/{id}/withdraw',
  summary: 'Withdraw a dispute',
  description: 'By the side that raised it; what was held is due again. 409: `already_decided`.',
  tag,
  params: idParams,
  body: z.strictObject({ words }),
  response: disputeBody,
});

export const addMessageRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes/{id}/messages',
  summary: 'Write in a dispute',
  description: 'All its sides read it.',
  tag,
  params: idParams,
  body: z.strictObject({ words }),
  status: 201,
  response: z.object({ id: z.uuid() }),
});

export const addEvidenceRoute = routeSpec({
  method: 'post',
  path: '/api/v1/disputes/{id}/evidence',
  summary: 'Add a file to a dispute',
  description:
    'PDF, PNG, JPEG, WebP, or text that is no markup and is called .txt, .csv, .tsv, .log, .md, .json or .eml; up to 5 MiB. The same file again answers the one that is there. 422: `unsupported_evidence`.',
  tag,
  params: idParams,
  body: 'multipart',
  form: z.strictObject({}),
  maxBytes: 5 * 1024 * 1024 + 10_000,
  status: 201,
  response: evidenceBody,
});

export const readEvidenceRoute = routeSpec({
  method: 'get',
  path: '/api/v1/disputes/{id}/evidence/{evidence}',
  summary: 'Take a file of a dispute',
  tag,
  params: z.strictObject({ id: z.uuid(), evidence: z.uuid() }),
  response: { mediaType: '*/*', description: 'The file as it came.' },
});

export const getDisputePolicyRoute = routeSpec({
  method: 'get',
  path: '/api/v1/dispute-policy',
  summary: 'Read how long partners have to answer',
  tag,
  response: z.object(disputePolicyInput),
});

export const changeDisputePolicyRoute = routeSpec({
  method: 'put',
  path: '/api/v1/dispute-policy',
  summary: 'Change how long partners have to answer',
  description: 'For disputes raised from then on.',
  tag,
  body: z.strictObject(disputePolicyInput),
  response: z.object(disputePolicyInput),
});
