import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { wholeList } from '@/lib/db/keyset';
import type { AppError } from '@/lib/errors';
import { contentHash } from '@/lib/services/agreements/content-hash';
import { createAgreement } from '@/lib/services/agreements/create-agreement';
import { createVersion } from '@/lib/services/agreements/create-version';
import { exampleChains } from '@/lib/services/agreements/example-chains';
import { getAgreement } from '@/lib/services/agreements/get-agreement';
import { giveSelfBillingConsent } from '@/lib/services/agreements/give-consent';
import { listAgreements } from '@/lib/services/agreements/list-agreements';
import { changeDraft, createDraft } from '@/lib/services/agreements/save-draft';
import { setOfferingChain } from '@/lib/services/agreements/set-offering-chain';
import { signAgreement } from '@/lib/services/agreements/sign-agreement';
import { showShares } from '@/lib/services/catalogue/show-shares';
import type { ServiceContext } from '@/lib/services/context';
import { createSmallWorld, type SmallWorld } from '@/lib/services/operators/small-world.fixture';
import { createPartner } from '@/lib/services/parties/create-party';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

let database: TestDatabase;
let owner: Client;
let world: SmallWorld;
let gamma: string;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set row_security = off');
  world = ofPeople(await createSmallWorld('meridian'));
  const address = { street: 'Main 1', town: 'Berlin', postcode: '10115' };
  const legal = { legalName: 'gamma GmbH', country: 'DE', vatId: null, address };
  gamma = (await createPartner(world.ctx, { slug: 'gamma', name: 'gamma', ...legal, ratingMode: 'hub' })).id;
});

afterAll(async () => {
  await owner.end();
  await disconnect();
  await database.drop();
});

const person = (ctx: ServiceContext): ServiceContext => ({ ...ctx, actor: { ...ctx.actor, kind: 'user' } });
/** Who signs is a person. */
const ofPeople = (small: SmallWorld): SmallWorld => ({
  ...small,
  as: (audience, id) => person(small.as(audience, id)),
  alpha: { ...small.alpha, ctx: person(small.alpha.ctx) },
  beta: { ...small.beta, ctx: person(small.beta.ctx) },
});

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    ({ code, issues }: AppError) => ({ code, at: issues.map((issue) => `${issue.code} ${issue.path}`) }),
  );
const half = { kind: 'percentage', terms: { ratePercent: '50' } };
const between = (payerId: string, partnerId: string, validFrom = '2026-01-01') => ({
  ...{ payerId, partnerId, role: 'principal' as const, currency: 'EUR', validFrom, terms: [half] },
});
const count = async (table: string) =>
  (await owner.query(`select count(*)::int as n from ${table}`)).rows[0].n;

