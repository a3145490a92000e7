const COLUMNS =
  'BilledCost,BillingAccountId,BillingAccountName,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,ChargeDescription,ChargeFrequency,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,EffectiveCost,ListCost,PricingQuantity,PricingUnit,ProviderName,RegionId,ResourceId,ResourceName,ServiceCategory,ServiceName,SkuId,SubAccountId,SubAccountName,Id';

const PAYERS = 20;

/** A cloud's bill in FOCUS 1.0 of that many rows, some 400 bytes each; another `name` is another bill. No cell has a comma. */
export function* billFile(name: string, rows: number): Generator<Buffer> {
  yield Buffer.from(`${COLUMNS}\n`);
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    const lines: string[] = [];
    for (let n = from; n < Math.min(rows, from + ROWS_PER_PIECE); n += 1) lines.push(rowOf(name, n));
    yield Buffer.from(lines.join(''));
  }
}

const ROWS_PER_PIECE = 400;

function rowOf(name: string, n: number): string {
  const day = String((n % 30) + 1).padStart(2, '0');
  const hour = String(n % 23).padStart(2, '0');
  const next = String((n % 23) + 1).padStart(2, '0');
  const cost = `${n % 97}.${String(n % 1_000_000).padStart(9, '0')}`;
  return `${cost},payer-1,Northwind Holding,USD,2026-11-01 00:00:00,2026-10-01 00:00:00,Usage,NULL,Requests in tier ${n % 7} of the queue service,Usage-Based,2026-10-${day} ${next}:00:00,2026-10-${day} ${hour}:00:00,${n % 500},Requests,${cost},${cost},${n % 500}.000000,Requests,Cumulus,eu-central-${n % 3},arn:queue:${name}:${n},queue-${n % 4000},Integration,Queues ${n % 40},SKU-${n % 300},sub-${n % PAYERS},Northwind ${n % PAYERS},${name}-${n}\n`;
}
