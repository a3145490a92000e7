import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createTranslator } from 'use-intl/core';
import { describe, expect, test } from 'vitest';
import { previewPrices } from '@/lib/domain/rating/preview';
import { type ExplainTranslator, explainStep, explainSteps } from '@/lib/format/explain-step';
import explain from '@/lib/format/messages/en/explain.json';

const t = createTranslator({ locale: 'en', messages: explain }) as unknown as ExplainTranslator;
const inWords = (step: { code: string; [name: string]: string }, currency = 'EUR') =>
  explainStep(step, t, { currency, locale: 'en' }).replaceAll('\u00a0', ' ');

const DOMAIN = path.resolve(import.meta.dirname, '../domain');

/** Every object literal with a `code` in the rooms that explain, less those that are issues or faults of a file. */
function stepCodesInSource(): string[] {
  const codes = new Set<string>();
  for (const room of ['rating', 'billing', 'settlement']) {
    for (const file of readdirSync(path.join(DOMAIN, room), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const text = readFileSync(path.join(DOMAIN, room, file), 'utf8');
      for (const { 1: code, index } of text.matchAll(/\bcode: '([a-z_]+)'/g)) {
        if (!/\b(severity|words|value|outcome|message)\b/.test(objectAround(text, index))) codes.add(code!);
      }
    }
  }
  return [...codes].sort();
}

function objectAround(text: string, index: number): string {
  const start = text.lastIndexOf('{', index);
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}

describe('explainStep', () => {
  test('has words for every step the domain can make', () => {
    const codes = stepCodesInSource();
    expect(codes).toEqual(
      expect.arrayContaining(['graduated_tier', 'share_percentage', 'partner_lines', 'credit_of']),
    );
    expect(codes.filter((code) => !t.has(code))).toEqual([]);
  });

  // Source of the numbers: the lago-api graduated spec, 21 units → 163.
  test('says the arithmetic of a tier with its bounds and its fee', () => {
    const tier = {
      code: 'graduated_tier',
      tier: '2',
      from: '10',
      upTo: '',
      quantity: '11',
      unitPrice: '5',
      flatFee: '3',
      result: '58',
    };
    expect(inWords(tier)).toBe('Tier 2 (over 10): 11 × 5.00 EUR + 3.00 EUR = 58.00 EUR');
    expect(inWords({ ...tier, tier: '1', from: '0', upTo: '10', flatFee: '0' })).toBe(
      'Tier 1 (up to 10): 11 × 5.00 EUR = 58.00 EUR',
    );
    expect(inWords({ ...tier, upTo: '20' })).toContain('(over 10, up to 20)');
  });

  test('keeps the decimals of a partner’s sub-cent charges, and cuts only what is endless', () => {
    expect(
      inWords({ code: 'per_unit', quantity: '3', unitPrice: '0.0000008', result: '0.0000024' }, 'USD'),
    ).toBe('3 × 0.0000008 USD = 0.0000024 USD');
    const rounded = {
      code: 'rounded',
      exact: '7.243548387096774193548387096774',
      currency: 'EUR',
      result: '7.24',
    };
    expect(inWords(rounded)).toBe('7.243548387096… EUR rounded once, half away from zero: 7.24 EUR');
  });

  test('tells a rate from a percentage', () => {
    const percentage = {
      code: 'percentage',
      amount: '800',
      freeAmount: '250',
      chargeable: '550',
      rate: '0.013',
      result: '7.15',
    };
    expect(inWords(percentage)).toBe(
      '800.00 EUR transacted, the first 250.00 EUR free: 550.00 EUR × 1.3% = 7.15 EUR',
    );
    expect(inWords({ code: 'discount_percent', amount: '200', percent: '12.5', result: '175' })).toBe(
      '200.00 EUR less 12.5% = 175.00 EUR',
    );
    expect(inWords({ code: 'share_percentage', amount: '10.00', percent: '70', result: '7.00' })).toBe(
      '70% of 10.00 EUR = 7.00 EUR',
    );
  });

  test('names a step it has no words for', () => {
    expect(inWords({ code: 'brand_new' })).toBe('A step without words yet (brand_new).');
  });

  test('leaves no parameter unfilled in anything the preview can say', () => {
    const tiers = [
      { upTo: '10', unitPrice: '1', flatFee: '2' },
      { upTo: null, unitPrice: '0.5', flatFee: '0' },
    ];
    const rates = [
      { upTo: '100', rate: '0.02', flatFee: '1' },
      { upTo: null, rate: '0.01' },
    ];
    const stairs = [
      { upTo: '10', flatFee: '5' },
      { upTo: null, flatFee: '9' },
    ];
    const models: Record<string, object> = {
      flat: { amount: '3' },
      per_unit: { unitPrice: '0.01' },
      graduated: { tiers },
      volume: { tiers },
      stairstep: { tiers: stairs },
      package: { size: '10', amount: '4' },
      percentage: {
        rate: '0.013',
        fixedFee: '0.1',
        freeEvents: 1,
        freeAmount: '5',
        minPerEvent: '0.5',
        maxPerEvent: '1',
      },
      graduated_percentage: { tiers: rates },
      dynamic: {},
    };
    const modifiers = {
      unitConversion: { divideBy: '3', round: 'none' },
      discountPercent: '7',
      discountAmount: '0.1',
      prepaidCredits: '1',
    };
    const bounds = [{ maximumSpend: '2' }, { minimumSpend: '500' }, { includedUnits: '2' }, {}];
    for (const [model, fields] of Object.entries(models)) {
      for (const bound of bounds) {
        if (model === 'percentage' && 'includedUnits' in bound) continue;
        const answer = previewPrices({
          currency: 'EUR',
          period: { from: '2026-01-01', to: '2026-02-01' },
          prices: [{ key: model, kind: 'usage', meter: 'm', model, ...fields, ...modifiers, ...bound }],
          usage: { m: { events: ['20', '100', '7'] } },
          cumulativeBefore: { m: '5' },
        });
        if (!('lines' in answer)) throw new Error(JSON.stringify(answer));
        for (const line of answer.lines) {
          for (const words of explainSteps(line.steps, t, { currency: 'EUR', locale: 'en' })) {
            expect(words).not.toMatch(/[{}]|undefined|NaN|explain\.|without words/);
          }
        }
      }
    }
  });
});

test('an estimate and what takes it back, for whoever reads the bill', () => {
  const supplier = 'Nordic IoT';
  const of = (cycles: string, amounts: string, sum: string, result: string) =>
    inWords({ code: 'partner_estimate', supplier, cycles, amounts, sum, result });
  expect(of('3', '10.00 + 12.00 + 11.01', '33.01', '11.00')).toBe(
    'The bill of Nordic IoT has not come yet. Estimated from its last 3 bills: 10.00 + 12.00 + 11.01 = 33.01 EUR, divided by 3 = 11.00 EUR',
  );
  expect(of('1', '7.00', '7.00', '7.00')).toBe(
    'The bill of Nordic IoT has not come yet. Estimated from its last bill: 7.00 EUR',
  );
  const back = { code: 'true_up_of', supplier, bill: 'B-7', period: 'January 2026', amount: '11.00' };
  expect(inWords({ ...back, cause: 'came' })).toBe(
    'The bill of Nordic IoT for January 2026 has come: takes back the estimate of 11.00 EUR on bill B-7 in full.',
  );
  expect(inWords({ ...back, cause: 'waived' })).toContain('Nordic IoT charges nothing for January 2026:');
});

test('who passes on to several says to whom, by name', () => {
  expect(inWords({ code: 'share_passed_on', party: 'Beta', result: '35.01' })).toBe(
    '35.01 EUR passed on to Beta',
  );
  expect(inWords({ code: 'share_kept', received: '70.01', passedOn: '45.01', result: '25.00' })).toBe(
    '70.01 EUR received, 45.01 EUR passed on: 25.00 EUR kept',
  );
  expect(inWords({ code: 'share_within_whole', received: '0.01', result: '0.00' })).toBe(
    'Rounded down to 0.00 EUR: together the shares would come to more than the 0.01 EUR there are',
  );
});
