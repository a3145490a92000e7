import { z } from 'zod';
import { LEDGER_ACCOUNTS } from '@/lib/domain/ledger/accounts';
import { JOURNAL_EVENTS } from '@/lib/domain/ledger/journal-events';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Ledger';
const amount = z.string().describe('Decimal text in major units, with the currency’s own decimals.');
const account = z.enum(LEDGER_ACCOUNTS);
const currency = z.string().regex(/^[A-Z]{3}$/);

const filters = {
  event: z.enum(JOURNAL_EVENTS).optional(),
  bill: z.uuid().optional().describe('Whose money it moved.'),
  source: z.uuid().optional().describe('What caused it: a credit note, a dispute, a payout.'),
  from: z.iso.date().optional().describe('The first day of booking.'),
  to: z.iso.date().optional().describe('The last day of booking.'),
};

export const listBalancesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/ledger/balances',
  summary: 'Read the balances of the books',
  description:
    'Every account by party and currency. Accounts of customers (`receivable`, `customer_credit`, `customer_debt`) are one sum each, with the nil UUID as party. Debits and credits of a currency are the same.',
  tag,
  query: z.strictObject({ account: account.optional(), currency: currency.optional() }),
  response: z.strictObject({
    data: z.array(
      z.object({
        account,
        partyId: z.uuid(),
        party: z.string().nullable(),
        currency: z.string(),
        postings: z.string(),
        debit: amount,
        credit: amount,
        balance: amount.describe('On the side on which the account grows.'),
        side: z.enum(['debit', 'credit']),
      }),
    ),
    nextCursor: z.null(),
  }),
});

export const listJournalsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/ledger/journals',
  summary: 'List journals with their postings',
  description: 'The latest booked first. Every journal balances in each currency.',
  tag,
  query: z.strictObject({ ...pageQuery, ...filters }),
  response: pageOf(
    z.object({
      id: z.uuid(),
      event: z.enum(JOURNAL_EVENTS),
      source: z.uuid(),
      bill: z.object({ id: z.uuid(), number: z.string().nullable() }).nullable(),
      bookedOn: z.iso.date(),
      sums: z.array(z.object({ currency: z.string(), amount })),
      postings: z.array(
        z.object({
          account,
          partyId: z.uuid(),
          party: z.string(),
          currency: z.string(),
          debit: amount.nullable(),
          credit: amount.nullable(),
        }),
      ),
    }),
  ),
});

export const exportJournalsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/ledger/journals.csv',
  summary: 'Export journals',
  description: 'As CSV, a row a posting, sent as it is read.',
  tag,
  query: z.strictObject({
    ...filters,
    event: z
      .union([z.enum(JOURNAL_EVENTS), z.array(z.enum(JOURNAL_EVENTS))])
      .optional()
      .describe('One, or several.'),
  }),
  response: { mediaType: 'text/csv', description: 'RFC 4180, UTF-8, with a header.' },
});
