import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeChain } from '@/lib/domain/settlement/arrange-chain';
import { type ChainPlace, checkChain } from '@/lib/domain/settlement/check-chain';
import { chooseTerm, chosenStep } from '@/lib/domain/settlement/choose-term';
import { findCycle, type PaymentEdge } from '@/lib/domain/settlement/find-cycle';
import { covers, overlaps, versionOn } from '@/lib/domain/settlement/in-force';
import { planValidity } from '@/lib/domain/settlement/plan-validity';
import type { Term } from '@/lib/domain/settlement/terms';

const DAYS = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'];
const day = fc.constantFrom(...DAYS);
const validity = fc
  .tuple(day, fc.option(day))
  .filter(([from, to]) => to === null || from < to)
  .map(([validFrom, validTo]) => ({ validFrom, validTo }));

test('two validities overlap when some day is covered by both', () => {
  fc.assert(
    fc.property(validity, validity, (a, b) => {
      expect(overlaps(a, b)).toBe(DAYS.some((on) => covers(a, on) && covers(b, on)));
    }),
  );
});

test('whatever is signed one after the other, a day has one version at most, and a replaced one ends where the next begins', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(validity, fc.boolean()), { maxLength: 8 }), (drafts) => {
      let signed: { id: string; version: number; validFrom: string; validTo: string | null }[] = [];
      for (const [index, [next, isReplacing]] of drafts.entries()) {
        const replacesId = isReplacing ? (signed.at(-1)?.id ?? null) : null;
        const plan = planValidity(signed, { ...next, replacesId });
        const shared = signed.filter((other) => overlaps(other, next));
        if (!plan.ok) {
          expect(plan.issues).toMatchObject([{ code: 'date_overlap', path: 'validFrom' }]);
          expect(shared.length).toBeGreaterThan(0);
          continue;
        }
        expect(shared.every(({ id }) => id === replacesId)).toBe(true);
        const ending = plan.value;
        signed = signed.map((other) =>
          other.id === ending?.id ? { ...other, validTo: ending.validTo } : other,
        );
        signed.push({ ...next, id: `v${index}`, version: index + 1 });
        for (const on of DAYS) {
          const covering = signed.filter((version) => covers(version, on));
          expect(covering.length).toBeLessThanOrEqual(1);
          if (covering[0]) expect(versionOn(signed, on)).toBe(covering[0]);
        }
      }
    }),
  );
});

test('before the first version the first one holds; in a gap and after the last none does', () => {
  const first = { id: 'a', validFrom: '2026-02-01', validTo: '2026-03-01' };
  const second = { id: 'b', validFrom: '2026-04-01', validTo: '2026-05-01' };
  const on = (date: string) => versionOn([first, second], date)?.id ?? null;
  expect(['2026-01-31', '2026-02-28', '2026-03-01', '2026-04-30', '2026-05-01'].map(on)).toEqual([
    ...['a', 'a', null, 'b', null],
  ]);
  expect(
    planValidity([], { validFrom: '2026-02-01', validTo: '2026-02-01', replacesId: null }),
  ).toMatchObject({
    issues: [{ code: 'date_order', path: 'validTo' }],
  });
});

const party = fc.constantFrom('op', 'a', 'b', 'c', 'd', 'e');
const edge: fc.Arbitrary<PaymentEdge> = fc
  .tuple(party, party, validity)
  .filter(([payerId, partnerId]) => payerId !== partnerId)
  .map(([payerId, partnerId, valid]) => ({ payerId, partnerId, ...valid }));

test('agreements that are taken one by one never lead money back, and the way told is a way', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 14 }), (edges) => {
      const taken: PaymentEdge[] = [];
      for (const next of edges) {
        const way = findCycle(taken, next);
        if (way === null) {
          taken.push(next);
          continue;
        }
        expect(way[0]).toBe(next.payerId);
        expect(way.slice(0, 2)).toEqual([next.payerId, next.partnerId]);
        expect(way.at(-1)).toBe(next.payerId);
        for (const [index, payerId] of way.slice(1, -1).entries()) {
          const isPaid = (other: PaymentEdge) =>
            other.payerId === payerId && other.partnerId === way[index + 2] && overlaps(other, next);
          expect(taken.some(isPaid)).toBe(true);
        }
      }
      // Of what was taken every day is a graph without a way round: parties that nobody pays can be taken off until none is left.
      for (const on of DAYS) {
        let left = taken.filter((each) => covers(each, on));
        for (let before = -1; before !== left.length; ) {
          before = left.length;
          left = left.filter(({ payerId }) => left.some(({ partnerId }) => partnerId === payerId));
        }
        expect(left).toEqual([]);
      }
    }),
  );
});

test.each<[string | null, string | null, string, string]>([
  ['guard', 'security', 'guard', 'share_term_offering'],
  ['feed', 'security', 'security', 'share_term_category'],
  ['sim', 'iot', 'general', 'share_term_general'],
  [null, null, 'general', 'share_term_general'],
])('%s of %s is settled by the term for %s', (id, category, name, code) => {
  const terms = [
    { name: 'general', offeringId: null, category: null },
    { name: 'security', offeringId: null, category: 'security' },
    { name: 'guard', offeringId: 'guard', category: null },
  ];
  const chosen = chooseTerm(terms, { id, category });
  expect(chosen).toMatchObject({ name });
  expect(chosenStep({ offering: chosen!.offeringId, category: chosen!.category }).code).toBe(code);
  expect(chooseTerm(terms.slice(1), { id: 'sim', category: 'iot' })).toBeNull();
});

