import { expect, test } from 'vitest';
import type { AgreementRefRow, ReferenceRows } from '@/lib/db/billing-reference';
import { settlementChains, supplyOn } from '@/lib/services/bill-runs/settlement-chains';

const agreement = (id: string, payerId: string, partnerId: string, more: Partial<AgreementRefRow> = {}) => ({
  ...{ id, payerId, partnerId, role: 'principal' as const, currency: 'EUR' },
  ...{ validFrom: '2026-01-01', validTo: null, signed: true, ...more },
});
const term = (
  agreementId: string,
  ratePercent: string,
  place: { offeringId?: string; category?: string } = {},
) => ({
  ...{ id: `${agreementId} ${ratePercent}`, agreementId, offeringId: null, category: null },
  ...{ kind: 'percentage', basis: 'billed', terms: { ratePercent }, ...place },
});
const link = (validFrom: string, agreementId: string) => ({ offeringId: 'guard', validFrom, agreementId });

/** Alpha's terms change on 1 March, and from 1 May on beta stands behind the offering too, until its agreement ends. */
const chains = settlementChains({
  operator: { id: 'o', partyId: 'op', name: 'Op', timeZone: 'UTC' },
  agreements: [
    agreement('a1', 'op', 'alpha', { validTo: '2026-03-01' }),
    agreement('a2', 'op', 'alpha', { validFrom: '2026-03-01', role: 'agent' }),
    agreement('a3', 'op', 'alpha', { validFrom: '2026-04-01', signed: false }),
    agreement('b1', 'alpha', 'beta', { validTo: '2026-07-01' }),
    agreement('c1', 'op', 'gamma'),
  ],
  terms: [
    term('a1', '70'),
    term('a2', '60'),
    term('a2', '55', { category: 'security' }),
    term('a2', '50', { offeringId: 'feed' }),
    term('a3', '1'),
    term('b1', '40'),
    { ...term('c1', '30', { category: 'security' }), terms: { ratePercent: '30', cap: '100.00' } },
  ],
  links: [link('2026-01-01', 'a1'), link('2026-05-01', 'a1'), link('2026-05-01', 'b1')],
  offerings: [
    { id: 'guard', category: 'security' },
    { id: 'feed', category: 'security' },
    { id: 'vault', category: 'security' },
    { id: 'sim', category: 'iot' },
  ],
} as unknown as ReferenceRows);

const guard = { id: 'guard', category: 'security', supplierId: 'alpha' };

test.each<[string, string, string, [string, bigint][]]>([
  ['2025-06-01', 'before anything was signed', 'principal', [['alpha', 700_000n]]],
  ['2026-02-28', 'the last day of the first version', 'principal', [['alpha', 700_000n]]],
  ['2026-03-01', 'the second version, by its category', 'agent', [['alpha', 550_000n]]],
  ['2026-04-30', 'a draft changes nothing', 'agent', [['alpha', 550_000n]]],
  [
    '2026-05-01',
    'the longer chain',
    'agent',
    [
      ['alpha', 550_000n],
      ['beta', 400_000n],
    ],
  ],
])('%s: %s', (on, _case, role, links) => {
  const supply = supplyOn(chains.suppliesOf(guard), on);
  expect(supply).toMatchObject({ role, sellerId: role === 'agent' ? 'alpha' : 'op', chain: { issues: [] } });
  expect(
    supply.chain.links.map(({ partyId, term: { kind, ...rest } }) => [
      partyId,
      'ratePpm' in rest && rest.ratePpm,
    ]),
  ).toEqual(links);
});

test('after an agreement has ended without another the chain holds the bill', () => {
  const supply = supplyOn(chains.suppliesOf(guard), '2026-07-01');
  expect(supply.chain.issues).toMatchObject([{ code: 'not_in_force', path: 'agreements.b1' }]);
});

test('an offering of nobody’s is the operator’s own', () => {
  expect(chains.suppliesOf({ id: 'own', category: 'security', supplierId: 'op' })).toMatchObject([
    { from: '', role: 'operator', sellerId: 'op', agreementId: null, chain: { links: [] } },
  ]);
});

test.each<[string, string | null, string, bigint]>([
  ['its own term', 'feed', '2026-03-01', 500_000n],
  ['its category’s, as a chain’s level does', 'vault', '2026-03-01', 550_000n],
  ['the general one', 'sim', '2026-03-01', 600_000n],
  ['the general one, where the line names none', null, '2026-03-01', 600_000n],
  ['the version of the first day it is for, which has no term for it', 'feed', '2026-02-28', 700_000n],
  ['the first version before anything was signed', 'feed', '2025-06-01', 700_000n],
])('without a chain an offering is settled by %s', (_case, offeringId, on, ratePpm) => {
  // Whichever version the partner's bill was taken by; a draft is none.
  for (const id of ['a1', 'a2']) {
    const chain = chains.chainOfAgreement(id)(offeringId, on);
    expect(chain).toMatchObject({ issues: [], links: [{ partyId: 'alpha', term: { ratePpm } }] });
  }
});

test('without a chain each term is one chain, and after its agreement has ended the line keeps the one it was taken by', () => {
  const of = chains.chainOfAgreement('b1');
  expect(of('sim', '2026-08-01')).toMatchObject({ issues: [], links: [{ partyId: 'beta' }] });
  expect(of('feed', '2026-02-01')).toBe(of(null, '2026-08-01'));
  const untold = chains.chainOfAgreement('c1');
  expect(untold('sim', '2026-02-01').issues).toMatchObject([{ code: 'missing_term' }]);
  expect(untold('vault', '2026-02-01')).toBe(untold('guard', '2026-03-01'));
  expect(untold('vault', '2026-02-01')).toMatchObject({ issues: [], links: [{ partyId: 'gamma' }] });
});

test('an agreement counts over the period by any term of any of its versions', () => {
  expect(['a1', 'a2', 'b1', 'c1'].map(chains.countsOverPeriod)).toEqual([false, false, false, true]);
});

test('several below one stand under their payer, whatever order they are stored in, and what nobody pays holds the bill', () => {
  const tree = (links: string[]) =>
    settlementChains({
      operator: { id: 'o', partyId: 'op', name: 'Op', timeZone: 'UTC' },
      agreements: [
        agreement('a', 'op', 'alpha'),
        agreement('b', 'alpha', 'beta'),
        agreement('c', 'alpha', 'gamma'),
        agreement('d', 'op', 'delta', { role: 'agent' }),
      ],
      terms: [term('a', '60'), term('b', '50'), term('c', '30'), term('d', '40')],
      links: links.map((id) => link('2026-01-01', id)),
      offerings: [],
    } as unknown as ReferenceRows).suppliesOf(guard)[0]!;
  const supply = tree(['a', 'b', 'd', 'c']);
  expect(supply).toMatchObject({ role: 'principal', agreementId: 'a', chain: { issues: [] } });
  expect(supply.chain.links.map(({ partyId, payerIndex }) => [partyId, payerIndex])).toEqual([
    ['alpha', -1],
    ['delta', -1],
    ['beta', 0],
    ['gamma', 0],
  ]);
  expect(tree(['a', 'b', 'c']).chain.links).toHaveLength(3);
  expect(tree(['d', 'b']).chain.issues).toMatchObject([{ code: 'chain_broken', path: 'offerings.guard' }]);
});
