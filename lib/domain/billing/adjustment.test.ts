import { expect, test } from 'vitest';
import { adjustmentCharge, adjustmentKey, isAdjustmentKey } from '@/lib/domain/billing/adjustment';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { consolidateBill } from '@/lib/domain/billing/consolidate';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { exactFromMinor } from '@/lib/domain/money/exact';
import { civilDate } from '@/lib/domain/period/civil-date';

const OWN = { supplierId: 'op', role: 'operator', sellerId: 'op', agreementId: null } as const;
const EUR = currency('EUR');
const CONTEXT = { operatorName: 'Meridian', currency: EUR };
const PERIOD = { from: civilDate('2026-03-04'), to: civilDate('2026-03-05') };

const written = (
  id: string,
  amountMinor: bigint,
  refersTo: { bill: string; line: string } | null = null,
) => ({
  ...{ id, description: 'Outage', reason: 'No service for a day', amountMinor, taxClass: 'standard' },
  ...{ period: PERIOD, offeringId: null, refersTo },
});

test('an adjustment is a line of its own amount, days and key, and says why it is there', () => {
  const line = adjustmentCharge(written('a1', -2000n, { bill: 'B-000007', line: 'Data' }), OWN, CONTEXT);
  expect(line).toMatchObject({
    ...{ lineKey: 'adjustment:a1', kind: 'adjustment', sourceMode: 'own', amountMinor: -2000n },
    ...{ exact: exactFromMinor(-2000n, EUR), quantity: null, productId: null, period: PERIOD },
  });
  expect(line.steps).toEqual([
    {
      code: 'adjustment',
      operator: 'Meridian',
      side: 'credit',
      reason: 'No service for a day',
      result: '-20.00',
    },
    { code: 'adjustment_of', bill: 'B-000007', line: 'Data' },
  ]);
  const shared = adjustmentCharge(written('a2', 1n), { ...OWN, role: 'agent', sellerId: 'p' }, CONTEXT);
  expect(shared).toMatchObject({ sourceMode: 'hub', sellerId: 'p' });
  expect(shared.steps).toMatchObject([{ side: 'charge', result: '0.01' }]);
  expect([adjustmentKey('a1'), 'estimate:p:c', 'a1:data:2026-03-01'].map(isAdjustmentKey)).toEqual([
    ...[true, false, false],
  ]);
});

test('a discount of the account leaves it as it was written, and it is taxed as any line', () => {
  const price = { ...adjustmentCharge(written('x', 1000n), OWN, CONTEXT), lineKey: 'p1:base:2026-03-01' };
  const result = consolidateBill({
    account: { accountId: 'a', operatorId: 'op', operatorName: 'Meridian' },
    ...{ period: PERIOD, currency: EUR, agreements: new Map() },
    charges: [price, adjustmentCharge(written('a1', -500n), OWN, CONTEXT)],
    discounts: [
      {
        discountKey: 'd',
        description: 'Ten off',
        percent: decimal('10'),
        amountMinor: null,
        supplierId: null,
      },
    ],
    taxContext: {
      buyer: { country: 'PL', vatId: null, isBusiness: false },
      sellers: new Map([['op', { country: 'PL', vatId: 'PL1', isBusiness: true }]]),
      rates: [
        {
          ...{ country: 'PL', productTaxClass: 'standard', category: 'S', ratePpm: 230000n },
          ...{ from: civilDate('2020-01-01'), to: null },
        },
      ],
      on: PERIOD.from,
    },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  expect(billLines(result.value).map(({ lineKey, amountMinor }) => [lineKey, amountMinor])).toEqual([
    ['adjustment:a1', -500n],
    ['p1:base:2026-03-01', 1000n],
    ['p1:base:2026-03-01:discount:d', -100n],
  ]);
  expect(result.value).toMatchObject({ netMinor: 400n, taxMinor: 92n });
});
