import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql, TenantClient } from '@/lib/db/tenant';

export type Address = { street: string; town: string; postcode: string; subdivision?: string };

export type PartyRow = {
  id: string;
  kind: 'operator' | 'partner' | 'customer';
  slug: string;
  name: string;
  legalName: string;
  country: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Address;
  email: string | null;
  ratingMode: RatingMode | null;
  state: 'onboarding' | 'active' | 'suspended';
};

export type RatingMode = 'hub' | 'partner' | 'file';

export async function insertParty(tx: TenantClient, operatorId: string, row: PartyRow): Promise<void> {
  await tx.party.create({ data: { operatorId, ...row } });
}

export async function findParty(
  sql: Sql,
  kind: PartyRow['kind'],
  idOrSlug: string,
): Promise<PartyRow | null> {
  const rows = await sql.query<PartyRow>(
    `select ${columns} from party p where p.kind = $1 and (p.id::text = $2 or p.slug = $2)`,
    [kind, idOrSlug],
  );
  return rows[0] ?? null;
}

/** Short names by id, of those that the scope may see. */
export async function listPartyNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.query<{ id: string; name: string }>(
    'select id, name from party where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type PartnerListRow = PartyRow & { offeringCount: number; productCount: number; roles: string[] };

/** Partners the scope may see; filters `ratingMode`, `state`. */
export function listPartners(sql: Sql, query: ListQuery): Promise<Page<PartnerListRow>> {
  return readPage(
    sql,
    {
      select: `
        select ${columns},
          (select count(*)::int from product_offering o
           where o.operator_id = p.operator_id and o.supplier_id = p.id and o.state = 'active') as "offeringCount",
          (select count(*)::int from product_offering o
           join product s on s.operator_id = o.operator_id and s.offering_id = o.id
           where o.operator_id = p.operator_id and o.supplier_id = p.id and s.ended_on is null) as "productCount",
          array(select distinct g.role from agreement g
                where g.operator_id = p.operator_id and g.partner_id = p.id order by 1) as roles
        from party p
        where p.kind = 'partner' and ($1 = '' or p.name ilike $2 or p.slug ilike $2)
          and (cardinality($3::text[]) = 0 or p.rating_mode = any($3))
          and (cardinality($4::text[]) = 0 or p.state = any($4))`,
      params: [query.q, containing(query.q), query.filters.ratingMode ?? [], query.filters.state ?? []],
      sortable: { name: { column: 'name', type: 'text' }, slug: { column: 'slug', type: 'text' } },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );
}

export type CustomerListRow = PartyRow & { accountCount: number; currencies: string[] };

/** Customers the scope may see; filters `country`, `currency`. */
export function listCustomers(sql: Sql, query: ListQuery): Promise<Page<CustomerListRow>> {
  return readPage(
    sql,
    {
      select: `
        select ${columns},
          (select count(*)::int from billing_account a
           where a.operator_id = p.operator_id and a.customer_id = p.id) as "accountCount",
          array(select distinct a.currency::text from billing_account a
                where a.operator_id = p.operator_id and a.customer_id = p.id order by 1) as currencies
        from party p
        where p.kind = 'customer' and ($1 = '' or p.name ilike $2 or p.slug ilike $2 or p.vat_id ilike $2)
          and (cardinality($3::text[]) = 0 or p.country = any($3))
          and (cardinality($4::text[]) = 0 or exists (
            select from billing_account a where a.operator_id = p.operator_id and a.customer_id = p.id
              and a.currency = any($4)))`,
      params: [query.q, containing(query.q), query.filters.country ?? [], query.filters.currency ?? []],
      sortable: {
        name: { column: 'name', type: 'text' },
        country: { column: 'country', type: 'text' },
        accountCount: { column: '"accountCount"', type: 'int4' },
      },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );
}

const columns = `p.id, p.kind, p.slug, p.name, p.legal_name as "legalName", p.country, p.vat_id as "vatId",
  p.is_business as "isBusiness", p.address, p.email, p.rating_mode as "ratingMode", p.state`;
