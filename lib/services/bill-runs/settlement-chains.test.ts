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
  ],
  terms: [
    term('a1', '70'),
    term('a2', '60'),
    term('a2', '55', { category: 'security' }),
    term('a2', '50', { offeringId: 'feed' }),
    term('a3', '1'),
    term('b1', '40'),
  ],
  links: [link('2026-01-01', 'a1'), link('2026-05-01', 'a1'), link('2026-05-01', 'b1')],
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

test('an offering of nobody’s is the operator’s own, and a line of an agreement alone follows its general term', () => {
  expect(chains.suppliesOf({ id: 'own', category: 'security', supplierId: 'op' })).toMatchObject([
    { from: '', role: 'operator', sellerId: 'op', agreementId: null, chain: { links: [] } },
  ]);
  expect(chains.chainOfAgreement('a2').links).toMatchObject([
    { partyId: 'alpha', term: { ratePpm: 600_000n } },
  ]);
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
