import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Bills';
const state = z.enum(['draft', 'held', 'approved', 'issued']);
const amount = z.string().describe('Decimal text in major units, with the currency’s own decimals.');
const period = z.object({ from: z.iso.date(), to: z.iso.date() }).describe('Half-open: from ≤ day < to.');
const party = z.string().describe('Short name of the party.');

const summaryBody = z.object({
  id: z.uuid(),
  number: z.string().nullable(),
  state,
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  customer: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
  cycle: z.uuid(),
  period,
  issuedOn: z.iso.date().nullable(),
  dueOn: z.iso.date().nullable(),
  currency: z.string(),
  net: amount,
  tax: amount,
  total: amount,
  amountDue: amount,
});

const lineBody = z.object({
  id: z.uuid(),
  key: z.string().describe('The same charge has the same key in every run.'),
  kind: z.string(),
  description: z.string(),
  period,
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  exact: z.string().describe('Before the line’s one rounding, with all its decimals.'),
  amount,
  taxCategory: z.string(),
  taxRatePercent: z.string(),
  explanation: z.array(z.record(z.string(), z.string())).describe('The steps of the calculation, in order.'),
  source: z.object({ mode: z.enum(['hub', 'partner', 'file']), partnerBill: z.uuid().nullable() }),
});

export const billBody = summaryBody.extend({
  contentHash: z.string().nullable().describe('SHA-256 of the issued document, in hex.'),
  sections: z.array(
    z.object({
      supplier: party,
      supplierName: z.string(),
      role: z.enum(['operator', 'principal', 'agent']),
      net: amount,
      lines: z.array(lineBody),
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
  invoices: z
    .array(z.object({ seller: party, number: z.string().nullable(), typeCode: z.string() }))
    .describe('The legal documents behind the bill, one per seller.'),
  postings: z
    .array(z.object({ account: z.string(), party, debit: amount, credit: amount }))
    .optional()
    .describe('For the operator alone.'),
  shares: z
    .array(z.object({ party, amount }))
    .optional()
    .describe('For the operator alone: Σ shares + tax = total.'),
});

const issue = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  path: z.string(),
  message: z.string(),
  amountAtStake: z.string().optional(),
});

export const currentBillBody = z.object({
  billingAccount: z.object({ id: z.uuid(), number: z.string(), name: z.string() }),
  period,
  asOf: z.iso.datetime(),
  currency: z.string(),
  net: amount,
  tax: amount,
  total: amount,
  isComplete: z.boolean().describe('False while something of the account cannot be priced.'),
  sections: z.array(
    z.object({
      supplier: party,
      supplierName: z.string(),
      role: z.enum(['operator', 'principal', 'agent']),
      net: amount,
      lines: z.array(lineBody.omit({ id: true })),
    }),
  ),
  products: z
    .array(z.object({ id: z.uuid(), name: z.string(), reference: z.string(), net: amount }))
    .describe('What each product comes to without tax, its part of the discounts taken off.'),
  taxes: billBody.shape.taxes,
  shares: billBody.shape.shares,
  issues: z.array(issue).optional().describe('For the operator alone: what cannot be priced, and why.'),
});

export const currentBillRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts/{id}/current',
  summary: 'Read the bill so far',
  description:
    'What the bill of the running period would be with what is known now, by the code that will bill it. Recurring charges are in it whole.',
  tag,
  params: z.strictObject({ id: z.string().max(60).describe('The account’s id or its number.') }),
  response: currentBillBody,
});

export const followCurrentBillRoute = routeSpec({
  method: 'get',
  path: '/api/v1/billing-accounts/{id}/current/events',
  summary: 'Follow the bill so far',
  description:
    'Server-sent events named `bill`, each the bill so far as a whole, within a second of usage that was taken. Ends after ten minutes; a browser then reconnects by itself.',
  tag,
  params: z.strictObject({ id: z.string().max(60).describe('The account’s id or its number.') }),
  response: { mediaType: 'text/event-stream', description: 'Each event’s data is what reading it answers.' },
});

export const listBillsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bills',
  summary: 'List customer bills',
  description: 'The latest first. A customer sees its own, once they are issued.',
  tag,
  query: z.strictObject({
    ...pageQuery,
    state: state.optional(),
    cycle: z.uuid().optional(),
    billingAccount: z.uuid().optional(),
    q: z.string().max(100).optional().describe('Part of a bill’s or account’s number, or of a name.'),
  }),
  response: pageOf(summaryBody),
});

export const getBillRoute = routeSpec({
  method: 'get',
  path: '/api/v1/bills/{id}',
  summary: 'Read a customer bill',
  description:
    'As JSON; with `.pdf`, `.csv` or `.xml` after the id, as that document; an `.xml` is the legal invoice (UBL 2.1, EN 16931): `seller` says whose, where several stand behind the bill.',
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
  response: billBody,
});
