import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { parseTerm, serializeTerm } from '@/lib/domain/settlement/parse-term';

const EUR = currency('EUR');
const parse = (kind: string, terms: unknown, basis = 'billed') =>
  parseTerm({ termId: 't', kind, basis, terms }, EUR);

describe('each kind as it is stored', () => {
  const zero = decimal('0');
  test.each([
    ['percentage', { ratePercent: '70' }, { ratePpm: 700_000n }],
    ['percentage', { ratePercent: '0.0001' }, { ratePpm: 1n }],
    [
      'graduated_percentage',
      {
        tiers: [
          { upTo: '100000.00', ratePercent: '0' },
          { upTo: null, ratePercent: '4' },
        ],
      },
      {
        tiers: [
          { upToMinor: 10_000_000n, ratePpm: 0n },
          { upToMinor: null, ratePpm: 40_000n },
        ],
      },
    ],
    ['fixed_per_unit', { amountPerUnit: '0.0005' }, { amountPerUnit: decimal('0.0005') }],
    [
      'wholesale',
      { model: 'volume', tiers: [{ upTo: null, unitPrice: '0.01' }] },
      { model: 'volume', tiers: [{ upTo: null, unitPrice: decimal('0.01'), flatFee: zero }] },
    ],
    ['cost_plus', { costPerUnit: null, markupPercent: '15' }, { costPerUnit: null, markupPpm: 150_000n }],
    [
      'percentage',
      { ratePercent: '70', cap: '500', minimumGuarantee: '100.50' },
      { capMinor: 50_000n, minimumGuaranteeMinor: 10_050n },
    ],
  ])('%s', (kind, terms, expected) => {
    expect(parse(kind, terms)).toMatchObject({
      ok: true,
      value: { kind, termId: 't', basis: 'billed', ...expected },
    });
  });
});

describe('what makes no sense is refused where it stands', () => {
  test.each([
    ['percentage', {}, 'required', 'terms.ratePercent'],
    ['percentage', { ratePercent: 70.5 }, 'inexact_number', 'terms.ratePercent'],
    ['percentage', { ratePercent: '100.0001' }, 'rate_out_of_range', 'terms.ratePercent'],
    ['percentage', { ratePercent: '-1' }, 'negative', 'terms.ratePercent'],
    ['percentage', { ratePercent: '1.00001' }, 'too_many_decimals', 'terms.ratePercent'],
    ['percentage', { ratePercent: '1', rate: '1' }, 'unknown_field', 'terms.rate'],
    ['percentage', { ratePercent: '1', cap: '0.005' }, 'too_many_decimals', 'terms.cap'],
    [
      'percentage',
      { ratePercent: '1', cap: '1', minimumGuarantee: '2' },
      'guarantee_above_cap',
      'terms.minimumGuarantee',
    ],
    ['graduated_percentage', { tiers: [] }, 'invalid_tiers', 'terms.tiers'],
    [
      'graduated_percentage',
      { tiers: [{ upTo: '5', ratePercent: '1' }] },
      'invalid_tiers',
      'terms.tiers.0.upTo',
    ],
    [
      'graduated_percentage',
      {
        tiers: [
          { upTo: '5', ratePercent: '1' },
          { upTo: '5', ratePercent: '1' },
          { upTo: null, ratePercent: '1' },
        ],
      },
      'invalid_tiers',
      'terms.tiers.1.upTo',
    ],
    [
      'graduated_percentage',
      { tiers: [{ upTo: null, ratePercent: '101' }] },
      'rate_out_of_range',
      'terms.tiers.0.ratePercent',
    ],
    [
      'wholesale',
      { model: 'magic', tiers: [{ upTo: null, unitPrice: '1' }] },
      'unknown_model',
      'terms.model',
    ],
    ['wholesale', { model: 'volume', tiers: [] }, 'tiers_empty', 'terms.tiers'],
    ['fixed_per_unit', { amountPerUnit: 'x' }, 'invalid_decimal', 'terms.amountPerUnit'],
    ['handshake', {}, 'unknown_kind', 'kind'],
    ['percentage', null, 'invalid_type', 'terms'],
  ])('%s %j', (kind, terms, code, path) => {
    const result = parse(kind, terms);
    expect(result.ok).toBe(false);
    expect(result.issues[0]).toMatchObject({ code, path, severity: 'error' });
  });

  test('a basis other than billed or collected', () => {
    expect(parse('percentage', { ratePercent: '1' }, 'hoped').issues).toMatchObject([
      { code: 'unknown_basis' },
    ]);
  });
});

test('what is written is read back', () => {
  fc.assert(
    fc.property(anyChain(), (chain) => {
      for (const { term } of chain) {
        const { termId, kind, basis } = term;
        const stored = JSON.parse(JSON.stringify(serializeTerm(term, EUR)));
        const result = parseTerm({ termId, kind, basis, terms: stored }, EUR);
        expect(result).toMatchObject({ ok: true, value: { ...term, capMinor: term.capMinor ?? null } });
      }
    }),
  );
});
