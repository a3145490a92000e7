import type pg from 'pg';
import { NO_ACCOUNT } from '@/lib/db/ledger';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { createOperator } from '@/lib/services/operators/create-operator';
import { type Site, settle } from '../bench';

export type SettlementWorld = { operatorId: string; through: string; partyIds: string[] };

/** Journals so many at a time: what a bill run books in some chunks. */
const BATCH = 5_000;

/**
 * An operator that owes its partners the shares of `journals` bills of ten lines each, a line a partner; written as the books are, with
 * their triggers. `partyOf` says in SQL which partner (from 0) the line `p` of the bill `n` is of.
 */
export async function settlementWorld(
  { owner, now }: Site,
  {
    slug,
    partners,
    journals,
    partyOf,
  }: { slug: string; partners: number; journals: number; partyOf: string },
): Promise<SettlementWorld> {
  const { operatorId, partyId } = await createOperator({
    ...{ slug, name: slug, legalName: slug, country: 'PL', vatId: 'PL5272480916', email: 'a@b.example' },
    ...{
      address: { street: 'Main 1', town: 'Town', postcode: '00-001' },
      currency: 'EUR',
      timeZone: 'UTC',
      isDemo: false,
    },
  });
  const through = now.slice(0, 10);
  await owner.query(
    `with p as (
       insert into party (operator_id, id, kind, slug, name, legal_name, country, vat_id, address)
       select $1, md5($2 || n)::uuid, 'partner', 'partner-' || n, 'Partner ' || n, 'Partner ' || n, 'PL', 'PL' || n, '{}'
       from generate_series(0, $3::int - 1) n returning id)
     insert into agreement (operator_id, id, payer_id, partner_id, version, role, currency, valid_from, signed_at)
     select $1, gen_random_uuid(), $4, id, 1, 'agent', 'EUR', '2020-01-01', '2020-01-01Z' from p`,
    [operatorId, slug, partners, partyId],
  );
  for (let from = 1; from <= journals; from += BATCH) {
    await bookBatch(
      owner,
      { operatorId, partyId, slug, through, partyOf },
      from,
      Math.min(from + BATCH - 1, journals),
    );
  }
  await settle(owner);
  const { rows } = await owner.query<{ id: string }>(
    'select md5($1 || n)::uuid as id from generate_series(0, $2::int - 1) n',
    [slug, partners],
  );
  return { operatorId, through, partyIds: rows.map(({ id }) => id) };
}

type Booked = { operatorId: string; partyId: string; slug: string; through: string; partyOf: string };

async function bookBatch(owner: pg.Client, of: Booked, from: number, to: number): Promise<void> {
  const journal = `md5($2 || ':j:' || n)::uuid`;
  const amount = '(100 + (n * 7 + p * 13) % 1000)';
  await owner.query(
    `insert into journal (operator_id, billing_account_id, id, event, source_id, booked_on)
     select $1::uuid, '${NO_ACCOUNT}'::uuid, ${journal}, 'bill.issued', ${journal}, $3::date from generate_series($4::int, $5::int) n`,
    [of.operatorId, of.slug, of.through, from, to],
  );
  await owner.query(
    `insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
     select $1::uuid, '${NO_ACCOUNT}'::uuid, ${journal}, p, 'partner_payable', md5($2 || (${of.partyOf}))::uuid, 'EUR', 0, ${amount}
     from generate_series($4::int, $5::int) n, generate_series(0, 9) p
     union all
     select $1::uuid, '${NO_ACCOUNT}'::uuid, ${journal}, 10, 'operator_revenue', $3::uuid, 'EUR', (select sum(${amount}) from generate_series(0, 9) p), 0
     from generate_series($4::int, $5::int) n`,
    [of.operatorId, of.slug, of.partyId, from, to],
  );
}

/** A person, because who prepares is not who approves. */
export const personOf = ({ operatorId }: SettlementWorld, id: string, now: string) => ({
  actor: { ...systemActor(operatorId), kind: 'user', id, name: id } satisfies Actor,
  now,
});
