import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { groupPartnerLines } from '@/lib/domain/billing/partner-bill/group-lines';
import { partnerBillContext, USD } from '@/lib/domain/billing/partner-bill/partner-bill.fixture';
import type { ChargeCategory, PartnerLine } from '@/lib/domain/billing/partner-bill/partner-line';
import { indexAccountMappings } from '@/lib/domain/billing/partner-bill/resolve-account';
import { validatePartnerBill } from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import { decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { type Exact, formatExact } from '@/lib/domain/money/exact';
import { addDays, civilDate } from '@/lib/domain/period/civil-date';

// A real, anonymised bill of three clouds (FinOps Foundation, CC BY 4.0), which only some checkouts have beside them.
const SAMPLE = join(process.cwd(), '..', 'shared', 'data', 'focus', 'focus_sample_1000.csv');

describe.skipIf(!existsSync(SAMPLE))('the real FOCUS 1.0 file (skipped where ../shared is absent)', () => {
  test('1,000 lines down to 0.0000008 reach the bills to the last place', () => {
    const lines = read(SAMPLE);
    const payers = [...new Set(lines.map(({ externalPayer }) => externalPayer!))];
    const context = partnerBillContext({
      cycle: { from: civilDate('2026-01-01'), to: civilDate('2026-02-01') },
      maxChargeAgeMonths: 36,
      mappings: indexAccountMappings(
        payers.map((payer) => ({ level: 'payer' as const, externalAccount: payer, billingAccountId: payer })),
      ),
      accounts: new Map(payers.map((payer) => [payer, { currency: USD }])),
    });
    const { verdicts, report } = validatePartnerBill(lines, context);
    expect(report).toMatchObject({
      lines: { received: 1_000, accepted: 1_000, rejected: 0, duplicate: 0 },
      issues: [],
      acceptable: true,
    });
    expect(formatDecimal(report.totals[0]!.accepted)).toBe('20.52022672899');

    let billed = 0n;
    for (const payer of payers) {
      const own = lines.filter((_line, index) => verdicts[index]?.billingAccountId === payer);
      for (const { exact } of groupPartnerLines(own, GROUP)) billed += exact;
    }
    expect(formatExact(billed as Exact)).toBe('20.52022672899');
  });
});

const GROUP = {
  partnerKey: 'cloud',
  externalId: '2024-09',
  partnerBillId: 'bill',
  sourceMode: 'file' as const,
  supplierId: 'cloud',
  supplierRole: 'principal' as const,
  sellerId: 'op',
  agreementId: 'agreement',
  currency: USD,
  products: new Map(),
  defaultTaxClass: 'standard',
};

function read(file: string): PartnerLine[] {
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true });
  return rows.map((row, index) => {
    const from = civilDate(row.ChargePeriodStart!.slice(0, 10));
    return {
      lineNo: index + 1,
      lineKey: row.Id!,
      externalPayer: row.BillingAccountId!,
      externalAccount: row.SubAccountId!,
      service: row.ServiceName!,
      category: row.ServiceCategory!,
      chargeCategory: row.ChargeCategory!.toLowerCase() as ChargeCategory,
      description: row.ChargeDescription!,
      quantity: row.ConsumedQuantity === 'NULL' ? null : decimal(row.ConsumedQuantity!),
      unit: row.ConsumedUnit === 'NULL' ? null : row.ConsumedUnit!,
      taxCode: null,
      currency: row.BillingCurrency!,
      amount: decimal(row.BilledCost!),
      period: { from, to: addDays(from, 1) },
    };
  });
}
