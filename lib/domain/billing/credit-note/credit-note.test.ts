import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { creditNoteOf, type TaxedLine } from '@/lib/domain/billing/credit-note/credit-note';
import { type LinePart, takeParts, wholeParts } from '@/lib/domain/billing/credit-note/credit-parts';
import { goodwillParts } from '@/lib/domain/billing/credit-note/goodwill-parts';
import { leftOf, lineFamilies } from '@/lib/domain/billing/credit-note/line-family';
import type { BillDiscount } from '@/lib/domain/billing/spread-discounts';
import { decimal } from '@/lib/domain/money/decimal';

const percentOff = (percent: string, discountKey = 'spring'): BillDiscount => ({
  ...{ discountKey, description: 'Spring', percent: decimal(percent), amountMinor: null, supplierId: null },
});

function issued(charges: Parameters<typeof draftOf>[0], discounts: readonly BillDiscount[] = []) {
  const draft = draftOf(charges, { discounts });
  const lines: TaxedLine[] = billLines(draft).map((line) => ({
    ...{ lineId: line.lineKey, lineKey: line.lineKey, kind: line.kind, amountMinor: line.amountMinor },
    ...{ sellerId: line.sellerId, taxCategory: line.taxCategory, taxRatePpm: line.taxRatePpm },
    ...{ creditedMinor: 0n, disputedMinor: 0n, isCredited: false, isShared: line.amountMinor === 0n },
  }));
  return { draft, lines };
}

const credited = (lines: readonly TaxedLine[], parts: readonly LinePart[]): TaxedLine[] =>
  lines.map((line) => ({
    ...line,
    creditedMinor:
      line.creditedMinor + (parts.find(({ lineId }) => lineId === line.lineId)?.amountMinor ?? 0n),
    isCredited:
      line.isCredited || parts.some((part) => part.lineId === line.lineId && part.amountMinor === 0n),
  }));

const partsOf = (lines: readonly TaxedLine[], lineId: string, amountMinor: bigint) => {
  const result = takeParts(lines, [{ lineId, amountMinor }]);
  return result.ok
    ? Object.fromEntries(result.value.map((part) => [part.lineId, part.amountMinor]))
    : result.issues.map(({ code }) => code);
};

describe('what goes along', () => {
  const { lines } = issued(
    [charge('sim', 10_000n), charge('sim:maximum', -1_000n, { kind: 'maximum' }), charge('seat', 333n)],
    [percentOff('10')],
  );

  test('a line takes the part of its discounts and its ceiling along', () => {
    // 10 % off 100.00, and off the 10.00 that the ceiling took.
    expect(partsOf(lines, 'sim', 5_000n)).toEqual({
      sim: 5_000n,
      'sim:discount:spring': -500n,
      'sim:maximum': -500n,
      'sim:maximum:discount:spring': 50n,
    });
    expect(lineFamilies(lines).map(({ root }) => root.lineId)).toEqual(['seat', 'sim']);
  });

  test('the last part absorbs the rounding', () => {
    const first = takeParts(lines, [{ lineId: 'seat', amountMinor: 111n }]);
    expect(first.ok && first.value[1]!.amountMinor).toBe(-11n);
    const after = credited(lines, first.ok ? first.value : []);
    expect(partsOf(after, 'seat', 222n)).toEqual({ seat: 222n, 'seat:discount:spring': -22n });
  });

  test('what is too much, elsewhere or nothing is refused', () => {
    expect(partsOf(lines, 'seat', 334n)).toEqual(['above_line']);
    expect(partsOf(lines, 'seat', -1n)).toEqual(['above_line']);
    expect(partsOf(lines, 'seat', 0n)).toEqual(['nothing_to_credit']);
    expect(partsOf(lines, 'chair', 1n)).toEqual(['line_not_found']);
    expect(partsOf(lines, 'seat:discount:spring', -1n)).toEqual(['lowering_line']);
    expect(partsOf(lines, 'sim:maximum', -1n)).toEqual(['lowering_line']);
    const disputed = lines.map((line) => (line.lineId === 'seat' ? { ...line, disputedMinor: 300n } : line));
    expect(partsOf(disputed, 'seat', 34n)).toEqual(['above_line']);
    const seat = { lineId: 'seat', amountMinor: 1n };
    const twice = takeParts(lines, [seat, seat]);
    expect(twice.issues.map(({ code }) => code)).toEqual(['duplicate_line']);
  });
});

