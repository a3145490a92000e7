import { readOperatorTimeZone } from '@/lib/db/billing-reference';
import {
  findPayingAgreement,
  type OpenSum,
  type PartnerBalanceRow,
  readCarriedReservable,
  readOpenSums,
  readPartnerBalances,
  readPayoutsUnderWay,
} from '@/lib/db/next-payout';
import { findOperator } from '@/lib/db/operators';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatMinor } from '@/lib/domain/money/money';
import { civilDateAt } from '@/lib/domain/period/zone';
import {
  type ComputedPayout,
  computePayout,
  type PayoutGroup,
  sumByCause,
} from '@/lib/domain/settlement/compute-payout';
import { convertAmount, convertParts } from '@/lib/domain/settlement/convert-amount';
import type { PayoutCause } from '@/lib/domain/settlement/payout-cause';
import { AppError } from '@/lib/errors';
import { findPayoutAccount } from '@/lib/services/bank-details/find-payout-account';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { findRate } from '@/lib/services/fx-rates/find-rate';
import { operatorWide } from '@/lib/services/partner-bills/acting';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { conditionsOf } from '@/lib/services/payouts/conditions-of';

export type PayoutHold = {
  code:
    | 'below_minimum'
    | 'nothing_due'
    | 'no_agreement'
    | 'no_details'
    | 'awaiting_approval'
    | 'cooling_off'
    | 'rate_missing';
  /** Of a minimum: the amount; of a rate: the currency; of a cooling-off: the instant. */
  value: string | null;
};

export type NextPayoutView = {
  partner: string;
  currency: string;
  frequency: string | null;
  /** What would be paid were it settled today, before the tax of a self-billed invoice; "0.00" when it would be carried on. */
  amount: string;
  balance: string;
  rows: string;
  /** In the payout's currency, at today's rates. */
  causes: { cause: PayoutCause; amount: string }[];
  fee: string;
  reserve: string;
  /** As booked, by currency. */
  open: { currency: string; amount: string }[];
  /** Due once customers pay; kept back while it is disputed; kept back as agreed. */
  pending: { currency: string; amount: string }[];
  held: { currency: string; amount: string }[];
  reserved: { currency: string; amount: string }[];
  /** Payouts before it that are not paid yet. */
  underWay: { state: 'review' | 'approved' | 'sent'; currency: string; amount: string }[];
  holds: PayoutHold[];
  asOf: string;
};

/**
 * What a partner's next payout has by now, and what keeps it from being paid. Kept sums alone: it takes as long with one entry as with a
 * million. `partner` (id or slug) is the operator's to name. Fails: `not_found`.
 */
export async function getNextPayout(ctx: ServiceContext, partner: string | null): Promise<NextPayoutView> {
  authorise(ctx, 'payout.read');
  const { id, slug } = await findBillingPartner(ctx, partner);
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const today = civilDateAt(ctx.now, await readOperatorTimeZone(sql));
    const sums = await readOpenSums(sql, id);
    const balances = await readPartnerBalances(sql, id);
    const agreement = await findPayingAgreement(sql, id, today);
    const currency = currencyOf(agreement?.currency ?? (await findOperator(sql))!.currency);
    const holds: PayoutHold[] = agreement === null ? [{ code: 'no_agreement', value: null }] : [];
    const groups = await convertSums(sql, sums, currency, today, holds);
    const conditions = agreement?.conditions ?? NO_CONDITIONS;
    const computed = computePayout({
      groups,
      conditions: conditionsOf(conditions),
      ...{ taxRatePpm: null, untaxedMinor: 0n },
      unreservedMinor: await unreservedOf(sql, id, currency, today),
    });
    holds.push(...(await holdsOf(sql, ctx, id, currency, computed, BigInt(conditions.minimumMinor))));
    const amount = (amountMinor: bigint) => formatMinor(amountMinor, currency);
    return {
      ...{ partner: slug, currency, frequency: agreement?.frequency ?? null, holds, asOf: ctx.now },
      amount: amount(computed.amountMinor),
      balance: amount(computed.balanceMinor),
      rows: String(sums.reduce((count, { entries }) => count + entries, 0n)),
      causes: [...sumByCause(groups)].map(([cause, sum]) => ({ cause, amount: amount(sum) })),
      fee: amount(computed.feeMinor),
      reserve: amount(computed.reserveMinor),
      open: byCurrency(sums),
      pending: balancesOf(balances, 'partner_pending'),
      held: balancesOf(balances, 'partner_held'),
      reserved: balancesOf(balances, 'partner_reserve'),
      underWay: (await readPayoutsUnderWay(sql, id)).map(({ amountMinor, ...payouts }) => ({
        ...payouts,
        amount: formatMinor(amountMinor, currencyOf(payouts.currency)),
      })),
    };
  });
}