describe('a draft', () => {
  test('is the operator’s alone until it signs, then the partner’s to countersign, and then nobody’s to edit', async () => {
    const draft = await createDraft(world.ctx, between(world.partyId, gamma));
    const partner = world.as('partner', gamma);
    expect(draft).toMatchObject({ state: 'draft', version: 1, signatures: [], selfBillingConsent: false });
    expect((await listAgreements(partner, wholeList)).data).toEqual([]);
    expect(await refusal(signAgreement(partner, draft.id))).toMatchObject({ code: 'not_found' });

    const offered = await signAgreement(world.ctx, draft.id);
    expect(offered).toMatchObject({ state: 'offered', signatures: [{ name: 'meridian', onRecord: false }] });
    const seenHash = contentHash(await getAgreement(partner, draft.id));

    // Changed after the partner has read it: what the operator signed is void, and what the partner read cannot be signed.
    const content = {
      ...between(world.partyId, gamma),
      terms: [{ kind: 'percentage', terms: { ratePercent: '40' } }],
    };
    expect(await changeDraft(world.ctx, draft.id, content)).toMatchObject({ state: 'draft', signatures: [] });
    await signAgreement(world.ctx, draft.id);
    expect(await refusal(signAgreement(partner, draft.id, { seenHash }))).toMatchObject({
      code: 'agreement_changed',
    });
    const byKey = { ...partner, actor: { ...partner.actor, kind: 'key' as const } };
    for (const word of [
      signAgreement(byKey, draft.id),
      giveSelfBillingConsent(byKey, draft.id, { consent: true }),
    ])
      expect(await refusal(word)).toMatchObject({ code: 'person_needed' });
    const signed = await signAgreement(partner, draft.id);
    expect(signed).toMatchObject({ state: 'signed', terms: [{ terms: { ratePercent: '40' } }] });
    expect(await signAgreement(partner, draft.id)).toEqual(signed);

    expect(await refusal(changeDraft(world.ctx, draft.id, content))).toMatchObject({
      code: 'already_signed',
    });
    const change = (statement: string) => owner.query(statement, [draft.id]);
    await expect(change(`update agreement set valid_from = '2025-01-01' where id = $1`)).rejects.toThrow(
      'is signed',
    );
    await expect(
      change(`update agreement set valid_to = null, currency = 'USD' where id = $1`),
    ).rejects.toThrow('is signed');
    const { rows } = await owner.query(
      `select type, party_ids from outbox_event where entity_id = $1 order by id`,
      [draft.id],
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'agreement.offered',
      'agreement.offered',
      'agreement.signed',
    ]);
    expect(rows[2].party_ids).toContain(gamma);
  });

  test.each<[string, () => object, string[]]>([
    [
      'above 100 %',
      () => ({ terms: [{ kind: 'percentage', terms: { ratePercent: '100.5' } }] }),
      ['rate_out_of_range terms.0.terms.ratePercent'],
    ],
    [
      'a guarantee above its cap, beside a kind that there is not',
      () => ({
        terms: [
          { ...half, terms: { ratePercent: '1', cap: '10.00', minimumGuarantee: '20.00' } },
          { kind: 'favour', category: 'x', terms: {} },
        ],
      }),
      ['guarantee_above_cap terms.0.terms.minimumGuarantee', 'unknown_kind terms.1.kind'],
    ],
    [
      'two for the same category',
      () => ({
        terms: [
          { ...half, category: 'iot' },
          { ...half, category: 'iot' },
        ],
      }),
      ['term_twice terms.1.place'],
    ],
    [
      'an offering of nobody',
      () => ({ terms: [{ ...half, offeringId: world.operatorId }] }),
      ['unknown_offering terms.0.place'],
    ],
    ['to itself', () => ({ payerId: world.alpha.id, partnerId: world.alpha.id }), ['chain_cycle partner']],
    ['to a customer', () => ({ partnerId: world.acme.id }), ['unknown_partner partner']],
    ['days that another one covers', () => ({ validFrom: '2027-01-01' }), ['date_overlap validFrom']],
    [
      'an end before it begins',
      () => ({ validFrom: '2024-05-01', validTo: '2024-05-01' }),
      ['date_order validTo'],
    ],
  ])('%s is refused where it is wrong, and leaves nothing behind', async (_case, change, at) => {
    const before = [await count('agreement'), await count('settlement_term'), await count('audit_entry')];
    const content = { ...between(world.partyId, world.beta.id, '2024-01-01'), ...change() };
    expect((await refusal(createDraft(world.ctx, content)))?.at).toEqual(at);
    expect([await count('agreement'), await count('settlement_term'), await count('audit_entry')]).toEqual(
      before,
    );
  });

  test('money that would come back is refused, whatever lies between, also when both drafts were written before either was signed', async () => {
    await createAgreement(world.ctx, between(world.alpha.id, world.beta.id));
    const down = await createDraft(world.ctx, between(world.beta.id, gamma));
    const up = await createDraft(world.ctx, between(gamma, world.alpha.id));
    const everybody = async (id: string, ...partners: string[]) => {
      await signAgreement(world.ctx, id);
      for (const partner of partners) await signAgreement(world.as('partner', partner), id);
    };
    await everybody(down.id, world.beta.id, gamma);
    expect(await refusal(everybody(up.id, gamma, world.alpha.id))).toEqual({
      code: 'chain_cycle',
      at: ['chain_cycle partner'],
    });
    await expect(createDraft(world.ctx, between(gamma, world.alpha.id))).rejects.toThrow(
      'gamma → alpha → beta → gamma',
    );
    expect((await getAgreement(world.ctx, up.id)).state).toBe('draft');
  });
});

test('a new version says what the old one said, ends it when it is signed, and cannot begin before it', async () => {
  const old = await getAgreement(world.ctx, world.beta.agreementId);
  expect(await refusal(createVersion(world.ctx, old.id, { validFrom: '2025-01-01' }))).toMatchObject({
    code: 'date_overlap',
  });
  const next = await createVersion(world.ctx, old.id, { validFrom: '2026-07-01' });
  expect(next).toMatchObject({
    version: 2,
    state: 'draft',
    role: 'agent',
    validFrom: '2026-07-01',
    replacesId: old.id,
  });
  expect(next.terms.map(({ terms }) => terms)).toEqual([{ ratePercent: '70' }]);
  await signAgreement(world.ctx, next.id);
  expect((await getAgreement(world.ctx, old.id)).validTo).toBeNull();
  await signAgreement(world.beta.ctx, next.id);
  expect(await getAgreement(world.beta.ctx, old.id)).toMatchObject({
    state: 'signed',
    validTo: '2026-07-01',
  });
  expect(await getAgreement(world.beta.ctx, next.id)).toMatchObject({
    state: 'signed',
    selfBillingConsent: true,
  });
});

