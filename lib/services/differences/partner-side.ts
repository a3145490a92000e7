import type { PartnerSideRow } from '@/lib/db/compared-usage';
import type { PartnerSide } from '@/lib/domain/billing/partner-bill/comparison-input';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';

/** What an account's rows say of one offering, and of services that nobody has mapped. */
export function partnerSide(
  rows: readonly PartnerSideRow[],
  offeringId: string,
  currency: string,
): PartnerSide {
  const mine = rows.filter((row) => row.offeringId === offeringId);
  const own = mine.filter((row) => row.currency === currency);
  const units = new Set(own.map(({ unit }) => unit ?? ''));
  const isMeasured = units.size === 1 && own.every(({ quantity }) => quantity !== null);
  return {
    amount: sum(own, ({ amount }) => amount),
    lineCount: count(own, ({ lineCount }) => lineCount),
    quantity: isMeasured ? sum(own, ({ quantity }) => quantity!) : null,
    unit: isMeasured ? (own[0]?.unit ?? null) : null,
    repeated: {
      lineCount: count(own, ({ repeatedLines }) => repeatedLines),
      amount: sum(own, ({ repeatedAmount }) => repeatedAmount),
    },
    outside: {
      lineCount: count(own, ({ outsideLines }) => outsideLines),
      amount: sum(own, ({ outsideAmount }) => outsideAmount),
    },
    foreign: [...new Set(mine.map((row) => row.currency))]
      .filter((other) => other !== currency)
      .map((other) => ({
        currency: other,
        amount: sum(
          mine.filter((row) => row.currency === other),
          ({ amount }) => amount,
        ),
      })),
    unmapped: rows
      .filter((row) => row.offeringId === null && row.currency === currency)
      .map(({ service, amount }) => ({ service, amount: decimal(amount) })),
  };
}

/** The same for people to see, service by service. */
export const viewPartnerSide = (rows: readonly PartnerSideRow[], offeringId: string) =>
  rows
    .filter((row) => row.offeringId === offeringId)
    .map(({ service, currency, unit, quantity, amount, lineCount }) => ({
      service,
      currency,
      unit,
      quantity: quantity === null ? null : formatDecimal(decimal(quantity)),
      amount: formatDecimal(decimal(amount)),
      lineCount,
    }));

const sum = (rows: readonly PartnerSideRow[], of: (row: PartnerSideRow) => string): Decimal =>
  rows.reduce((total, row) => total + decimal(of(row)), 0n) as Decimal;

const count = (rows: readonly PartnerSideRow[], of: (row: PartnerSideRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0);
