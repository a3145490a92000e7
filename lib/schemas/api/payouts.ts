import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { type RouteSpec, routeSpec } from '@/lib/schemas/api/route-spec';

export const tag = 'Payouts';
export const amount = z.string().describe('Decimal text in major units, with the currency’s own decimals.');
export const day = z.iso.date();
export const currency = z.string().regex(/^[A-Z]{3}$/, 'This is no currency code, like EUR.');
const words = (max: number) => z.string().trim().min(3, 'Say it in a few words.').max(max);
export const params = z.strictObject({ id: z.uuid() });

export const PAYOUT_STATES = [
  'review',
  'approved',
  'sent',
  'paid',
  'returned',
  'carried',
  'cancelled',
] as const;

export const cause = z.enum([
  ...['opening', 'returned', 'reserves', 'shares', 'collected', 'guarantees', 'credits', 'disputes'],
  ...['write_offs', 'adjustments', 'other', 'fee', 'reserve', 'tax', 'carried'],
] as [string, ...string[]]);

const headBody = z.object({
  id: z.uuid(),
  run: z.uuid(),
  number: z.string().nullable().describe('Given at approval; gapless.'),
  partner: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  state: z.enum(['preparing', ...PAYOUT_STATES]),
  through: day,
  currency: z.string(),
  amount: amount.describe('What is paid.'),
  balance: amount.describe('What the statement found, before fee, reserve and tax.'),
  carried: amount.describe('What it leaves to the next statement; then nothing is paid.'),
  issues: z.array(
    z.object({ code: z.string(), severity: z.string(), path: z.string(), message: z.string() }),
  ),
  openObjections: z.int(),
  approvedBy: z.string().nullable(),
  approvedAt: z.iso.datetime().nullable(),
  sentAt: z.iso.datetime().nullable(),
  settledOn: day.nullable(),
  createdAt: z.iso.datetime(),
});

const partyBody = z.object({
  id: z.uuid(),
  name: z.string(),
  legalName: z.string(),
  country: z.string(),
  vatId: z.string().nullable(),
  isBusiness: z.boolean(),
  address: z.record(z.string(), z.string()),
});

export const payoutBody = headBody.extend({
  groups: z
    .array(
      z.object({
        cause,
        rows: z.string(),
        amount,
        converted: z.array(z.object({ currency: z.string(), amount, payoutAmount: amount })),
      }),
    )
    .describe('They sum to the amount.'),
  steps: z
    .array(
      z.object({
        step: cause,
        amount,
        after: amount,
        of: amount.optional(),
        fixed: amount.optional(),
        rate: z.string().optional().describe('A ratio: 0.05 is 5 %.'),
        days: z.int().optional(),
        minimum: amount.optional(),
        payable: amount.optional(),
      }),
    )
    .describe('How the amount came about, and the sum after each step.'),
  rates: z.array(
    z.object({
      currency: z.string(),
      rate: z.string(),
      source: z.string(),
      validOn: day,
      amount,
      payoutAmount: amount,
    }),
  ),
  conditions: z
    .object({
      since: day.nullable().describe('From when the latest change of them holds; null: as signed.'),
      minimum: amount,
      fee: amount,
      feePercent: z.string(),
      reservePercent: z.string(),
      reserveDays: z.int(),
    })
    .describe('How the partner is paid, as it holds on the statement’s day.'),
  taxable: amount,
  reserveUntil: day.nullable(),
  preparedByReader: z.boolean().describe('Then somebody else approves it.'),
  document: z
    .object({
      kind: z.enum(['self_billed', 'statement']),
      typeCode: z.enum(['389', '261']).nullable().describe('EN 16931: a self-billed invoice, or its credit.'),
      seller: partyBody,
      buyer: partyBody,
      tax: z
        .object({
          category: z.string(),
          ratePpm: z.string(),
          reasonCode: z.string().nullable(),
          reason: z.string().nullable(),
        })
        .nullable(),
    })
    .nullable(),
  contentHash: z.string().nullable().describe('SHA-256 of the approved payout and its rows, in hex.'),
  file: z.uuid().nullable(),
  bankReasonCode: z.string().nullable(),
  bankReason: z.string().nullable(),
  rows: z.string(),
  objections: z.array(
    z.object({
      id: z.uuid(),
      row: z.string().nullable(),
      words: z.string(),
      raisedBy: z.string(),
      raisedAt: z.iso.datetime(),
      answer: z.string().nullable(),
      answeredBy: z.string().nullable(),
      answeredAt: z.iso.datetime().nullable(),
    }),
  ),
});
const seen = {
  expectedAmount: amount
    .optional()
    .describe('What you saw to be paid; when it is another by now, 409 `payout_changed`.'),
  expectedBalance: amount
    .optional()
    .describe(
      'The balance you saw. Needed beside an amount of 0.00 (422 `balance_needed`): what is carried on has no other.',
    ),
};
export const objectionInput = z.strictObject({
  ...seen,
  words: words(2_000),
  row: z.string().max(120).nullish().describe('The row it is about; without one, the whole payout.'),
});
export const answerInput = z.strictObject({ objection: z.uuid(), answer: words(2_000) });
export const adjustmentInput = z.strictObject({
  amount: z.string().trim().max(40).describe('In the payout’s currency; below zero takes something off.'),
  reason: words(500),
});
export const approvalInput = z.strictObject(seen);
export const bankMarkInput = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('sent') }),
  z.strictObject({ outcome: z.literal('paid'), on: day }),
  z.strictObject({ outcome: z.literal('returned'), on: day, reason: words(500) }),
]);

