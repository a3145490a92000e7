import { describe, expect, test } from 'vitest';
import { changeModel, newPrice, renamePrice } from '@/components/calculator/draft';
import { examples } from '@/components/calculator/examples';
import { decodePlan, encodePlan } from '@/components/calculator/plan-address';
import { fromRequest, toRequest } from '@/components/calculator/preview-request';
import { readRateSheet } from '@/components/calculator/rate-sheet';
import { addTier, removeTier, settleBounds, tierFrom } from '@/components/calculator/tiers';
import { PRICE_MODELS } from '@/lib/domain/pricing/price';
import { previewPrices } from '@/lib/domain/rating/preview';

const tier = (upTo: string, unitPrice = '1', flatFee = '') => ({ upTo, unitPrice, flatFee });

describe('a draft and its request', () => {
  test.each(Object.entries(examples))(
    'the example %s comes back as it was, and is priced without a remark',
    (_, request) => {
      const draft = fromRequest(request);
      expect(draft && toRequest(draft)).toEqual(request);
      expect(previewPrices(request)).toMatchObject({ issues: [] });
    },
  );

  // The totals are worked in the domain rules: [lago-api graduated spec], [lago-doc package, volume], [lago-api percentage spec].
  test('the examples cost what the price books say', () => {
    expect(previewPrices(examples.calls)).toMatchObject({
      lines: [{ amount: '163.00' }, { amount: '10.00' }, { amount: '11.15' }],
      total: '184.15',
    });
    expect(previewPrices(examples.storage)).toMatchObject({ total: '49.00' });
  });

  test('travels in an address and back; anything else is no plan', () => {
    const draft = fromRequest(examples.calls)!;
    draft.prices[0]!.key = 'Anrufe – „Inland“';
    expect(decodePlan(encodePlan(draft))).toEqual(draft);
    for (const word of ['', '%%%', 'e30', btoa('[1,2]'), encodePlan(draft).slice(0, 40)]) {
      expect(decodePlan(word)).toBeNull();
    }
  });

  test('a fresh price of every model is a price', () => {
    for (const model of PRICE_MODELS) {
      const price = changeModel(newPrice('1', 'new'), model);
      const draft = { ...fromRequest(examples.calls)!, prices: [price], usage: { new: '7' } };
      expect(previewPrices(toRequest(draft)), model).toMatchObject({ issues: [] });
    }
  });

  test('an empty box is absent, so the domain says what is missing and where', () => {
    const draft = fromRequest(examples.calls)!;
    draft.prices[1]!.numbers.size = '';
    expect(previewPrices(toRequest(draft))).toMatchObject({
      issues: [{ code: 'required', path: 'prices.1.size' }],
    });
  });

  test('a new key takes its meter and usage along', () => {
    const draft = renamePrice(fromRequest(examples.calls)!, '0', 'voice');
    expect(draft.prices[0]).toMatchObject({ key: 'voice', meter: 'voice' });
    expect(draft.usage).toMatchObject({ voice: '21' });
    const apart = renamePrice(draft, '1', 'bundle');
    expect(apart.prices[1]).toMatchObject({ key: 'bundle', meter: 'msgs' });
  });
});

describe('tiers', () => {
  test('begin where the one before ends', () => {
    const tiers = [tier('10'), tier('20'), tier('')];
    expect([0, 1, 2].map((index) => tierFrom(tiers, index))).toEqual(['0', '10', '20']);
  });

  test('are added before the open one, as wide as the last', () => {
    expect(addTier([tier('10'), tier('25'), tier('', '3')])).toEqual([
      tier('10'),
      tier('25'),
      tier('40', '3'),
      tier('', '3'),
    ]);
    expect(addTier([tier('')]).map(({ upTo }) => upTo)).toEqual(['100', '']);
  });

  test('are removed without a gap, and the last is always open', () => {
    const tiers = [tier('10'), tier('20'), tier('')];
    expect(removeTier(tiers, 0).map(({ upTo }) => upTo)).toEqual(['20', '']);
    expect(removeTier(tiers, 2).map(({ upTo }) => upTo)).toEqual(['10', '']);
    expect(removeTier([tier('')], 0)).toHaveLength(1);
  });

  test('move up when a bound overtakes them, and stay when it does not', () => {
    const tiers = [tier('30'), tier('20'), tier('50'), tier('')];
    expect(settleBounds(tiers, 0, '10').map(({ upTo }) => upTo)).toEqual(['30', '40', '70', '']);
    expect(settleBounds([tier('15'), tier('20'), tier('')], 0, '10').map(({ upTo }) => upTo)).toEqual([
      '15',
      '20',
      '',
    ]);
    expect(settleBounds([tier('x'), tier('20'), tier('')], 0, '10').map(({ upTo }) => upTo)).toEqual([
      'x',
      '20',
      '',
    ]);
  });
});

describe('a pasted rate sheet', () => {
  test('is read with heading, ranges, currency and an open end', () => {
    const sheet = 'From\tUp to\tPrice\tFee\n0\t1,000\t€ 0.10\t2\n1,000\t5,000\t€ 0.08\t\n5,000\t∞\t€ 0.05\t1';
    expect(readRateSheet(sheet, 'en', 'unitPrice')).toEqual({
      tiers: [tier('1000', '0.10', '2'), tier('5000', '0.08', ''), tier('', '0.05', '1')],
    });
  });

  test('is read in the reader’s own numbers', () => {
    expect(readRateSheet('1.000;0,10\n;0,05', 'de', 'unitPrice')).toEqual({
      tiers: [tier('1000', '0.10'), tier('', '0.05')],
    });
  });

  test('without an open end goes on at its last price; of two columns the second is the price', () => {
    expect(readRateSheet('10\t5\n20\t4', 'en', 'unitPrice')).toEqual({
      tiers: [tier('10', '5'), tier('20', '4'), tier('', '4')],
    });
  });

  test('of a stairstep has fees', () => {
    expect(readRateSheet('10\t199\nmore\t799', 'en', 'flatFee')).toEqual({
      tiers: [tier('10', '', '199'), tier('', '', '799')],
    });
  });

  test.each([
    ['', 1, 'columns'],
    ['1\t2\t3\t4\t5', 1, 'columns'],
    ['10\t5\n20\tx\n30\t1', 2, 'number'],
    ['10\t5\nmore\t4\n30\t3', 2, 'number'],
    ['10\t5\n10\t4', 2, 'order'],
  ])('says which row is wrong: %j', (sheet, wrongRow, reason) => {
    expect(readRateSheet(sheet, 'en', 'unitPrice')).toEqual({ wrongRow, reason });
  });
});
