import type { PricePreviewRequest } from '@/lib/domain/rating/preview-request';

const january = { from: '2026-01-01', to: '2026-02-01' };

/** Plans to start from, by the key of their name in the messages. */
export const examples = {
  connectivity: {
    currency: 'EUR',
    period: january,
    quantity: '12',
    prices: [
      { key: 'sim', kind: 'recurring', model: 'per_unit', unitPrice: '1.20' },
      {
        key: 'data',
        kind: 'usage',
        meter: 'data',
        model: 'graduated',
        tiers: [
          { upTo: '5', unitPrice: '2.00' },
          { upTo: '50', unitPrice: '1.20' },
          { upTo: null, unitPrice: '0.80' },
        ],
        includedUnits: '1',
      },
    ],
    usage: { data: '64.25' },
  },
  calls: {
    currency: 'EUR',
    period: january,
    prices: [
      {
        key: 'calls',
        kind: 'usage',
        meter: 'calls',
        model: 'graduated',
        chargeWhenZero: true,
        tiers: [
          { upTo: '10', unitPrice: '10', flatFee: '2' },
          { upTo: '20', unitPrice: '5', flatFee: '3' },
          { upTo: null, unitPrice: '5', flatFee: '3' },
        ],
      },
      {
        key: 'pack',
        kind: 'usage',
        meter: 'msgs',
        model: 'package',
        size: '100',
        amount: '5',
        includedUnits: '100',
      },
      {
        key: 'fee',
        kind: 'usage',
        meter: 'pay',
        model: 'percentage',
        rate: '0.013',
        fixedFee: '2',
        freeEvents: '2',
        freeAmount: '250',
      },
    ],
    usage: { calls: '21', msgs: '201', pay: { events: ['200', '300', '100', '200'] } },
  },
  storage: {
    currency: 'USD',
    period: january,
    prices: [
      {
        key: 'requests',
        kind: 'usage',
        meter: 'requests',
        model: 'volume',
        tiers: [
          { upTo: '10000', unitPrice: '0.0010', flatFee: '10' },
          { upTo: '50000', unitPrice: '0.0008', flatFee: '10' },
          { upTo: '100000', unitPrice: '0.0006', flatFee: '10' },
          { upTo: null, unitPrice: '0.0004', flatFee: '10' },
        ],
      },
    ],
    usage: { requests: '65000' },
  },
  licences: {
    currency: 'PLN',
    period: january,
    service: { from: '2026-01-10', to: '2026-02-01' },
    quantity: '25',
    prices: [
      {
        key: 'seats',
        kind: 'recurring',
        model: 'stairstep',
        tiers: [
          { upTo: '10', flatFee: '199' },
          { upTo: '50', flatFee: '799' },
          { upTo: null, flatFee: '1990' },
        ],
        prorate: true,
        discountPercent: '10',
      },
    ],
  },
} satisfies Record<string, PricePreviewRequest>;

export type ExampleName = keyof typeof examples;
