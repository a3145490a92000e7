/** A FOCUS 1.0 file for tests, written here in the format of the specification; cells by column, the rest as given. */
export function focusFile(rows: readonly FocusCells[], columns: readonly string[] = focusColumns): Buffer {
  const lines = rows.map((row) =>
    columns.map((column) => cellText(row[column] ?? usual[column] ?? 'NULL')).join(','),
  );
  return Buffer.from([columns.map(cellText).join(','), ...lines, ''].join('\n'), 'utf8');
}

export type FocusCells = Readonly<Record<string, string>>;

export const focusColumns = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodStart',
  'BillingPeriodEnd',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargePeriodStart',
  'ChargePeriodEnd',
  'ConsumedQuantity',
  'ConsumedUnit',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'ServiceCategory',
  'ServiceName',
  'SubAccountId',
  'SubAccountName',
  'Tags',
];

const usual: FocusCells = {
  BilledCost: '1',
  BillingAccountId: 'payer-1',
  BillingAccountName: 'Northwind Holding',
  BillingCurrency: 'USD',
  BillingPeriodStart: '2026-10-01 00:00:00',
  BillingPeriodEnd: '2026-11-01 00:00:00',
  ChargeCategory: 'Usage',
  ChargeDescription: 'Requests, first tier',
  ChargePeriodStart: '2026-10-18 22:00:00',
  ChargePeriodEnd: '2026-10-18 23:00:00',
  ConsumedQuantity: '2',
  ConsumedUnit: 'Requests',
  PricingQuantity: '2.000000',
  PricingUnit: 'Requests',
  ProviderName: 'Cumulus',
  ServiceCategory: 'Integration',
  ServiceName: 'Queues',
  SubAccountId: 'sub-1',
  SubAccountName: 'Northwind Production',
};

const cellText = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
