import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charge, draftOf, EUR } from '@/lib/domain/billing/bill.fixture';
import { balancesOf } from '@/lib/domain/ledger/balance';
import { postBill } from '@/lib/domain/ledger/post-bill';
import { postPosition } from '@/lib/domain/ledger/post-position';
import type { Posting } from '@/lib/domain/ledger/posting';
import { type BillFacts, type BillPosition, billPosition } from '@/lib/domain/settlement/bill-position';
import { issuedFacts } from '@/lib/domain/settlement/bill-position.fixture';
import { anyChain } from '@/lib/domain/settlement/chain.fixture';
import { computeBillShares } from '@/lib/domain/settlement/compute-bill-shares';
import { settleOverpaid } from '@/lib/domain/settlement/settle-overpaid';
import type { ChainLink } from '@/lib/domain/settlement/terms';

const anyCharges = fc.array(
  fc.record({
    amountMinor: fc.oneof(
      { weight: 6, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 8n }) },
      fc.bigInt({ min: -(10n ** 6n), max: 0n }),
    ),
    supplier: fc.constantFrom(undefined, 'iot' as const, 'safe' as const),
    taxClass: fc.constantFrom('standard', 'reduced', 'zero'),
  }),
  { minLength: 1, maxLength: 8 },
);
/** In parts of a thousand of what is open, or left of a line. */
const anyEvent = fc.record({
  kind: fc.constantFrom('pay', 'unpay', 'write-off', 'credit', 'dispute', 'settle'),
  line: fc.nat(7),
  part: fc.oneof(fc.constant(1_000n), fc.bigInt({ min: 1n, max: 1_000n })),
});
type Event = typeof anyEvent extends fc.Arbitrary<infer E> ? E : never;

function after(facts: BillFacts, { kind, line: index, part }: Event): BillFacts {
  const of = (amountMinor: bigint) => (amountMinor * part) / 1_000n;
  const { receivableMinor } = billPosition(facts);
  const open = receivableMinor > 0n ? receivableMinor : 0n;
  const at = index % facts.lines.length;
  const withLine = (change: (line: BillFacts['lines'][number]) => Partial<BillFacts['lines'][number]>) => ({
    ...facts,
    lines: facts.lines.map((line, place) => (place === at ? { ...line, ...change(line) } : line)),
  });
  switch (kind) {
    case 'pay':
      return { ...facts, collectedMinor: facts.collectedMinor + of(open) };
    case 'unpay':
      return { ...facts, collectedMinor: facts.collectedMinor - of(facts.collectedMinor) };
    case 'write-off':
      return { ...facts, writtenOffMinor: facts.writtenOffMinor + of(open) };
    case 'dispute':
      return withLine((line) => ({
        disputedMinor: line.disputedMinor + of(line.amountMinor - line.creditedMinor - line.disputedMinor),
      }));
    case 'settle':
      return withLine((line) => ({ disputedMinor: line.disputedMinor - of(line.disputedMinor) }));
    default:
      return settleOverpaid(
        withLine((line) => ({
          creditedMinor: line.creditedMinor + of(line.amountMinor - line.creditedMinor - line.disputedMinor),
          isCredited: line.amountMinor === 0n,
        })),
      );
  }
}

const chainsOf = (iot: ChainLink[], safe: ChainLink[]) => {
  const chains = new Map([
    ['agreement-iot', iot],
    ['agreement-safe', safe],
  ]);
  return (line: { agreementId: string | null }) => chains.get(line.agreementId ?? '') ?? [];
};
const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, each) => total + each, 0n);
const partiesSum = ({ parties }: BillPosition) =>
  sum(
    [...parties.values()].map((party) =>
      sum([party.payableMinor, party.pendingMinor, party.heldMinor, party.forgoneMinor]),
    ),
  );

