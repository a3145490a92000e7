import type pg from 'pg';
import { NO_ACCOUNT } from '@/lib/db/ledger';
import { type Actor, systemActor } from '@/lib/domain/access/actor';
import { createOperator } from '@/lib/services/operators/create-operator';
import { type Site, settle } from '../bench';

export type SettlementWorld = { operatorId: string; through: string; partyIds: string[] };

/**
 * An operator that owes its partners the shares of `journals` bills of ten lines each, a line a partner. The books are written
 * as their triggers would leave them, each table once. `partyOf` says in SQL which partner (from 0) the line `p` of the bill `n` is of.
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
  await writeBooks(owner, { operatorId, partyId, slug, through, partyOf, journals });
  await settle(owner);
  const { rows } = await owner.query<{ id: string }>(
    'select md5($1 || n)::uuid as id from generate_series(0, $2::int - 1) n',
    [slug, partners],
  );
  return { operatorId, through, partyIds: rows.map(({ id }) => id) };
}

type Books = {
  operatorId: string;
  partyId: string;
  slug: string;
  through: string;
  partyOf: string;
  journals: number;
};

async function writeBooks(owner: pg.Client, books: Books): Promise<void> {
  const { operatorId, partyId, slug, through, partyOf, journals } = books;
  // Triggers would do the same for each statement, twenty times as slowly for a million lines.
  await owner.query('set session_replication_role = replica');
  await owner.query(
    `create temp table line as
     select md5($1 || ':j:' || n)::uuid as journal, p, md5($1 || (${partyOf}))::uuid as party, 100 + (n * 7 + p * 13) % 1000 as amount
     from generate_series(1, $2::int) n, generate_series(0, 9) p`,
    [slug, journals],
  );
  const account = `$1::uuid, '${NO_ACCOUNT}'::uuid`;
  await owner.query(
    `insert into journal (operator_id, billing_account_id, id, event, source_id, booked_on)
     select ${account}, journal, 'bill.issued', journal, $2::date from line where p = 0`,
    [operatorId, through],
  );
  await owner.query(
    `insert into posting (operator_id, billing_account_id, journal_id, position, account, party_id, currency, debit_minor, credit_minor)
     select ${account}, journal, p, 'partner_payable', party, 'EUR', 0, amount from line
     union all select ${account}, journal, 10, 'operator_revenue', $2::uuid, 'EUR', sum(amount), 0 from line group by journal`,
    [operatorId, partyId],
  );
  await owner.query(
    `insert into payable_entry (operator_id, billing_account_id, journal_id, position, party_id, currency, event, source_id, booked_on, amount_minor)
     select ${account}, journal, p, party, 'EUR', 'bill.issued', journal, $2::date, amount from line`,
    [operatorId, through],
  );
  await owner.query(
    `insert into payable_total (operator_id, party_id, currency, event, bucket, entries, amount_minor)
     select $1, party, 'EUR', 'bill.issued', 0, count(*), sum(amount) from line group by party`,
    [operatorId],
  );
  await owner.query(
    `insert into ledger_total (operator_id, account, party_id, currency, bucket, postings, debit_minor, credit_minor)
     select operator_id, account, party_id, 'EUR', 0, count(*), sum(debit_minor), sum(credit_minor)
     from posting where operator_id = $1 group by operator_id, account, party_id`,
    [operatorId],
  );
  await owner.query('drop table line');
  await owner.query('reset session_replication_role');
}

/** A person, because who prepares is not who approves. */
export const personOf = ({ operatorId }: SettlementWorld, id: string, now: string) => ({
  actor: { ...systemActor(operatorId), kind: 'user', id, name: id } satisfies Actor,
  now,
});
