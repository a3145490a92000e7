import type { ListQuery, Page } from '@/lib/db/keyset';
import { type CycleShareRow, listCycleShareRows } from '@/lib/db/partner-shares';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';

export type CycleShares = Omit<
  CycleShareRow,
  'chargesMinor' | 'shareMinor' | 'issuedShareMinor' | 'periodTo'
> & {
  /** Decimal strings in the currency's own decimals. `kept` stays with those above the partner. */
  charges: string;
  share: string;
  kept: string;
  /** Whether all, some or none of it is on issued bills. */
  issued: 'all' | 'some' | 'none';
};

/** What a partner's products brought in each cycle, and its share of it. Fails: `not_found`. */
export async function listCycleShares(
  ctx: ServiceContext,
  partner: string | null,
  query: ListQuery,
): Promise<Page<CycleShares>> {
  authorise(ctx, 'share.read');
  const { id } = await findBillingPartner(ctx, partner);
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listCycleShareRows(sql, id, query));
  return { ...page, data: page.data.map(viewOf) };
}

function viewOf({
  chargesMinor,
  shareMinor,
  issuedShareMinor,
  periodTo: _,
  ...row
}: CycleShareRow): CycleShares {
  const minor = (amountMinor: bigint) => formatMinor(amountMinor, currencyOf(row.currency));
  const issued = issuedShareMinor === shareMinor ? 'all' : issuedShareMinor === 0n ? 'none' : 'some';
  return {
    ...row,
    charges: minor(chargesMinor),
    share: minor(shareMinor),
    kept: minor(chargesMinor - shareMinor),
    issued,
  };
}
