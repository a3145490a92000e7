import { listRunAccounts as listRows, type RunAccountRow } from '@/lib/db/bill-run-lists';
import type { ListQuery, Page } from '@/lib/db/keyset';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** `total` is in the account's currency; null where there is nothing to bill, or nothing could be computed. */
export type RunAccountView = Omit<RunAccountRow, 'totalMinor'> & { total: string | null };

/** The accounts of a run with what became of each, those with errors first. */
export async function listRunAccounts(
  ctx: ServiceContext,
  runId: string,
  query: ListQuery,
): Promise<Page<RunAccountView>> {
  authorise(ctx, 'bill-run.read');
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, runId, query));
  return { ...page, data: page.data.map(view) };
}

function view({ totalMinor, ...row }: RunAccountRow): RunAccountView {
  const { currency } = row;
  if (!isCurrency(currency)) throw new Error(`An account is in ${currency}, which is no currency.`);
  return { ...row, total: totalMinor === null ? null : formatMinor(totalMinor, currency) };
}