test('goodwill by largest remainder, exact with discounts', () => {
  const { lines } = issued([charge('a', 6_000n), charge('b', 3_000n), charge('c', -500n)], [percentOff('7')]);
  const parts = goodwillParts(lines, 1_000n);
  const sum = (key: string) =>
    (parts.ok ? parts.value : [])
      .filter(({ lineId }) => lineId.startsWith(key))
      .reduce((total, { amountMinor }) => total + amountMinor, 0n);
  expect([sum('a'), sum('b'), sum('c')]).toEqual([667n, 333n, 0n]);
  expect(goodwillParts(lines, 8_371n).issues.map(({ code }) => code)).toEqual(['above_bill']);
  expect(goodwillParts(lines, 8_370n).ok).toBe(true);
});

const anyCharge = fc.record({
  amountMinor: fc.oneof(
    { weight: 8, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 6n }) },
    fc.bigInt({ min: -5_000n, max: 0n }),
  ),
  supplier: fc.constantFrom(undefined, 'iot' as const, 'safe' as const),
  taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
});
const anyStep = fc.record({
  line: fc.nat(20),
  part: fc.bigInt({ min: 1n, max: 1_000n }),
  goodwill: fc.boolean(),
});

test('whatever parts come first, the rest gives every line, tax and seller back exactly', () => {
  fc.assert(
    fc.property(
      fc.array(anyCharge, { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
      fc.array(anyStep, { maxLength: 8 }),
      (charges, percents, steps) => {
        const { draft, lines: fresh } = issued(
          charges.map(({ supplier, amountMinor, taxClass }, index) =>
            charge(`line-${index}`, amountMinor, { taxClass, ...(supplier && { supplier }) }),
          ),
          percents.map((percent, index) => percentOff(String(percent), `d${index}`)),
        );
        let lines = fresh;
        const sums = { net: 0n, tax: 0n, bySeller: new Map<string, bigint>() };
        const take = (parts: readonly LinePart[]) => {
          const note = creditNoteOf(lines, draft.taxes, parts);
          expect(note.documents.reduce((sum, { totalMinor }) => sum + totalMinor, 0n)).toBe(note.totalMinor);
          lines = credited(lines, parts);
          for (const line of lines) {
            const sign = line.amountMinor < 0n ? -1n : 1n;
            expect(sign * line.creditedMinor >= 0n && sign * leftOf(line) >= 0n).toBe(true);
          }
          sums.net += note.netMinor;
          sums.tax += note.taxMinor;
          for (const { sellerId, totalMinor } of note.documents) {
            sums.bySeller.set(sellerId, (sums.bySeller.get(sellerId) ?? 0n) + totalMinor);
          }
          return note;
        };
        for (const { line: at, part, goodwill } of steps) {
          const { root } = lineFamilies(lines)[at % lineFamilies(lines).length]!;
          const amountMinor = (leftOf(root) * part) / 1_000n;
          const result = goodwill
            ? goodwillParts(lines, amountMinor)
            : takeParts(lines, [{ lineId: root.lineId, amountMinor }]);
          if (!result.ok) continue;
          const note = take(result.value);
          if (goodwill) expect(note.netMinor).toBe(amountMinor);
        }
        take(wholeParts(lines));
        expect(wholeParts(lines)).toEqual([]);
        expect(sums).toMatchObject({ net: draft.netMinor, tax: draft.taxMinor });
        for (const { sellerId, totalMinor } of draft.invoices) {
          expect(sums.bySeller.get(sellerId) ?? 0n).toBe(totalMinor);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});