test('whatever the order of terms, none that holds for the offering is closer to it than the one taken', () => {
  const name = fc.constantFrom('a', 'b', null);
  const places = fc.uniqueArray(
    fc.record({ offeringId: name, category: name }).filter((place) => !place.offeringId || !place.category),
    { selector: ({ offeringId, category }) => `${offeringId} ${category}` },
  );
  fc.assert(
    fc.property(places, name, name, (terms, id, category) => {
      const chosen = chooseTerm(terms, { id, category });
      const [own, ofCategory, general] = [
        terms.find(({ offeringId }) => offeringId !== null && offeringId === id),
        terms.find((term) => term.category !== null && term.category === category),
        terms.find((term) => term.offeringId === null && term.category === null),
      ];
      expect(chosen).toBe(own ?? ofCategory ?? general ?? null);
      expect(chooseTerm([...terms].reverse(), { id, category })).toBe(chosen);
    }),
    { numRuns: 200 },
  );
});

const place = (payerId: string, partnerId: string, more: Partial<ChainPlace> = {}): ChainPlace => ({
  ...{ payerId, partnerId, isSigned: true, currency: 'EUR' as ChainPlace['currency'] },
  ...{ validFrom: '2026-01-01', validTo: null },
  term: { kind: 'percentage', ratePpm: 500_000n, termId: partnerId, basis: 'billed' },
  ...more,
});
const third = (partnerId: string) => ({
  term: { ...place('x', partnerId).term!, ratePpm: 333_333n } as Term,
});
const capped = (partnerId: string, capMinor: bigint | null, minimumGuaranteeMinor: bigint | null) => ({
  term: { ...place('x', partnerId).term!, capMinor, minimumGuaranteeMinor },
});

test.each<[string, ChainPlace[], { code: string; path: string }[]]>([
  ['a chain that holds', [place('op', 'a'), place('a', 'b'), place('b', 'c')], []],
  ['a place left out', [place('op', 'a'), place('b', 'c')], [{ code: 'chain_broken', path: 'chain.1' }]],
  [
    'a party twice',
    [place('op', 'a'), place('a', 'b'), place('b', 'a')],
    [{ code: 'chain_cycle', path: 'chain.2.partyId' }],
  ],
  ['a draft', [place('op', 'a', { isSigned: false })], [{ code: 'not_signed', path: 'chain.0' }]],
  [
    'one that has ended',
    [place('op', 'a', { validTo: '2026-02-01' })],
    [{ code: 'not_in_force', path: 'chain.0' }],
  ],
  ['no term for it', [place('op', 'a', { term: null })], [{ code: 'missing_term', path: 'chain.0' }]],
  [
    'a guarantee that the party above cannot pay out of a month',
    [place('op', 'a', capped('a', 10_000n, null)), place('a', 'b', capped('b', null, 20_000n))],
    [{ code: 'guarantee_above_cap', path: 'chain.1.term.minimumGuarantee' }],
  ],
  [
    'amounts in two currencies',
    [
      place('op', 'a', capped('a', 10_000n, null)),
      place('a', 'b', { ...capped('b', 10_000n, null), currency: 'USD' as ChainPlace['currency'] }),
    ],
    [{ code: 'term_currency_mismatch', path: 'chain.1' }],
  ],
  [
    'two whom the operator pays, and two below one of them, in any order',
    [
      place('a', 'b', third('b')),
      place('op', 'd', third('d')),
      place('op', 'a'),
      place('a', 'c', third('c')),
    ],
    [],
  ],
  [
    'more than there is below one',
    [
      place('op', 'a'),
      place('a', 'b'),
      place('b', 'd'),
      place('a', 'c', { term: { ...place('x', 'c').term!, ratePpm: 600_000n } as Term }),
    ],
    [{ code: 'shares_above_whole', path: 'chain.3.term.ratePercent' }],
  ],
  [
    'places that only pay each other',
    [place('op', 'a'), place('b', 'c'), place('c', 'b')],
    [
      { code: 'chain_broken', path: 'chain.1' },
      { code: 'chain_broken', path: 'chain.2' },
    ],
  ],
  [
    'a supplier that is not the first',
    [place('op', 'z')],
    [{ code: 'chain_without_supplier', path: 'chain.0' }],
  ],
])('%s', (_case, places, issues) => {
  const found = checkChain({ operatorId: 'op', supplierId: 'a', from: '2026-03-01' }, places);
  expect(found.map(({ code, path }) => ({ code, path }))).toEqual(issues);
});

test('places in any order are arranged the same way: payers first, those of one payer together, each once', () => {
  const tree = fc.array(fc.nat(9), { maxLength: 10 }).map((payers) =>
    payers.map((payer, index) => ({
      ...{ payerId: index === 0 ? 'op' : `p${payer % index}`, partnerId: `p${index}` },
    })),
  );
  fc.assert(
    fc.property(tree, fc.infiniteStream(fc.nat()), (places, keys) => {
      const shuffled = places
        .map((each) => ({ each, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      const arranged = arrangeChain('op', shuffled);
      expect(new Set(arranged.map(({ place: each }) => each))).toEqual(new Set(places));
      expect(arranged).toHaveLength(places.length);
      for (const [index, { place: each, payerIndex }] of arranged.entries()) {
        expect(payerIndex).toBeLessThan(index);
        expect(arranged[payerIndex]?.place.partnerId ?? 'op').toBe(each.payerId);
        expect(payerIndex).toBeGreaterThanOrEqual(arranged[index - 1]?.payerIndex ?? -1);
      }
    }),
  );
});
