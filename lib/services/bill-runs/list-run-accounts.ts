import { listRunAccounts as listRows, type RunAccountRow } from '@/lib/db/bill-run-lists';
import type { ListQuery, Page } from '@/lib/db/keyset';
import type { RunAccountFilter } from '@/lib/db/run-account-filter';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { type HoldCause, holdCause } from '@/lib/domain/billing/hold-cause';
import { isCurrency } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/** `total` is in the account's currency; null where there is nothing to bill, or nothing could be computed. */
export type RunAccountView = Omit<RunAccountRow, 'totalMinor' | 'previousMinor' | 'differences'> & {
  total: string | null;
  /** Of a draft that this run changed: what it came to before, and the lines that differ. */
  previousTotal: string | null;
  differences: LineDifferenceView[];
  /** Why it is held; null when it is not. Only a `check` or a `person` can be overruled. */
  heldBy: HoldCause | null;
};

export type LineDifferenceView = {
  lineKey: string;
  description: string;
  change: 'added' | 'removed' | 'changed';
  before: string | null;
  after: string | null;
};

/**
 * The accounts of a run with what became of each, those with errors first. Filters by name: `state`, `change`, `severity`, `code`,
 * `currency`, `account` (id), `customer`, `supplier` (slugs), `said` (hold, release).
 */
export async function listRunAccounts(
  ctx: ServiceContext,
  runId: string,
  query: ListQuery,
): Promise<Page<RunAccountView>> {
  authorise(ctx, 'bill-run.read');
  const filter = runAccountFilterOf(query);
  const page = await withTenantSql(scopeOf(ctx.actor), (sql) => listRows(sql, runId, filter, query));
  return { ...page, data: page.data.map(view) };
}

/** One account of a run. Fails: `not_found`. */
export async function getRunAccount(
  ctx: ServiceContext,
  runId: string,
  accountId: string,
): Promise<RunAccountView> {
  authorise(ctx, 'bill-run.read');
  const query = { sort: null, after: null, pageSize: 1 };
  const { data } = await withTenantSql(scopeOf(ctx.actor), (sql) =>
    listRows(sql, runId, { accountIds: [accountId] }, query),
  );
  if (!data[0]) throw notFound('The account in this run');
  return view(data[0]);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A list's query in the words of the database. An account that is no id fits nothing. */
export function runAccountFilterOf({ q, filters }: Pick<ListQuery, 'q' | 'filters'>): RunAccountFilter {
  const { state, change, severity, code, currency, account, customer, supplier, said } = filters;
  return {
    q,
    states: state,
    changes: change,
    severities: severity,
    codes: code,
    currencies: currency,
    accountIds: account?.length ? account.filter((id) => UUID.test(id)) : undefined,
    customers: customer,
    suppliers: supplier,
    said,
  };
}

function view({ totalMinor, previousMinor, differences, ...row }: RunAccountRow): RunAccountView {
  const { currency } = row;
  if (!isCurrency(currency)) throw new Error(`An account is in ${currency}, which is no currency.`);
  const amount = (minor: bigint | null) => (minor === null ? null : formatMinor(minor, currency));
  const stored = (minor: string | null) => amount(minor === null ? null : BigInt(minor));
  return {
    ...row,
    total: amount(totalMinor),
    previousTotal: amount(previousMinor),
    differences: differences.map(({ beforeMinor, afterMinor, ...line }) => ({
      ...line,
      before: stored(beforeMinor),
      after: stored(afterMinor),
    })),
    heldBy: row.state === 'held' ? holdCause(row.issues, row.said?.kind ?? null) : null,
  };
}