test('who is paid agrees to self-billing itself, and takes it back', async () => {
  const { agreementId } = world.alpha;
  const give = (ctx: typeof world.ctx, consent: boolean) =>
    giveSelfBillingConsent(ctx, agreementId, { consent });
  expect(await give(world.alpha.ctx, false)).toMatchObject({ selfBillingConsent: false });
  expect(await give(world.alpha.ctx, true)).toMatchObject({ selfBillingConsent: true });
  expect(await refusal(give(world.ctx, true))).toMatchObject({ code: 'forbidden' });
  expect(await refusal(give(world.beta.ctx, true))).toMatchObject({ code: 'not_found' });
});

test('a chain is put together of signed agreements, holds from a day on, and follows their versions', async () => {
  const of = async (...agreements: string[]) =>
    setOfferingChain(world.ctx, 'vm', { agreements, validFrom: '2026-08-01' });
  const signed = (
    await listAgreements(world.ctx, { ...wholeList, filters: { party: [gamma], state: ['signed'] } })
  ).data;
  const below = signed.find(({ payer }) => payer.id === world.beta.id)!;
  expect(await refusal(of(below.id))).toMatchObject({
    at: ['chain_broken chain.0', 'chain_without_supplier chain.0'],
  });
  expect(await refusal(of(world.beta.agreementId, world.beta.agreementId))).toMatchObject({
    at: ['chain_cycle chain.1.partyId', 'shares_above_whole chain.1.term.ratePercent'],
  });
  expect(
    await refusal(setOfferingChain(world.ctx, 'line', { agreements: [below.id], validFrom: '2026-08-01' })),
  ).toMatchObject({
    code: 'own_offering',
  });
  const { chain } = await of(world.beta.agreementId, below.id);
  expect(
    chain.map(({ agreement }) => [agreement.payer.name, agreement.version, agreement.partner.name]),
  ).toEqual([
    ['meridian', 2, 'beta'],
    ['beta', 1, 'gamma'],
  ]);
  const before = await showShares(world.ctx, 'vm', '2026-07-31');
  expect(before.chain).toHaveLength(1);
  expect(before.planned).toMatchObject([
    { validFrom: '2026-08-01', partners: ['beta', 'gamma'], places: [{}, { payerId: world.beta.id }] },
  ]);
});

test('the example beside an agreement with the operator has what is sold without a chain, and that of a reseller has not', async () => {
  await owner.query(
    `insert into product_offering (operator_id, id, slug, version, name, description, category, supplier_id, tax_class, valid_from)
     select operator_id, gen_random_uuid(), 'backup', 1, 'Backup', '', 'iot', $2, tax_class, valid_from
     from product_offering where operator_id = $1 and slug = 'vm'`,
    [world.operatorId, world.beta.id],
  );
  const named = async (payerId: string) =>
    (await exampleChains(world.ctx, { payerId, partnerId: world.beta.id, currency: 'EUR' })).flatMap(
      ({ offering, hasChain, above, below }) =>
        offering ? [[offering.name, hasChain, above.length + below.length]] : [],
    );
  const own = await named(world.partyId);
  expect(own).toContainEqual(['Backup', false, 0]);
  expect(own.filter(([, hasChain]) => hasChain)).toHaveLength(1);
  expect(await named(world.alpha.id)).toEqual([]);
});

