import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partnerBillContext, partnerLine, USD } from '@/lib/domain/billing/partner-bill/partner-bill.fixture';
import type { PartnerLine, ReadLine } from '@/lib/domain/billing/partner-bill/partner-line';
import {
  type PartnerBillContext,
  validatePartnerBill,
} from '@/lib/domain/billing/partner-bill/validate-partner-bill';
import { type Decimal, decimal, formatDecimal } from '@/lib/domain/money/decimal';
import { errorIssue } from '@/lib/domain/money/issue';
import { civilDate } from '@/lib/domain/period/civil-date';

const validate = (lines: readonly ReadLine[], rest: Partial<PartnerBillContext> = {}) =>
  validatePartnerBill(lines, partnerBillContext(rest));
const on = (from: string, to: string) => ({ period: { from: civilDate(from), to: civilDate(to) } });

test('good lines are accepted for their account, with exact sums', () => {
  const { verdicts, report } = validate([
    partnerLine(1, '0.0000008'),
    partnerLine(2, '-0.5'),
    partnerLine(3, '1.25'),
  ]);
  expect(
    verdicts.every(
      ({ outcome, billingAccountId }) => outcome === 'accepted' && billingAccountId === 'account',
    ),
  ).toBe(true);
  expect(report.lines).toEqual({ received: 3, accepted: 3, rejected: 0, duplicate: 0 });
  expect(report.totals.map(({ accepted }) => formatDecimal(accepted))).toEqual(['0.7500008']);
  expect(report).toMatchObject({ issues: [], acceptable: true });
});

describe('each fault has its code, its row and a way out', () => {
  test.each<[string, Partial<PartnerLine>, Partial<PartnerBillContext>, object]>([
    [
      'unknown_account',
      { externalAccount: 'nobody' },
      {},
      { severity: 'error', path: 'lines.1.account', waits: true },
    ],
    [
      'unknown_account',
      { externalAccount: null, externalPayer: null },
      {},
      { severity: 'error', path: 'lines.1.account', waits: true },
    ],
    [
      'currency_mismatch',
      { externalAccount: 'sub-eur' },
      {},
      { severity: 'warning', path: 'lines.1.currency', waits: true },
    ],
    [
      'unknown_product',
      { service: 'Quantum' },
      { services: new Set(['Compute']) },
      { severity: 'error', path: 'lines.1.service', waits: true },
    ],
    [
      'unknown_tax_code',
      { taxCode: 'VAT-7' },
      { taxCodes: new Set(['VAT-19']) },
      { severity: 'error', path: 'lines.1.taxCode', waits: true },
    ],
    [
      'tax_line',
      { chargeCategory: 'tax' },
      {},
      { severity: 'warning', path: 'lines.1.chargeCategory', waits: false },
    ],
    [
      'period_outside_window',
      on('2024-06-30', '2024-07-01'),
      {},
      { severity: 'error', path: 'lines.1.periodFrom', waits: false },
    ],
    [
      'period_outside_window',
      on('2024-10-01', '2024-10-02'),
      {},
      { severity: 'warning', path: 'lines.1.periodFrom', waits: true },
    ],
  ])('%s', (code, fault, rest, { waits, ...expected }: { waits?: boolean }) => {
    const { verdicts, report } = validate([partnerLine(1, '12.5', fault), partnerLine(2, '1')], rest);
    expect(verdicts[0]).toMatchObject({ outcome: 'rejected', code, waits });
    expect(report.issues).toMatchObject([
      { code, amountAtStake: '12.5', currency: 'USD', lineNo: 1, lineCount: 1, ...expected },
    ]);
    // A rejected line does not stop the bill.
    expect(report.acceptable).toBe(true);
  });

  test('unknown_currency: the code is a value, not a currency of the totals', () => {
    const { verdicts, report } = validate([partnerLine(1, '5', { currency: 'BTC' }), partnerLine(2, '1')]);
    expect(verdicts[0]).toMatchObject({ outcome: 'rejected', code: 'unknown_currency', waits: false });
    expect(report.issues).toMatchObject([{ code: 'unknown_currency', currency: null, amountAtStake: '5' }]);
    expect(report.totals.map(({ currency }) => currency)).toEqual(['USD']);
  });

  test('the paths speak the language of the file', () => {
    const { report } = validate([partnerLine(7, '1', { externalAccount: 'x' })], {
      columns: { account: 'SubAccountId' },
    });
    expect(report.issues[0]).toMatchObject({
      path: 'lines.7.SubAccountId',
      message: 'The account "x" is not mapped to a billing account. Map it, then try again. (1 row, 1 USD)',
    });
  });

  test('a row that could not be read counts, and keeps its own issues', () => {
    const unreadable = {
      lineNo: 4,
      unreadable: [errorIssue('invalid_decimal', 'lines.4.BilledCost', 'Not a number.')],
    };
    const { verdicts, report } = validate([unreadable, partnerLine(5, '1')]);
    expect(verdicts[0]).toMatchObject({ outcome: 'rejected', code: 'unreadable_line' });
    expect(report.lines).toEqual({ received: 2, accepted: 1, rejected: 1, duplicate: 0 });
    expect(report.issues).toMatchObject([{ code: 'invalid_decimal', path: 'lines.4.BilledCost', lineNo: 4 }]);
  });
});

