import { REQUIRED_FOCUS_COLUMNS } from '@/lib/integrations/partner-bills/focus-columns';

export type FocusVersion = '1.0' | '1.1' | '1.2';

/** Columns that a version added (focus.finops.org/focus-specification/changelog); every other column of it is older. */
const ADDED: readonly [FocusVersion, readonly string[]][] = [
  [
    '1.2',
    [
      'InvoiceId',
      'PricingCurrency',
      'PricingCurrencyContractedUnitPrice',
      'PricingCurrencyEffectiveCost',
      'PricingCurrencyListUnitPrice',
      'SubAccountType',
      'BillingAccountType',
    ],
  ],
  [
    '1.1',
    [
      'CapacityReservationId',
      'CapacityReservationStatus',
      'CommitmentDiscountQuantity',
      'CommitmentDiscountUnit',
      'ServiceSubcategory',
      'SkuMeter',
      'SkuPriceDetails',
    ],
  ],
];

/**
 * The version whose columns a header has: the latest that added one of them. Null when it is no FOCUS at all; a file that has most
 * of the required columns is meant as one, and is told which it lacks.
 */
export function focusVersionOf(columns: readonly string[]): FocusVersion | null {
  const names = new Set(columns.map((name) => name.trim().toLowerCase()));
  const required = REQUIRED_FOCUS_COLUMNS.filter((name) => names.has(name.toLowerCase()));
  if (required.length * 2 <= REQUIRED_FOCUS_COLUMNS.length) return null;
  return ADDED.find(([, added]) => added.some((name) => names.has(name.toLowerCase())))?.[0] ?? '1.0';
}

/**
 * What to tell who sent one version and said another. Rows are read by their columns either way: later versions added columns and
 * took none away. Null when the file is as it was said.
 */
export function otherVersion(asked: string, columns: readonly string[]): string | null {
  const is = focusVersionOf(columns);
  if (is === null || asked === `focus-${is}`) return null;
  const names = new Set(columns.map((name) => name.trim().toLowerCase()));
  const added = ADDED.find(([version]) => version === is)?.[1].filter((name) =>
    names.has(name.toLowerCase()),
  );
  const why = added
    ? `it has ${added.slice(0, 3).join(', ')}`
    : `it has none of the columns that ${asked.slice('focus-'.length)} added`;
  return `The file was sent as FOCUS ${asked.slice('focus-'.length)} and is FOCUS ${is}: ${why}. It was read by its columns; send the next one as focus-${is}.`;
}