test('after every event: Σ shares + operator + tax = total − credited, and the books say the same as the bill’s facts', () => {
  fc.assert(
    fc.property(
      anyCharges,
      anyChain('iot'),
      anyChain('safe'),
      fc.array(anyEvent, { maxLength: 10 }),
      (charges, iot, safe, events) => {
        const draft = draftOf(
          charges.map(({ supplier, amountMinor, taxClass }, index) =>
            charge(`line-${index}`, amountMinor, { taxClass, ...(supplier && { supplier }) }),
          ),
        );
        const shares = computeBillShares(draft, chainsOf(iot, safe)).lines;
        const bases = new Map([...iot, ...safe].map(({ term }) => [term.termId, term.basis]));
        const basisOf = (termId: string | null) => bases.get(termId ?? '') ?? 'billed';
        let facts = issuedFacts(draft, shares, basisOf);
        const pending = new Map<string, bigint>();
        for (const { partyId, termId, amountMinor } of shares.flatMap((line) => [...line.shares])) {
          if (basisOf(termId) === 'collected') {
            pending.set(partyId, (pending.get(partyId) ?? 0n) + amountMinor);
          }
        }
        const books: Posting[] = postBill({ draft, shares, pending, customerId: 'customer' });
        for (const event of events) {
          const before = billPosition(facts);
          facts = after(facts, event);
          const now = billPosition(facts);
          const change = { before, after: now, customerId: 'customer', operatorId: 'op', currency: EUR };
          books.push(...postPosition(change));
          const taxes = sum(now.taxes.values());
          expect(partiesSum(now) + now.operatorRevenueMinor + taxes).toBe(
            draft.totalMinor - now.creditedMinor,
          );
          expect(now.receivableMinor).toBe(
            draft.totalMinor - now.creditedMinor - now.collectedMinor - now.writtenOffMinor,
          );
        }
        const position = billPosition(facts);
        const balance = (account: string, partyId: string) =>
          balancesOf(books).find((each) => each.account === account && each.partyId === partyId)
            ?.balanceMinor ?? 0n;
        expect(balance('receivable', 'customer')).toBe(position.receivableMinor);
        expect(balance('operator_revenue', 'op')).toBe(position.operatorRevenueMinor);
        expect(-balance('customer_credit', 'customer')).toBe(position.collectedMinor);
        for (const [partyId, party] of position.parties) {
          expect(balance('partner_payable', partyId)).toBe(party.payableMinor);
          expect(balance('partner_pending', partyId)).toBe(party.pendingMinor);
          expect(balance('partner_held', partyId)).toBe(party.heldMinor);
        }
        const forgone = sum([...position.parties.values()].map(({ forgoneMinor }) => forgoneMinor));
        expect(balance('write_off', 'op')).toBe(position.writtenOffMinor - forgone);
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a whole credit of an issued bill takes its journal back, whatever was paid before', () => {
  fc.assert(
    fc.property(anyCharges, anyChain('iot'), fc.bigInt({ min: 0n, max: 1_000n }), (charges, iot, part) => {
      const draft = draftOf(
        charges.map(({ supplier, amountMinor }, index) =>
          charge(`line-${index}`, amountMinor, supplier ? { supplier: 'iot' } : {}),
        ),
      );
      fc.pre(draft.totalMinor >= 0n);
      const shares = computeBillShares(draft, chainsOf(iot, [])).lines;
      const issued = issuedFacts(draft, shares, () => 'collected');
      const paid = { ...issued, collectedMinor: (draft.totalMinor * part) / 1_000n };
      const lines = paid.lines.map((line) => ({
        ...{ ...line, creditedMinor: line.amountMinor, isCredited: line.amountMinor === 0n },
      }));
      const position = billPosition(settleOverpaid({ ...paid, lines }));
      expect(position).toMatchObject({ receivableMinor: 0n, operatorRevenueMinor: 0n, collectedMinor: 0n });
      expect(sum(position.taxes.values())).toBe(0n);
      for (const party of position.parties.values()) {
        expect(party).toEqual({ payableMinor: 0n, pendingMinor: 0n, heldMinor: 0n, forgoneMinor: 0n });
      }
    }),
    { numRuns: 500 },
  );
});
