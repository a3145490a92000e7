import {
  type EntryLine,
  findEntry,
  listEntryLines,
  parseEntryId,
  readPayoutNumbers,
} from '@/lib/db/payout-rows';
import { findPayout } from '@/lib/db/payouts';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { type PayoutRowView, rowView } from '@/lib/services/payouts/list-payout-rows';
import { tellSteps } from '@/lib/services/shares/tell-steps';

export type PayoutRowExplanation = {
  row: PayoutRowView;
  /** The rate by which its currency was taken; null in the payout's own. */
  lines: (Omit<EntryLine, 'amountMinor' | 'shareMinor'> & { amount: string; share: string })[];
  hasMoreLines: boolean;
  /** Where the bill stood before and after the event: credited, disputed, collected of what is left to collect. The operator's alone. */
  bill: { before: BillSums; after: BillSums } | null;
};

/** Decimal strings in the row's own currency. */
export type BillSums = { credited: string; disputed: string; collected: string; open: string };

const LINES = 50;

/**
 * Why a row is what it is: the bill, its lines with this partner's share of each and the term's own steps, and what the event changed about
 * the bill. A partner reads its own rows only, and nothing of what the customer owes others: the row is the change of its own share. Fails: `not_found`.
 */
export async function explainPayoutRow(
  ctx: ServiceContext,
  payoutId: string,
  rowId: string,
): Promise<PayoutRowExplanation> {
  authorise(ctx, 'payout.read');
  const key = parseEntryId(rowId);
  const payout = await withTenantSql(scopeOf(ctx.actor), (sql) => findPayout(sql, payoutId));
  if (!payout || !key) throw notFound('The row');
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const entry = await findEntry(sql, payoutId, key);
    if (!entry) throw notFound('The row');
    const numbers = await readPayoutNumbers(sql, [entry.sourceId]);
    const { billingAccountId } = key;
    const of = entry.bill && { billingAccountId, billId: entry.bill.id, partyId: payout.party.id };
    const lines = of ? await tellSteps(sql, await listEntryLines(sql, of, LINES)) : [];
    return {
      row: rowView(entry, payout.currency, numbers, payoutId),
      lines: lines.slice(0, LINES).map(({ amountMinor, shareMinor, ...line }) => ({
        ...line,
        amount: formatMinor(amountMinor, currencyOf(line.currency)),
        share: formatMinor(shareMinor, currencyOf(line.currency)),
      })),
      hasMoreLines: lines.length > LINES,
      bill: ctx.actor.audience === 'operator' ? sumsOf(entry.details, entry.currency) : null,
    };
  });
}

function sumsOf(details: Record<string, unknown> | null, code: string): PayoutRowExplanation['bill'] {
  const before = details?.before as StoredSums | undefined;
  const after = details?.after as StoredSums | undefined;
  if (!before || !after) return null;
  const amount = (minor: string | undefined) => formatMinor(BigInt(minor ?? '0'), currencyOf(code));
  const view = ({ creditedMinor, disputedMinor, collectedMinor, openMinor }: StoredSums): BillSums => ({
    credited: amount(creditedMinor),
    disputed: amount(disputedMinor),
    collected: amount(collectedMinor),
    open: amount(openMinor),
  });
  return { before: view(before), after: view(after) };
}

type StoredSums = Record<
  'creditedMinor' | 'disputedMinor' | 'collectedMinor' | 'openMinor',
  string | undefined
>;
