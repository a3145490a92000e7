import { listBankDetails as listRows } from '@/lib/db/bank-details';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type BankDetailsView, bankDetailsView } from '@/lib/services/bank-details/bank-details-view';
import { partyOf } from '@/lib/services/bank-details/propose-bank-details';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** Bank details that the reader may see, the latest proposed first; of one party, or of all. Fails: `not_found`. */
export async function listBankDetails(
  ctx: ServiceContext,
  party: string | null,
  query: ListQuery,
): Promise<Page<BankDetailsView>> {
  authorise(ctx, 'bank-details.read');
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const of = party === null ? [] : [await partyOf(sql, ctx, party)];
    const page = await listRows(sql, { ...query, filters: { ...query.filters, party: of } }, ctx.now);
    return { ...page, data: page.data.map((row) => bankDetailsView(ctx, row)) };
  });
}