describe('several below one', () => {
  const percent = (payerId: string, partnerId: string, ratePercent: string, validFrom?: string) => ({
    ...between(payerId, partnerId, validFrom),
    terms: [{ kind: 'percentage', terms: { ratePercent } }],
  });
  const named = async (slug: string) => {
    const address = { street: 'Main 1', town: 'Berlin', postcode: '10115' };
    const legal = { legalName: `${slug} GmbH`, country: 'DE', vatId: null, address };
    return (await createPartner(world.ctx, { slug, name: slug, ...legal, ratingMode: 'hub' })).id;
  };
  const set = (validFrom: string, ...agreements: string[]) =>
    setOfferingChain(world.ctx, 'sim', { agreements, validFrom });
  type Made = { id: string; agreement: string };
  let [device, content, studio, late]: (Made | undefined)[] = [];
  const record = (payerId: string, id: string, rate: string, validFrom?: string) =>
    createAgreement(world.ctx, percent(payerId, id, rate, validFrom));

  beforeAll(async () => {
    const made = async (payerId: string, slug: string, rate: string): Promise<Made> => {
      const id = await named(slug);
      return { id, agreement: (await record(payerId, id, rate)).id };
    };
    device = await made(world.partyId, 'device', '20');
    content = await made(world.partyId, 'content', '10');
    studio = await made(content.id, 'studio', '50');
    late = await made(world.partyId, 'late', '5');
  });

  test('agreements in any order make the tree of who pays whom, the supplier first, and 100 go down it', async () => {
    const given = [studio!, content!, device!].map(({ agreement }) => agreement);
    const { chain } = await set('2026-09-01', ...given, world.alpha.agreementId);
    expect(chain.map(({ position, below, agreement }) => [position, below, agreement.partner.name])).toEqual([
      [1, null, 'alpha'],
      [2, null, 'content'],
      [3, null, 'device'],
      [4, 2, 'studio'],
    ]);
    const { examples } = await showShares(world.ctx, 'sim', '2026-09-01');
    expect(examples[0]!.shares.map(({ name, received, amount }) => [name, received, amount])).toEqual([
      ['meridian', '100.00', '0.00'],
      ['alpha', '70.00', '70.00'],
      ['content', '10.00', '5.00'],
      ['device', '20.00', '20.00'],
      ['studio', '5.00', '5.00'],
    ]);
  });

  test('more than the whole is refused when the chain is put together, also where only a version to come makes it so', async () => {
    const all = [world.alpha, { agreementId: device!.agreement }, { agreementId: content!.agreement }];
    const with5 = [...all.map(({ agreementId }) => agreementId), late!.agreement];
    expect(await refusal(set('2026-10-01', ...with5))).toEqual({
      code: 'invalid_chain',
      at: ['shares_above_whole chain.3.term.ratePercent'],
    });
    await record(world.partyId, late!.id, '25', '2028-01-01');
    const three = [late!.agreement, world.alpha.agreementId, content!.agreement];
    expect(await refusal(set('2026-10-01', ...three))).toEqual({
      code: 'invalid_chain',
      at: ['shares_above_whole chain.2'],
    });
    expect((await showShares(world.ctx, 'sim', '2026-10-01')).chain).toHaveLength(4);
  });

  test('an agreement by which a chain would come to more is refused, saved or signed, and tells partners of nobody else', async () => {
    const version = percent(world.partyId, content!.id, '10.5', '2026-12-01');
    const draft = await createVersion(world.ctx, content!.agreement, { validFrom: '2026-12-01' });
    await expect(changeDraft(world.ctx, draft.id, version)).rejects.toMatchObject({
      issues: [
        {
          ...{ code: 'shares_above_whole', path: 'terms.0.terms.ratePercent' },
          message: expect.stringContaining(
            'alpha 70 %, content 10.5 %, device 20 % from 2026-12-01 on are 100.5 %',
          ),
        },
      ],
    });
    // Once the device partner has less, there is room from that day on, and not a day sooner.
    await record(world.partyId, device!.id, '15', '2027-01-01');
    expect(await refusal(changeDraft(world.ctx, draft.id, version))).toMatchObject({
      at: ['shares_above_whole terms.0.terms.ratePercent'],
    });
    const later = await changeDraft(world.ctx, draft.id, { ...version, validFrom: '2027-01-01' });
    await signAgreement(world.ctx, later.id);
    await record(world.partyId, device!.id, '20', '2027-06-01');
    const partner = world.as('partner', content!.id);
    const refused = signAgreement(partner, later.id);
    await expect(refused).rejects.toMatchObject({ code: 'shares_above_whole' });
    await expect(refused).rejects.toThrow(/^Together with what its payer gives others/);
    expect((await getAgreement(world.ctx, later.id)).state).toBe('offered');
  });
});

test('nobody signs for others: not a billing clerk, not another partner, not another operator', async () => {
  const clerk = { ...world.alpha.ctx, actor: { ...world.alpha.ctx.actor, role: 'billing' as const } };
  expect(await refusal(signAgreement(clerk, world.alpha.agreementId))).toMatchObject({ code: 'forbidden' });
  expect(await refusal(signAgreement(world.alpha.ctx, world.beta.agreementId))).toMatchObject({
    code: 'not_found',
  });
  expect(await refusal(createDraft(world.alpha.ctx, between(world.alpha.id, gamma)))).toMatchObject({
    code: 'forbidden',
  });
  const other = await createSmallWorld('other');
  expect(await refusal(signAgreement(other.ctx, world.alpha.agreementId))).toMatchObject({
    code: 'not_found',
  });
  expect(await refusal(createDraft(other.ctx, between(other.partyId, gamma)))).toMatchObject({
    code: 'invalid_agreement',
  });
});
