import type { Page } from '@/lib/db/keyset';
import {
  type EntriesOf,
  type EventFilter,
  listEntries,
  type PayoutEntryRow,
  readPayoutNumbers,
} from '@/lib/db/payout-rows';
import { findPayout } from '@/lib/db/payouts';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import {
  causedEvents,
  eventsOfCause,
  PAYOUT_CAUSES,
  type PayoutCause,
  payoutCauseOf,
} from '@/lib/domain/settlement/payout-cause';
import { notFound } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import type { OwnCause } from '@/lib/services/payouts/payout-view';

/** A row of a payout: an entry of the books, with what caused it. */
export type PayoutRowView = {
  id: string;
  cause: PayoutCause | OwnCause;
  event: string;
  bookedOn: string;
  /** As it was booked, and in the payout's currency (null while a rate is missing). */
  currency: string;
  amount: string;
  payoutAmount: string | null;
  bill: { id: string; number: string | null; account: string } | null;
  /** Of a row that comes from another payout. */
  payout: { id: string; number: string } | null;
  /** Of a row that a person or a guarantee made: in words. */
  words: string | null;
  sourceId: string;
};

export type RowsQuery = { cause: string | null; after: string | null; pageSize: number };

/** The rows of a payout, cause by cause. Fails: `not_found`, `invalid_cursor`. */
export async function listPayoutRows(
  ctx: ServiceContext,
  payoutId: string,
  query: RowsQuery,
): Promise<Page<PayoutRowView>> {
  authorise(ctx, 'payout.read');
  const payout = await withTenantSql(scopeOf(ctx.actor), (sql) => findPayout(sql, payoutId));
  if (!payout) throw notFound('The payout');
  return withTenantSql(operatorWide(ctx.actor), (sql) => rowsOf(sql, { payoutId }, payout.currency, query));
}

/** Reads with the operator's scope: the caller has said whose entries they are. */
export async function rowsOf(
  sql: Sql,
  of: EntriesOf,
  payoutCurrency: string,
  { cause, after, pageSize }: RowsQuery,
): Promise<Page<PayoutRowView>> {
  const page = await listEntries(sql, of, { events: eventsOf(cause), after, pageSize });
  const named = page.data.filter(({ event }) => FROM_PAYOUT.has(event)).map(({ sourceId }) => sourceId);
  const numbers = named.length === 0 ? new Map<string, string>() : await readPayoutNumbers(sql, named);
  const ownId = 'payoutId' in of ? of.payoutId : null;
  return { ...page, data: page.data.map((row) => rowView(row, payoutCurrency, numbers, ownId)) };
}

const FROM_PAYOUT = new Set(['payout.carried-over', 'payout.returned', 'payout.reserve-released']);

const OWN: Readonly<Record<string, OwnCause>> = {
  'payout.fee': 'fee',
  'payout.reserved': 'reserve',
  'payout.taxed': 'tax',
};

function eventsOf(cause: string | null): EventFilter | null {
  if (cause === null) return null;
  if (cause === 'carried') return { only: ['payout.carried-over'] };
  const own = Object.keys(OWN).filter((event) => OWN[event] === cause);
  if (own.length > 0) return { only: own };
  const known = PAYOUT_CAUSES.find((one) => one === cause && one !== 'other');
  return known ? { only: eventsOfCause(known) } : { not: [...causedEvents(), ...Object.keys(OWN)] };
}

export function rowView(
  row: PayoutEntryRow,
  payoutCurrency: string,
  numbers: ReadonlyMap<string, string>,
  ownId: string | null,
): PayoutRowView {
  const { id, event, sourceId, bookedOn, currency, amountMinor, payoutMinor, bill, details } = row;
  const isCarriedOn = event === 'payout.carried-over' && sourceId === ownId;
  const number = isCarriedOn ? undefined : numbers.get(sourceId);
  return {
    ...{ id, event, sourceId, bookedOn, currency, bill },
    cause: isCarriedOn ? 'carried' : (OWN[event] ?? payoutCauseOf(event)),
    amount: formatMinor(amountMinor, currencyOf(currency)),
    payoutAmount: payoutMinor === null ? null : formatMinor(payoutMinor, currencyOf(payoutCurrency)),
    payout: number === undefined ? null : { id: sourceId, number },
    words: wordsOf(event, details),
  };
}

function wordsOf(event: string, details: Record<string, unknown> | null): string | null {
  if (event === 'payout.adjusted') return String(details?.reason ?? '');
  if (event === 'guarantee.topped-up')
    return `${details?.cycleName ?? ''} ${details?.periodFrom ?? ''}`.trim();
  return null;
}
