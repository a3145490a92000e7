import { copyRow } from '@/lib/db/bulk/copy-text';
import { insertRows } from '@/lib/db/bulk/insert-rows';
import type { Sql } from '@/lib/db/tenant';

export type BulkAccount = {
  id: string;
  customerId: string;
  number: string;
  name: string;
  currency: string;
  timeZone: string;
  cycleSpecId: string;
  country: string;
  vatId: string | null;
  openedOn: string;
};

export type BulkProduct = {
  billingAccountId: string;
  id: string;
  offeringId: string;
  name: string;
  reference: string;
  quantity: string;
  priceId: string;
  startedOn: string;
};

export type BulkTotal = {
  billingAccountId: string;
  productId: string;
  meterId: string;
  periodFrom: string;
  quantity: string;
  maximum: string;
  eventCount: number;
};

/**
 * A customer base at once: accounts, products with one price each, and running totals of their usage, by COPY. For migrations and
 * measurements: nothing is checked but what the database checks. Once per transaction.
 */
export async function insertPortfolio(
  sql: Sql,
  operatorId: string,
  rows: { accounts: readonly BulkAccount[]; products: readonly BulkProduct[]; totals: readonly BulkTotal[] },
): Promise<void> {
  const address = JSON.stringify({ street: 'Main Street 1', town: 'Warszawa', postcode: '00-001' });
  const accounts = rows.accounts.map((row) =>
    copyRow([
      ...[
        operatorId,
        row.id,
        row.customerId,
        row.number,
        row.name,
        row.currency,
        row.timeZone,
        row.cycleSpecId,
      ],
      ...[row.country, row.vatId, address, row.openedOn],
    ]),
  );
  await insertRows(sql, 'billing_account', ACCOUNT_COLUMNS, accounts);
  const products = rows.products.map((row) =>
    copyRow([
      ...[operatorId, row.billingAccountId, row.id, row.offeringId, row.name, row.reference, row.quantity],
      ...[`{${row.priceId}}`, row.startedOn],
    ]),
  );
  await insertRows(sql, 'product', PRODUCT_COLUMNS, products);
  const totals = rows.totals.map((row) =>
    copyRow([
      ...[operatorId, row.billingAccountId, row.productId, row.meterId, row.periodFrom, '', '{}'],
      ...[row.quantity, row.maximum, row.eventCount],
    ]),
  );
  await insertRows(sql, 'usage_total', TOTAL_COLUMNS, totals);
}

const ACCOUNT_COLUMNS = [
  ...['operator_id', 'id', 'customer_id', 'number', 'name', 'currency', 'time_zone', 'cycle_spec_id'],
  ...['country', 'vat_id', 'address', 'opened_on'],
];

const PRODUCT_COLUMNS = [
  ...['operator_id', 'billing_account_id', 'id', 'offering_id', 'name', 'reference', 'quantity'],
  ...['price_ids', 'started_on'],
];

const TOTAL_COLUMNS = [
  ...[
    'operator_id',
    'billing_account_id',
    'product_id',
    'meter_id',
    'period_from',
    'dimension_key',
    'dimensions',
  ],
  ...['quantity', 'maximum', 'event_count'],
];