describe('the window: a charge as old as the agreement allows, and none from after the cycle', () => {
  test.each([
    ['2024-07-01', '2024-07-02', 'accepted'],
    ['2024-06-30', '2024-07-02', 'rejected'],
    ['2024-09-30', '2024-10-01', 'accepted'],
    ['2024-10-01', '2024-10-02', 'rejected'],
  ])('a charge from %s to %s is %s', (from, to, outcome) => {
    expect(validate([partnerLine(1, '1', on(from, to))]).verdicts[0]?.outcome).toBe(outcome);
  });

  test('36 months, as the demo’s cloud partner has it', () => {
    const cycle = { from: civilDate('2027-08-01'), to: civilDate('2027-09-01') };
    const old = partnerLine(1, '1', on('2024-09-01', '2024-09-02'));
    expect(validate([old], { cycle, maxChargeAgeMonths: 36 }).verdicts[0]?.outcome).toBe('accepted');
    expect(validate([old], { cycle, maxChargeAgeMonths: 35 }).verdicts[0]?.outcome).toBe('rejected');
  });
});

describe('duplicates', () => {
  test('in the same bill, and from an earlier one', () => {
    const lines = [partnerLine(1, '1'), partnerLine(2, '2', { lineKey: 'key-1' }), partnerLine(3, '4')];
    const { verdicts, report } = validate(lines, { knownLineKeys: new Set(['key-3']) });
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(report.lines).toEqual({ received: 3, accepted: 1, rejected: 0, duplicate: 2 });
    expect(report.issues.map(({ code, severity, amountAtStake }) => [code, severity, amountAtStake])).toEqual(
      [
        ['duplicate_line', 'warning', '2'],
        ['duplicate_line', 'warning', '4'],
      ],
    );
  });

  test('a bill of which nothing is new is not acceptable', () => {
    expect(validate([partnerLine(1, '1')], { knownLineKeys: new Set(['key-1']) }).report.acceptable).toBe(
      false,
    );
  });
});

test('rows with the same fault are one issue, whatever their number', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) =>
    partnerLine(index + 1, '0.004', { externalAccount: 'nobody' }),
  );
  const { issues } = validate(lines).report;
  expect(issues).toMatchObject([
    { code: 'unknown_account', lineCount: 1_000, lineNo: 1, amountAtStake: '4' },
  ]);
});

test('garbage in a column makes a bounded report that still counts every row', () => {
  const lines: ReadLine[] = Array.from({ length: 5_000 }, (_, index) => {
    if (index % 3 === 0) return partnerLine(index + 1, '1', { externalAccount: `nobody-${index}` });
    if (index % 3 === 1) return partnerLine(index + 1, '1', { currency: `?${index}` });
    return {
      lineNo: index + 1,
      unreadable: [errorIssue('invalid_decimal', `lines.${index + 1}.cost`, 'Bad.')],
    };
  });
  const { report } = validate(lines);
  expect(report.lines).toEqual({ received: 5_000, accepted: 0, rejected: 5_000, duplicate: 0 });
  expect(report.issues.length).toBeLessThan(700);
  expect(report.issues.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(5_000);
});

test('lines in = accepted + rejected + duplicate, and the sums agree with the verdicts, for any lines', () => {
  const line = fc.record({
    amount: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    key: fc.integer({ min: 0, max: 12 }),
    account: fc.constantFrom('sub', 'sub-eur', 'nobody', null),
    currency: fc.constantFrom('USD', 'EUR', 'XXQ', ''),
    category: fc.constantFrom('usage' as const, 'credit' as const, 'tax' as const),
    from: fc.constantFrom('2024-01-01', '2024-09-15', '2024-12-01'),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), (drawn) => {
      const lines = drawn.map((each, index) =>
        partnerLine(index + 1, '0', {
          amount: each.amount as Decimal,
          lineKey: String(each.key),
          externalAccount: each.account,
          externalPayer: null,
          currency: each.currency,
          chargeCategory: each.category,
          ...on(each.from, '2025-01-01'),
        }),
      );
      const { verdicts, report } = validate(lines);
      const { received, accepted, rejected, duplicate } = report.lines;
      expect(received).toBe(lines.length);
      expect(accepted + rejected + duplicate).toBe(received);
      const sums = new Map<string, bigint>();
      for (const [index, { outcome }] of verdicts.entries()) {
        const { currency, amount } = lines[index]!;
        if (outcome === 'accepted') sums.set(currency, (sums.get(currency) ?? 0n) + amount);
      }
      for (const total of report.totals) expect(total.accepted).toBe(sums.get(total.currency) ?? 0n);
      expect(report.issues.reduce((sum, { lineCount }) => sum + lineCount, 0)).toBe(rejected + duplicate);
    }),
  );
});

test('the totals stated beside the lines are in the report, and a mismatch stops the bill', () => {
  const stated = [{ currency: USD, amount: decimal('2') }];
  const { report } = validate([partnerLine(1, '1.5')], { stated });
  expect(report.totals).toMatchObject([{ currency: 'USD', stated: decimal('2'), received: decimal('1.5') }]);
  expect(report.issues).toMatchObject([{ code: 'total_mismatch', severity: 'error', amountAtStake: '0.5' }]);
  expect(report.acceptable).toBe(false);
});
