import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge, draftOf } from '@/lib/domain/billing/bill.fixture';
import { billLines } from '@/lib/domain/billing/bill-draft';
import { creditNoteOf, type TaxedLine } from '@/lib/domain/billing/credit-note/credit-note';
import {
  type LinePart,
  takeParts,
  wholeParts,
  withLinesOfNothing,
} from '@/lib/domain/billing/credit-note/credit-parts';
import { goodwillParts } from '@/lib/domain/billing/credit-note/goodwill-parts';
import { isOpenNothing, leftOf, lineFamilies } from '@/lib/domain/billing/credit-note/line-family';
import { sum } from '@/lib/domain/ledger/story-books.fixture';
import { currency } from '@/lib/domain/money/currency';
import { decimal } from '@/lib/domain/money/decimal';
import { type BillFacts, billPosition } from '@/lib/domain/settlement/bill-position';
import { issuedFacts } from '@/lib/domain/settlement/bill-position.fixture';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import type { ChainLink } from '@/lib/domain/settlement/terms';

// Credit notes and positions are computed apart: one writes documents, the other moves money. Here both get the same credits.

const anyBill = fc.record({
  code: fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
  charges: fc.array(
    fc.record({
      // Small, so that most credits are of a few units and every rounding has its case; and nothing, which may have shares by the unit.
      amountMinor: fc.oneof(
        { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 3_000n }) },
        { weight: 1, arbitrary: fc.bigInt({ min: 10n ** 6n, max: 10n ** 12n }) },
        fc.constant(0n),
      ),
      supplier: fc.constantFrom(undefined, 'iot' as const, 'safe' as const),
      taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  percents: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 2 }),
  chains: fc.tuple(anyChain('a'), anyChain('b')),
  /** In parts of a thousand: what is paid, and what of the rest is given up. */
  paid: fc.bigInt({ min: 0n, max: 1_000n }),
  lost: fc.bigInt({ min: 0n, max: 1_000n }),
});
const anyStep = fc.record({
  line: fc.nat(20),
  /** Units, or parts of a thousand of what is left. */
  amount: fc.oneof(
    fc.bigInt({ min: 1n, max: 3n }).map((units) => ({ units })),
    fc.bigInt({ min: 1n, max: 1_000n }).map((thousandths) => ({ thousandths })),
  ),
  isGoodwill: fc.boolean(),
});

test('many small credits, then the rest: documents and money agree after each, and nothing is left of any party, tax or seller', () => {
  const reached = { credits: 0, freed: 0, discounts: 0, nothings: 0 };
  fc.assert(
    fc.property(anyBill, fc.array(anyStep, { maxLength: 25 }), (drawn, steps) => {
      const bill = issue(drawn);
      const given = new Map([...billPosition(bill.facts).parties].map(([id, of]) => [id, shareOf(of)]));
      const notes: ReturnType<typeof creditNoteOf>[] = [];
      const credit = (parts: readonly LinePart[]) => {
        const lines = bill.lines();
        const note = creditNoteOf(lines, bill.draft.taxes, withLinesOfNothing(lines, parts));
        const before = billPosition(bill.facts);
        bill.give(note.parts);
        const after = billPosition(bill.facts);
        notes.push(note);
        same(sum(note.documents.map(({ totalMinor }) => totalMinor)), note.totalMinor, 'documents');
        same(after.creditedMinor - before.creditedMinor, note.totalMinor, 'what the books say was credited');
        const freed = before.collectedMinor - after.collectedMinor;
        expect(freed >= 0n && freed <= note.totalMinor && after.receivableMinor >= 0n).toBe(true);
        for (const line of bill.facts.lines) {
          const [amount, credited] = [line.amountMinor, line.creditedMinor];
          expect(
            amount < 0n ? credited <= 0n && credited >= amount : credited >= 0n && credited <= amount,
          ).toBe(true);
        }
        reached.credits += 1;
        if (freed > 0n) reached.freed += 1;
        if (note.parts.some(({ amountMinor }) => amountMinor < 0n)) reached.discounts += 1;
        if (note.parts.some(({ amountMinor }) => amountMinor === 0n)) reached.nothings += 1;
      };
      for (const step of steps) {
        const parts = partsOf(bill.lines(), step);
        // Discounts of a few units may come to more than the line's part; such a credit is refused.
        if (parts.length > 0 && creditNoteOf(bill.lines(), bill.draft.taxes, parts).totalMinor >= 0n)
          credit(parts);
      }
      credit(wholeParts(bill.lines()));
      expect(wholeParts(bill.lines())).toEqual([]);
      const { parties, taxes, ...left } = billPosition(bill.facts);
      for (const [partyId, party] of parties) {
        same(shareOf(party), 0n, `of ${given.get(partyId)} left to ${partyId}`);
        same(party.payableMinor, 0n, `due to ${partyId}`);
      }
      for (const [sellerId, taxMinor] of taxes) same(taxMinor, 0n, `tax of ${sellerId}`);
      same(left.operatorRevenueMinor, 0n, 'the operator');
      same(left.receivableMinor + left.collectedMinor + left.writtenOffMinor, 0n, 'left of the bill');
      for (const invoice of bill.draft.invoices) {
        const own = notes.flatMap(({ documents }) =>
          documents.filter(({ sellerId }) => sellerId === invoice.sellerId),
        );
        same(sum(own.map(({ netMinor }) => netMinor)), invoice.netMinor, `net of ${invoice.sellerId}`);
        same(sum(own.map(({ taxMinor }) => taxMinor)), invoice.taxMinor, `tax of ${invoice.sellerId}`);
      }
      for (const tax of bill.draft.taxes) {
        const own = notes.flatMap((note) => note.taxes.filter((each) => isSameTax(each, tax)));
        same(sum(own.map(({ baseMinor }) => baseMinor)), tax.baseMinor, 'base');
        same(sum(own.map(({ taxMinor }) => taxMinor)), tax.taxMinor, 'tax');
      }
    }),
    { numRuns: 600 },
  );
  // What never happens is not shown.
  for (const times of Object.values(reached)) expect(times, JSON.stringify(reached)).toBeGreaterThan(30);
});

