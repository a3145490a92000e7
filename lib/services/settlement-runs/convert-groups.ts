import { convertEntries, type PayoutToCompute } from '@/lib/db/payout-preparation';
import type { Sql } from '@/lib/db/tenant';
import type { ChosenRate } from '@/lib/domain/money/choose-rate';
import { type Currency, currency as currencyOf } from '@/lib/domain/money/currency';
import { formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue, type Issue } from '@/lib/domain/money/issue';
import { convertAmount, minorFactor } from '@/lib/domain/settlement/convert-amount';
import { AppError } from '@/lib/errors';
import { findRate } from '@/lib/services/fx-rates/find-rate';

/**
 * Takes what a payout found in other currencies, each currency's sum at one rate of the payout's day, and puts the results into `sums`;
 * so too what carried statements of another currency left to it.
 * Answers the rates that are missing; their groups stay unconverted.
 */
export async function convertGroups(sql: Sql, operatorId: string, payout: PayoutToCompute): Promise<Issue[]> {
  const to = currencyOf(payout.currency);
  const missing: Issue[] = [];
  const found = [...payout.sums, ...payout.carried].map(({ currency }) => currency);
  const others = new Set(found.filter((currency) => currency !== to));
  for (const code of [...others].sort()) {
    const from = currencyOf(code);
    const chosen = await rateOf(sql, from, to, payout.throughOn, missing);
    if (chosen === null) continue;
    if (payout.sums.some(({ currency }) => currency === from)) {
      await convertGroup(sql, operatorId, payout, from, to, chosen);
    }
    for (const left of payout.carried.filter(({ currency }) => currency === from)) {
      left.currency = to;
      left.taxableMinor = convertAmount(left.taxableMinor, from, to, chosen.rate);
      left.reservableMinor = convertAmount(left.reservableMinor, from, to, chosen.rate);
    }
  }
  return missing;
}

async function rateOf(
  sql: Sql,
  from: Currency,
  to: Currency,
  on: string,
  missing: Issue[],
): Promise<ChosenRate | null> {
  try {
    return await findRate(sql, { from, to, on });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rate_missing') throw error;
    missing.push(errorIssue('rate_missing', `rates.${from}`, error.message));
    return null;
  }
}

async function convertGroup(
  sql: Sql,
  operatorId: string,
  payout: PayoutToCompute,
  from: Currency,
  to: Currency,
  { rate, source, validOn }: ChosenRate,
): Promise<void> {
  const group = payout.sums.filter(({ currency }) => currency === from);
  const amountMinor = group.reduce((sum, entry) => sum + entry.amountMinor, 0n);
  const payoutMinor = convertAmount(amountMinor, from, to, rate);
  const { numerator, denominator } = minorFactor(from, to, rate);
  const byEvent = await convertEntries(sql, operatorId, {
    ...{
      payoutId: payout.id,
      partyId: payout.partyId,
      currency: from,
      source,
      validOn,
      amountMinor,
      payoutMinor,
    },
    rate: formatDecimal(rate),
    factor: numerator,
    scale: String(denominator).length - 1,
  });
  for (const entry of group) entry.payoutMinor = byEvent.get(entry.event) ?? 0n;
}
