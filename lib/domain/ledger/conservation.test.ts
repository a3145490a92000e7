import fc from 'fast-check';
import { expect, test } from 'vitest';
import { billInput, charge } from '@/lib/domain/billing/bill.fixture';
import { type BillDraft, billLines } from '@/lib/domain/billing/bill-draft';
import { consolidateBill } from '@/lib/domain/billing/consolidate';
import { creditBill } from '@/lib/domain/billing/credit-bill';
import type { BillDiscount } from '@/lib/domain/billing/spread-discounts';
import { balancesOf } from '@/lib/domain/ledger/balance';
import { postBill } from '@/lib/domain/ledger/post-bill';
import { reversePostings } from '@/lib/domain/ledger/reverse-postings';
import { currency } from '@/lib/domain/money/currency';
import type { Decimal } from '@/lib/domain/money/decimal';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeBillShares, sumByParty } from '@/lib/domain/settlement/compute-bill-shares';
import { creditShares } from '@/lib/domain/settlement/credit-shares';

const amount = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 10n });
const anyCharge = fc.record({
  amountMinor: amount,
  quantity: fc.option(fc.bigInt({ min: 0n, max: 10n ** 19n }).map((value) => value as Decimal)),
  supplier: fc.constantFrom(undefined, 'iot' as const, 'safe' as const),
  taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
  kind: fc.constantFrom('recurring' as const, 'usage' as const, 'maximum' as const, 'credit' as const),
});
const anyDiscount = fc.record({
  percent: fc.option(fc.bigInt({ min: 0n, max: 10n ** 17n }).map((value) => value as Decimal)),
  amountMinor: fc.bigInt({ min: 0n, max: 10n ** 6n }),
  supplierId: fc.constantFrom(null, 'op', 'iot'),
});

const anyBill = fc
  .record({
    charges: fc.array(anyCharge, { maxLength: 12 }),
    discounts: fc.array(anyDiscount, { maxLength: 3 }),
    code: fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'),
    iot: anyChain('iot'),
    safe: anyChain('safe'),
  })
  .map(({ charges, discounts, code, iot, safe }) => {
    const lines = charges.map(({ supplier, amountMinor, ...rest }, index) =>
      charge(`line-${index}`, amountMinor, { ...rest, ...(supplier && { supplier }) }),
    );
    const rules = discounts.map(
      ({ percent, amountMinor, supplierId }, index): BillDiscount => ({
        discountKey: `d${index}`,
        description: 'Discount',
        percent,
        amountMinor: percent === null ? amountMinor : null,
        supplierId,
      }),
    );
    const result = consolidateBill(billInput(lines, { currency: currency(code), discounts: rules }));
    if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join(' '));
    const chains = new Map([
      ['agreement-iot', iot],
      ['agreement-safe', safe],
    ]);
    const chainFor = (line: { agreementId: string | null }) => chains.get(line.agreementId ?? '') ?? [];
    return { draft: result.value, shares: computeBillShares(result.value, chainFor) };
  });

const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, each) => total + each, 0n);
const receivable = (draft: BillDraft, shares: Parameters<typeof postBill>[0]['shares']) =>
  sum(
    postBill({ draft, shares, customerId: 'customer' })
      .filter(({ account }) => account === 'receivable')
      .map(({ debitMinor, creditMinor }) => debitMinor - creditMinor),
  );

test('Σ lines + Σ tax = total = Σ postings to the receivable = Σ partner shares + operator share + tax', () => {
  fc.assert(
    fc.property(anyBill, ({ draft, shares }) => {
      const lines = billLines(draft);
      const tax = sum(draft.taxes.map(({ taxMinor }) => taxMinor));
      expect(sum(lines.map(({ amountMinor }) => amountMinor)) + tax).toBe(draft.totalMinor);
      expect(receivable(draft, shares.lines)).toBe(draft.totalMinor);
      expect(sum(sumByParty(shares.lines).values()) + tax).toBe(draft.totalMinor);
      expect(shares.sumMinor + tax).toBe(draft.totalMinor);
      expect(sum(draft.invoices.map(({ totalMinor }) => totalMinor))).toBe(draft.totalMinor);
      expect(sum(draft.sections.map(({ netMinor }) => netMinor))).toBe(draft.netMinor);
      expect(sum(draft.taxes.map(({ baseMinor }) => baseMinor))).toBe(draft.netMinor);
      for (const [index, line] of lines.entries()) {
        const each = shares.lines[index]!;
        expect([each.lineKey, sum(each.shares.map(({ amountMinor }) => amountMinor))]).toEqual([
          line.lineKey,
          line.amountMinor,
        ]);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('invoice + full credit = 0 for every line, tax, seller, party and account', () => {
  fc.assert(
    fc.property(anyBill, ({ draft, shares }) => {
      const back = creditBill(draft);
      const sharesBack = creditShares(shares.lines);
      expect(back.totalMinor).toBe(-draft.totalMinor);
      const postings = postBill({ draft, shares: shares.lines, customerId: 'customer' });
      const postingsBack = postBill({ draft: back, shares: sharesBack, customerId: 'customer' });
      expect(postingsBack).toEqual(reversePostings(postings));
      for (const balance of balancesOf([...postings, ...postingsBack])) expect(balance.balanceMinor).toBe(0n);
      const parties = sumByParty([...shares.lines, ...sharesBack]);
      for (const left of parties.values()) expect(left).toBe(0n);
      for (const [index, tax] of draft.taxes.entries()) {
        expect(tax.taxMinor + back.taxes[index]!.taxMinor).toBe(0n);
        expect(tax.baseMinor + back.taxes[index]!.baseMinor).toBe(0n);
      }
      expect(billLines(back).map(({ lineKey }) => lineKey)).toEqual(sharesBack.map(({ lineKey }) => lineKey));
      expect(creditBill(back).invoices).toEqual(draft.invoices);
    }),
    { numRuns: 500 },
  );
});