function issue({
  code,
  charges,
  percents,
  chains,
  paid,
  lost,
}: typeof anyBill extends fc.Arbitrary<infer B> ? B : never) {
  const draft = draftOf(
    charges.map(({ supplier, amountMinor, taxClass }, index) =>
      charge(`line-${index}`, amountMinor, { taxClass, ...(supplier && { supplier }) }),
    ),
    {
      currency: currency(code),
      discounts: percents.map((percent, index) => ({
        ...{ discountKey: `d${index}`, description: 'Spring', percent: decimal(String(percent)) },
        ...{ amountMinor: null, supplierId: null },
      })),
    },
  );
  const byAgreement: Record<string, readonly ChainLink[]> = {
    'agreement-iot': chains[0],
    'agreement-safe': chains[1],
  };
  const { lines: shares } = computeBillShares(
    draft,
    ({ agreementId }) => byAgreement[agreementId ?? ''] ?? [],
    undefined,
    {
      explain: false,
    },
  );
  const bases = new Map(chains.flat().map(({ term }) => [term.termId, term.basis]));
  const issued = issuedFacts(draft, shares, (termId) => bases.get(termId ?? '') ?? 'billed');
  const collectedMinor = (draft.totalMinor * paid) / 1_000n;
  const writtenOffMinor = ((draft.totalMinor - collectedMinor) * lost) / 1_000n;
  let facts: BillFacts = { ...issued, collectedMinor, writtenOffMinor };
  const keys = billLines(draft);
  return {
    draft,
    get facts() {
      return facts;
    },
    lines: (): TaxedLine[] =>
      keys.map((line, index) => {
        const { amountMinor, creditedMinor, disputedMinor, isCredited, shares: given } = facts.lines[index]!;
        return {
          ...{ lineId: line.lineKey, lineKey: line.lineKey, kind: line.kind, sellerId: line.sellerId },
          ...{ taxCategory: line.taxCategory, taxRatePpm: line.taxRatePpm },
          ...{ amountMinor, creditedMinor, disputedMinor, isCredited },
          isShared: amountMinor === 0n && given.some((share) => share.amountMinor !== 0n),
        };
      }),
    give(parts: readonly LinePart[]) {
      const partOf = new Map(parts.map(({ lineId, amountMinor }) => [lineId, amountMinor]));
      facts = settleOverpaid({
        ...facts,
        lines: facts.lines.map((line, index) => {
          const part = partOf.get(keys[index]!.lineKey);
          if (part === undefined) return line;
          return { ...line, creditedMinor: line.creditedMinor + part, isCredited: part === 0n };
        }),
      });
    },
  };
}

function partsOf(
  lines: readonly TaxedLine[],
  step: typeof anyStep extends fc.Arbitrary<infer S> ? S : never,
): LinePart[] {
  const families = lineFamilies(lines);
  const { root } = families[step.line % families.length]!;
  const left = leftOf(root);
  const wanted = 'units' in step.amount ? step.amount.units : (left * step.amount.thousandths) / 1_000n;
  const amountMinor = wanted > left ? left : wanted;
  const isWanted = amountMinor > 0n || isOpenNothing(root);
  if (!isWanted) return [];
  const result =
    step.isGoodwill && amountMinor > 0n
      ? goodwillParts(lines, amountMinor)
      : takeParts(lines, [{ lineId: root.lineId, amountMinor }]);
  return result.ok ? result.value : [];
}

const isSameTax = (
  a: { sellerId: string; category: string; ratePpm: bigint },
  b: { sellerId: string; category: string; ratePpm: bigint },
) => a.sellerId === b.sellerId && a.category === b.category && a.ratePpm === b.ratePpm;

const shareOf = (party: {
  payableMinor: bigint;
  pendingMinor: bigint;
  heldMinor: bigint;
  forgoneMinor: bigint;
}): bigint => party.payableMinor + party.pendingMinor + party.heldMinor + party.forgoneMinor;

/** `expect` builds a message each time. */
function same(actual: bigint, wanted: bigint, what: string): void {
  if (actual !== wanted) expect({ [what]: actual }).toEqual({ [what]: wanted });
}
