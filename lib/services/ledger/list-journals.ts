import type { ListQuery, Page } from '@/lib/db/keyset';
import {
  findJournalRow,
  type JournalPostingRow,
  type JournalRow,
  listJournalPostings,
  listJournalRows,
} from '@/lib/db/ledger-reads';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { notFound } from '@/lib/errors';
import { moneyOf } from '@/lib/services/bills/bill-money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { groupBy } from '@/lib/services/group-by';

export type JournalSummary = {
  id: string;
  /** The nil UUID for a journal of no account. */
  billingAccountId: string;
  event: string;
  source: string;
  bill: { id: string; number: string | null } | null;
  bookedOn: string;
  /** Per currency what was moved: debits, which are the credits. */
  sums: { currency: string; amount: string }[];
  postings: JournalPosting[];
};

export type JournalPosting = {
  account: string;
  partyId: string;
  party: string;
  currency: string;
  debit: string | null;
  credit: string | null;
};

export type JournalDetail = JournalSummary & {
  /** The bill's sums before and after it, where it moved a bill that was issued before. */
  moved: { key: string; before: string; after: string }[];
  /** What else is known of its cause. */
  facts: Record<string, string>;
};

/** Journals with their sides, the latest booked first. Filters as `listJournalRows`. */
export async function listJournals(ctx: ServiceContext, query: ListQuery): Promise<Page<JournalSummary>> {
  authorise(ctx, 'ledger.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const page = await listJournalRows(sql, query);
    const postings = groupBy(await listJournalPostings(sql, page.data), ({ journalId }) => journalId);
    return { ...page, data: page.data.map((row) => summaryOf(row, postings.get(row.id) ?? [])) };
  });
}

/** One journal with the bill's sums before and after it. Fails: `not_found`. */
export async function getJournal(
  ctx: ServiceContext,
  { billingAccountId, id }: { billingAccountId: string; id: string },
): Promise<JournalDetail> {
  authorise(ctx, 'ledger.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const row = await findJournalRow(sql, billingAccountId, id);
    if (!row) throw notFound('The journal');
    const summary = summaryOf(row, await listJournalPostings(sql, [row]));
    return { ...summary, ...detailsOf(row, summary.sums[0]?.currency) };
  });
}

function summaryOf(row: JournalRow, postings: readonly JournalPostingRow[]): JournalSummary {
  const { id, billingAccountId, event, sourceId, billId, billNumber, bookedOn } = row;
  const side = (currency: string, minor: bigint) => (minor === 0n ? null : moneyOf(currency)(minor));
  return {
    ...{ id, billingAccountId, event, source: sourceId, bookedOn },
    bill: billId === null ? null : { id: billId, number: billNumber },
    sums: row.sums.map(({ currency, minor }) => ({ currency, amount: moneyOf(currency)(BigInt(minor)) })),
    postings: postings.map(({ account, partyId, party, currency, debitMinor, creditMinor }) => ({
      ...{ account, partyId, party, currency },
      ...{ debit: side(currency, debitMinor), credit: side(currency, creditMinor) },
    })),
  };
}

/** Sums of minor units before and after, as `moveBill` keeps them; the rest as texts. */
function detailsOf(
  { details }: JournalRow,
  currency: string | undefined,
): Pick<JournalDetail, 'moved' | 'facts'> {
  const { before, after, ...facts } = details ?? {};
  const [was, is] = [sumsOf(before), sumsOf(after)];
  const money = currency === undefined ? String : moneyOf(currency);
  return {
    moved: MOVED.flatMap((key) => {
      const [from, to] = [was[key], is[key]];
      return from === undefined || to === undefined
        ? []
        : [{ key, before: money(BigInt(from)), after: money(BigInt(to)) }];
    }),
    facts: Object.fromEntries(
      Object.entries(facts).flatMap(([key, value]) =>
        value === null || typeof value === 'object' ? [] : [[key, String(value)]],
      ),
    ),
  };
}

const MOVED = ['creditedMinor', 'disputedMinor', 'collectedMinor', 'writtenOffMinor', 'openMinor'] as const;

function sumsOf(value: unknown): Partial<Record<(typeof MOVED)[number], string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, minor]) => typeof minor === 'string' && /^-?\d+$/.test(minor)),
  );
}