export const listPayoutsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payouts',
  summary: 'List payouts',
  description: 'The latest first. A partner sees its own.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(PAYOUT_STATES).optional(),
    run: z.uuid().optional(),
    partner: z.uuid().optional(),
    currency: currency.optional(),
    objected: z.enum(['true']).optional(),
    q: z.string().max(100).optional().describe('Part of a partner’s name or of a number.'),
  }),
  response: pageOf(headBody),
});

const perCurrency = z.array(z.object({ currency: z.string(), amount }));
export const nextPayoutRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payouts/next',
  summary: 'Read the next payout',
  description: 'What is due by now, what pends or is held, and what keeps it from being paid.',
  tag,
  query: z.strictObject({
    partner: z.string().max(100).optional().describe('Id or short name; the operator’s to name.'),
  }),
  response: z.object({
    partner: z.string(),
    currency: z.string(),
    frequency: z.string().nullable(),
    amount,
    balance: amount,
    rows: z.string(),
    causes: z.array(z.object({ cause, amount })),
    fee: amount,
    reserve: amount,
    open: perCurrency,
    pending: perCurrency,
    held: perCurrency,
    reserved: perCurrency,
    underWay: z.array(
      z.object({ state: z.enum(['review', 'approved', 'sent']), currency: z.string(), amount }),
    ),
    holds: z.array(z.object({ code: z.string(), value: z.string().nullable() })),
    asOf: z.iso.datetime(),
  }),
});

export const getPayoutRoute = routeSpec({
  method: 'get',
  path: '/api/v1/payouts/{id}',
  summary: 'Read a payout',
  description:
    'As JSON; with `.pdf`, `.csv` or `.xml` after the id, as that document; an `.xml` is the self-billed invoice (UBL 2.1, EN 16931), where the payout is one.',
  tag,
  params: z.strictObject({
    id: z
      .string()
      .regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.(pdf|csv|xml))?$/i,
        'an id, with .pdf, .csv or .xml for a document',
      ),
  }),
  response: payoutBody,
});

const change = (verb: string, summary: string, description: string) =>
  routeSpec({
    method: 'post',
    path: `/api/v1/payouts/{id}/${verb}` as RouteSpec['path'],
    ...{ summary, description, tag, params },
    response: payoutBody,
  });

const changeWith = <Body extends z.ZodType>(verb: string, body: Body, summary: string, description: string) =>
  routeSpec({ ...change(verb, summary, description), body });

export const approvePayoutRoute = changeWith(
  'approve',
  approvalInput,
  'Approve a payout',
  'By another person than the one who prepared or changed it. Gives it its number and seals it.',
);
export const cancelPayoutRoute = change(
  'cancel',
  'Cancel a payout in review',
  'The next run takes its rows.',
);
export const recomputePayoutRoute = change(
  'recompute',
  'Compute a payout in review again',
  'With what was booked since, today’s conditions, and rates that were missing.',
);
export const adjustPayoutRoute = changeWith(
  'adjustments',
  adjustmentInput,
  'Add a row by hand to a payout in review',
  'With a reason; the operator’s revenue is the other side.',
);
export const markPayoutRoute = changeWith(
  'bank',
  bankMarkInput,
  'Say what the bank did with a payout',
  'Where no file of the bank says it: sent, paid, or returned, which makes it due again.',
);
export const objectToPayoutRoute = changeWith(
  'objections',
  objectionInput,
  'Object to a payout',
  'As the partner: to the whole or to one row. In review it is not approved before that is answered.',
);
export const answerObjectionRoute = changeWith(
  'answers',
  answerInput,
  'Answer an objection',
  'As the operator.',
);

export const payoutRoutes: readonly RouteSpec[] = [
  listPayoutsRoute,
  nextPayoutRoute,
  getPayoutRoute,
  approvePayoutRoute,
  cancelPayoutRoute,
  recomputePayoutRoute,
  adjustPayoutRoute,
  markPayoutRoute,
  objectToPayoutRoute,
  answerObjectionRoute,
];
