import { expect, test } from 'vitest';
import { charge, draftOf, EUR, JANUARY } from '@/lib/domain/billing/bill.fixture';
import {
  type EstimateContext,
  estimateCharge,
  trueUpCharge,
} from '@/lib/domain/billing/partner-bill/estimate-charge';

const CONTEXT: EstimateContext = {
  partnerKey: 'nordic-iot',
  supplierId: 'iot',
  supplierRole: 'principal',
  supplierName: 'Nordic IoT',
  sellerId: 'op',
  agreementId: 'agreement-iot',
  period: JANUARY,
  currency: EUR,
  taxClass: 'standard',
};

test.each([
  [[1_000n, 1_200n, 1_101n], 1_100n],
  [[1_000n, 1_200n, 1_101n, 900_000n], 1_100n],
  [[5n, 6n], 6n],
  [[-5n, -6n], -6n],
  [[700n], 700n],
])('the last cycles %s estimate %s', (nets, amountMinor) => {
  expect(estimateCharge(nets, CONTEXT)).toMatchObject({
    amountMinor,
    lineKey: 'estimate:nordic-iot:agreement-iot:2026-01-01',
  });
});

test('nothing before, nothing to go by', () => expect(estimateCharge([], CONTEXT)).toBeNull());

test('with the true-up the customer has paid what the partner charged', () => {
  const estimate = estimateCharge([1_000n, 1_200n], CONTEXT)!;
  const first = draftOf([estimate]);
  const second = draftOf([trueUpCharge(estimate), charge('real', 1_337n, { supplier: 'iot' })]);
  expect(first.netMinor + second.netMinor).toBe(1_337n);
});