const NO_CONDITIONS = { minimumMinor: '0', feeMinor: '0', feePpm: 0, reservePpm: 0, reserveDays: 0 };

/** Each currency's sum at today's rate; its events share the result in proportion, as the rows of a payout do. */
async function convertSums(
  sql: Sql,
  sums: readonly OpenSum[],
  to: Currency,
  on: string,
  holds: PayoutHold[],
): Promise<PayoutGroup[]> {
  const groups: PayoutGroup[] = [];
  for (const code of new Set(sums.map(({ currency }) => currency))) {
    const of = sums.filter(({ currency }) => currency === code);
    const rate = await rateOrNull(sql, code, to, on);
    if (rate === null) holds.push({ code: 'rate_missing', value: code });
    else {
      const from = currencyOf(code);
      const amounts = of.map(({ amountMinor }) => amountMinor);
      const parts = convertParts(amounts, from, to, rate);
      groups.push(...of.map(({ event }, index) => ({ event, payoutMinor: parts[index]! })));
    }
  }
  return groups;
}

/** What carried statements left to keep back the reserve of; what has no rate holds the payout anyway, by its balance. */
async function unreservedOf(sql: Sql, partyId: string, to: Currency, on: string): Promise<bigint> {
  let sum = 0n;
  for (const { currency, reservableMinor } of await readCarriedReservable(sql, partyId)) {
    const rate = await rateOrNull(sql, currency, to, on);
    if (rate !== null) sum += convertAmount(reservableMinor, currencyOf(currency), to, rate);
  }
  return sum;
}

async function rateOrNull(sql: Sql, from: string, to: string, on: string) {
  try {
    return (await findRate(sql, { from, to, on })).rate;
  } catch (error) {
    if (error instanceof AppError && error.code === 'rate_missing') return null;
    throw error;
  }
}

async function holdsOf(
  sql: Sql,
  ctx: ServiceContext,
  partyId: string,
  currency: Currency,
  computed: ComputedPayout,
  minimumMinor: bigint,
): Promise<PayoutHold[]> {
  const holds: PayoutHold[] = [];
  if (computed.outcome === 'carry') {
    const isBelow = computed.balanceMinor > 0n && minimumMinor > 0n;
    holds.push(
      isBelow
        ? { code: 'below_minimum', value: formatMinor(minimumMinor, currency) }
        : { code: 'nothing_due', value: null },
    );
  }
  const { reason, usableFrom } = await findPayoutAccount(sql, partyId, ctx.now, currency);
  if (reason !== null) holds.push({ code: reason, value: usableFrom });
  return holds;
}

function byCurrency(sums: readonly OpenSum[]): { currency: string; amount: string }[] {
  const totals = new Map<string, bigint>();
  for (const { currency, amountMinor } of sums) {
    totals.set(currency, (totals.get(currency) ?? 0n) + amountMinor);
  }
  return [...totals].map(([currency, sum]) => ({ currency, amount: formatMinor(sum, currencyOf(currency)) }));
}

const balancesOf = (balances: readonly PartnerBalanceRow[], account: PartnerBalanceRow['account']) =>
  balances
    .filter((balance) => balance.account === account)
    .map(({ currency, amountMinor }) => ({
      currency,
      amount: formatMinor(amountMinor, currencyOf(currency)),
    }));
