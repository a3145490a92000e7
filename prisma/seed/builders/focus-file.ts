import type { Period } from '@/lib/domain/period/period';
import { type Random, randomOf } from '@/prisma/seed/builders/random';

/** A cloud bill in FOCUS 1.0: usage in costs below a cent, a few purchases, a credit and an adjustment. */
export type FocusBill = {
  /** The same seed is the same file, byte for byte. */
  seed: string;
  period: Period;
  currency: string;
  payer: { id: string; name: string };
  subAccounts: readonly { id: string; name: string; lines: number }[];
};

/** The bill as the bytes of a CSV file. Numbers are our own; `NULL` stands where there is no value, as exporters write it. */
export function focusFile(bill: FocusBill): Buffer {
  const rows = bill.subAccounts.flatMap((account) => rowsOf(bill, account));
  const lines = rows.map((row) => COLUMNS.map((column) => cell(column, row[column])).join(','));
  return Buffer.from(`${[COLUMNS.map((name) => `"${name}"`).join(','), ...lines].join('\n')}\n`, 'utf8');
}

type Row = Partial<Record<(typeof COLUMNS)[number], string>>;

const COLUMNS = [
  'AvailabilityZone',
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ResourceId',
  'ServiceCategory',
  'ServiceName',
  'SkuId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
] as const;

const NUMBERS = new Set<string>([
  'BilledCost',
  'ConsumedQuantity',
  'ContractedCost',
  'EffectiveCost',
  'ListCost',
  'PricingQuantity',
]);

const cell = (column: string, value: string | undefined): string => {
  if (value === undefined) return 'NULL';
  return NUMBERS.has(column) ? value : `"${value.replaceAll('"', '""')}"`;
};

/** Unit prices are in 10⁻⁹ of the currency, quantities in 10⁻⁶ of the unit, so a cost is exact at 15 places. */
const SERVICES = [
  {
    name: 'Cumulus Compute',
    category: 'Compute',
    unit: 'Hours',
    priceNano: 96_000_000,
    from: 200_000,
    to: 24_000_000,
    what: 'General purpose, 4 vCPU',
  },
  {
    name: 'Cumulus Object Store',
    category: 'Storage',
    unit: 'GB-Month',
    priceNano: 21_300_000,
    from: 5_000,
    to: 900_000_000,
    what: 'Standard class, first 50 TB',
  },
  {
    name: 'Cumulus Queue',
    category: 'Integration',
    unit: 'Million requests',
    priceNano: 400_000_000,
    from: 2,
    to: 900,
    what: 'Standard requests, first tier',
  },
  {
    name: 'Cumulus Transfer',
    category: 'Networking',
    unit: 'GB',
    priceNano: 87_000_000,
    from: 100,
    to: 40_000_000,
    what: 'Out to the internet',
  },
  {
    name: 'Cumulus Database',
    category: 'Databases',
    unit: 'Hours',
    priceNano: 231_500_000,
    from: 1_000_000,
    to: 24_000_000,
    what: 'Managed, 2 vCPU, single zone',
  },
  {
    name: 'Cumulus Functions',
    category: 'Compute',
    unit: 'GB-Seconds',
    priceNano: 16_667,
    from: 1_000,
    to: 700_000_000,
    what: 'Duration',
  },
] as const;

const REGIONS = [
  { id: 'us-east-1', name: 'US East (Ashburn)' },
  { id: 'eu-central-1', name: 'Europe (Frankfurt)' },
] as const;

function rowsOf(bill: FocusBill, account: FocusBill['subAccounts'][number]): Row[] {
  const random = randomOf(`${bill.seed} ${account.id}`);
  const rows = Array.from({ length: account.lines }, () => usageRow(bill, account, random));
  const fee = {
    ChargeCategory: 'Purchase',
    ChargeDescription: 'Support plan, business',
    ServiceName: 'Cumulus Support',
  };
  const credit = {
    ChargeCategory: 'Credit',
    ChargeDescription: 'Migration credit',
    ServiceName: 'Cumulus Compute',
  };
  const adjustment = {
    ChargeCategory: 'Adjustment',
    ChargeDescription: 'Rounding of earlier hours',
    ServiceName: 'Cumulus Queue',
  };
  return [
    ...rows,
    {
      ...monthRow(bill, account),
      ...fee,
      ChargeFrequency: 'Recurring',
      BilledCost: `${random.between(25, 60)}.00000000000`,
    },
    {
      ...monthRow(bill, account),
      ...credit,
      BilledCost: `-${random.between(3, 14)}.${random.between(10, 99)}500000000`,
    },
    {
      ...monthRow(bill, account),
      ...adjustment,
      ChargeClass: 'Correction',
      BilledCost: `-0.0000${random.between(1000, 9999)}`,
    },
  ];
}

function usageRow(bill: FocusBill, account: FocusBill['subAccounts'][number], random: Random): Row {
  const service = random.pick(SERVICES);
  const region = random.pick(REGIONS);
  const quantityMicro = BigInt(random.between(service.from, service.to));
  const cost = decimalText(quantityMicro * BigInt(service.priceNano), 15);
  const quantity = decimalText(quantityMicro, 6);
  const day =
    Date.parse(`${bill.period.from}T00:00:00Z`) + random.between(0, daysIn(bill.period) - 1) * DAY_MS;
  const hour = day + random.between(0, 23) * HOUR_MS;
  return {
    ...monthRow(bill, account),
    BilledCost: cost,
    ContractedCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    ListUnitPrice: decimalText(BigInt(service.priceNano), 9),
    ChargeCategory: 'Usage',
    ChargeDescription: `${service.what} in ${region.name}`,
    ChargeFrequency: 'Usage-Based',
    ChargePeriodStart: focusInstant(hour),
    ChargePeriodEnd: focusInstant(hour + HOUR_MS),
    ConsumedQuantity: quantity,
    ConsumedUnit: service.unit,
    PricingCategory: 'Standard',
    PricingQuantity: quantity,
    PricingUnit: service.unit,
    RegionId: region.id,
    RegionName: region.name,
    ResourceId: `crn:cumulus:${region.id}:${account.id}:${random.between(100_000, 999_999)}`,
    ServiceCategory: service.category,
    ServiceName: service.name,
    SkuId: `CU-${service.priceNano}`,
    Tags: JSON.stringify({ environment: random.pick(['prod', 'staging', 'dev']) }),
  };
}

function monthRow({ period, currency, payer }: FocusBill, account: { id: string; name: string }): Row {
  const [from, to] = [period.from, period.to].map((day) => `${day} 00:00:00`) as [string, string];
  return {
    BillingAccountId: payer.id,
    BillingAccountName: payer.name,
    BillingCurrency: currency,
    BillingPeriodStart: from,
    BillingPeriodEnd: to,
    ChargeFrequency: 'One-Time',
    ChargePeriodStart: from,
    ChargePeriodEnd: to,
    InvoiceIssuerName: 'Cumulus Cloud Ltd',
    ProviderName: 'Cumulus',
    PublisherName: 'Cumulus Cloud Ltd',
    ServiceCategory: 'Other',
    SubAccountId: account.id,
    SubAccountName: account.name,
  };
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const daysIn = ({ from, to }: Period) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

const focusInstant = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

function decimalText(value: bigint, scale: number): string {
  const digits = value.toString().padStart(scale + 1, '0');
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
