import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge, draftOf, EUR, JANUARY } from '@/lib/domain/billing/bill.fixture';
import {
  type EstimateContext,
  estimateCharge,
  trueUpCharge,
  usualNet,
} from '@/lib/domain/billing/partner-bill/estimate-charge';

const CONTEXT: EstimateContext = {
  partnerId: 'iot',
  cycleId: 'january',
  supplierRole: 'principal',
  supplierName: 'Nordic IoT',
  sellerId: 'op',
  agreementId: 'agreement-iot',
  period: JANUARY,
  currency: EUR,
  taxClass: 'standard',
};
const TRUE_UP = { billNumber: 'B-7', cause: 'came', supplierName: 'Nordic IoT', currency: EUR } as const;

test.each<[(bigint | null)[], bigint | null]>([
  [[1_000n, 1_200n, 1_101n], 1_100n],
  [[1_000n, 1_200n, 1_101n, 900_000n], 1_100n],
  [[5n, 6n], 6n],
  [[-5n, -6n], -6n],
  [[700n], 700n],
  [[1_000n, null, 1_200n], 733n],
  [[1_000n, 1_200n, null], 1_100n],
  [[null, null, 900n], 300n],
  [[null, null, null], null],
  [[], null],
])('the last cycles %s are usually %s', (nets, usual) => {
  expect(usualNet(nets)).toBe(usual);
  expect(estimateCharge(nets, CONTEXT)?.amountMinor ?? null).toBe(usual);
});

test('the line says what it is and how it was found', () => {
  expect(estimateCharge([1_000n, null, 1_200n], CONTEXT)).toMatchObject({
    lineKey: 'estimate:iot:january',
    description: 'Nordic IoT · January 2026, estimated',
    steps: [
      {
        code: 'partner_estimate',
        cycles: '3',
        amounts: '10.00 + 0.00 + 12.00',
        sum: '22.00',
        result: '7.33',
      },
      { code: 'partner_estimate_until', supplier: 'Nordic IoT' },
    ],
  });
});

test('a true-up names the estimate and the bill that it was on', () => {
  const estimate = estimateCharge([700n], CONTEXT)!;
  expect(trueUpCharge(estimate, TRUE_UP)).toMatchObject({
    lineKey: 'estimate:iot:january:true_up',
    kind: 'true_up',
    amountMinor: -700n,
    steps: [{ code: 'true_up_of', bill: 'B-7', amount: '7.00', period: 'January 2026' }],
  });
});

test('estimate, true-up and real bill together are the real bill, whenever it comes', () => {
  const net = fc.bigInt({ min: -10_000_000n, max: 10_000_000n });
  fc.assert(
    fc.property(
      fc.array(fc.option(net), { maxLength: 5 }),
      fc.array(net, { minLength: 1, maxLength: 4 }),
      fc.nat(3),
      (nets, real, cameAfter) => {
        const lines = real.map((amount, i) => charge(`real-${i}`, amount, { supplier: 'iot' }));
        const estimate = estimateCharge(nets, CONTEXT);
        // The bill that stands in for it, then bills with nothing of it, then the one that it comes in time for.
        const bills =
          cameAfter === 0
            ? [lines]
            : [
                estimate ? [estimate] : [],
                ...Array.from({ length: cameAfter - 1 }, () => []),
                estimate ? [trueUpCharge(estimate, TRUE_UP), ...lines] : lines,
              ];
        const billed = bills.map((charges) => (charges.length === 0 ? 0n : draftOf(charges).netMinor));
        expect(billed.reduce((sum, part) => sum + part, 0n)).toBe(real.reduce((sum, part) => sum + part, 0n));
      },
    ),
    { numRuns: 200 },
  );
});
