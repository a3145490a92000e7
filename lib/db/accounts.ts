import { civilAsDate } from '@/lib/db/civil';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Address } from '@/lib/db/parties';
import type { Sql, TenantClient } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';

export type NewAccount = {
  id: string;
  customerId: string;
  parentId: string | null;
  number: string;
  name: string;
  currency: string;
  language: string;
  timeZone: string;
  cycleSpecId: string;
  country: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Address;
  paymentTermsDays: number;
  openedOn: string;
};

export async function insertAccount(tx: TenantClient, operatorId: string, row: NewAccount): Promise<void> {
  await tx.billingAccount.create({ data: { operatorId, ...row, openedOn: civilAsDate(row.openedOn) } });
}

export type DiscountRow = {
  id: string;
  name: string;
  /** Per cent, 0 to 100; null when the discount is an amount. */
  percent: string | null;
  amountMinor: bigint | null;
  supplierId: string | null;
  validFrom: string;
  validTo: string | null;
  borneBy: 'shared' | 'operator' | 'agreed';
  /** Of `agreed`: per cent as decimal text; together 100. */
  bearers: DiscountBearer[] | null;
};

export type DiscountBearer = { partyId: string; percent: string };

export async function insertDiscount(
  tx: TenantClient,
  operatorId: string,
  billingAccountId: string,
  { bearers, ...row }: DiscountRow,
): Promise<void> {
  await tx.accountDiscount.create({
    data: {
      ...row,
      ...(bearers && { bearers }),
      operatorId,
      billingAccountId,
      validFrom: civilAsDate(row.validFrom),
      validTo: row.validTo === null ? null : civilAsDate(row.validTo),
    },
  });
}

export type AccountListRow = {
  id: string;
  number: string;
  name: string;
  customer: { id: string; slug: string; name: string };
  customerName: string;
  currency: string;
  country: string;
  timeZone: string;
  cycleSpec: { id: string; name: string; frequency: string; anchorOn: string; timeZone: string };
  state: string;
  openedOn: string;
  activeProducts: number;
};

/** Accounts the scope may see; filters `customer` (id), `currency`, `country`, `cycleSpec` (id), `state`. */
export function listAccounts(sql: Sql, query: ListQuery): Promise<Page<AccountListRow>> {
  return readPage(
    sql,
    {
      select: `${selectAccount(listColumns)}
        where ($1 = '' or a.number ilike $2 or a.name ilike $2 or c.name ilike $2)
          and (cardinality($3::text[]) = 0 or a.customer_id::text = any($3))
          and (cardinality($4::text[]) = 0 or a.currency = any($4))
          and (cardinality($5::text[]) = 0 or a.country = any($5))
          and (cardinality($6::text[]) = 0 or a.cycle_spec_id::text = any($6))
          and (cardinality($7::text[]) = 0 or a.state = any($7))`,
      params: [
        query.q,
        containing(query.q),
        query.filters.customer ?? [],
        query.filters.currency ?? [],
        query.filters.country ?? [],
        query.filters.cycleSpec ?? [],
        query.filters.state ?? [],
      ],
      sortable: {
        number: { column: 'number', type: 'text' },
        name: { column: 'name', type: 'text' },
        customer: { column: '"customerName"', type: 'text' },
        currency: { column: 'currency', type: 'text' },
        openedOn: { column: '"openedOn"', type: 'date' },
      },
      defaultSort: { id: 'number', descending: false },
    },
    query,
  );
}

export type AccountRow = AccountListRow & {
  language: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Address;
  paymentTermsDays: number;
  parent: { id: string; number: string; name: string } | null;
};

/** One account by id or number. */
export async function findAccount(sql: Sql, idOrNumber: string): Promise<AccountRow | null> {
  const rows = await sql.query<AccountRow>(
    `${selectAccount(`${listColumns}, a.language, a.vat_id as "vatId", a.is_business as "isBusiness", a.address,
       a.payment_terms_days as "paymentTermsDays",
       (select json_build_object('id', p.id, 'number', p.number, 'name', p.name) from billing_account p
        where p.operator_id = a.operator_id and p.id = a.parent_id) as parent`)}
     where a.id = $2::uuid or a.number = $1`,
    [idOrNumber, uuidOrNull(idOrNumber)],
  );
  return rows[0] ?? null;
}

export type ListedDiscountRow = Omit<DiscountRow, 'bearers'> & {
  supplier: string | null;
  bearers: (DiscountBearer & { name: string | null })[] | null;
};

/** An account's discounts, with the names the scope may see. A partner sees none: they are between the operator and its customer. */
export const listDiscounts = (sql: Sql, billingAccountId: string): Promise<ListedDiscountRow[]> =>
  sql.query<ListedDiscountRow>(
    `select d.id, d.name, trim_scale(d.percent)::text as percent, d.amount_minor as "amountMinor",
       d.supplier_id as "supplierId", s.name as supplier, d.valid_from as "validFrom", d.valid_to as "validTo",
       d.borne_by as "borneBy",
       (select json_agg(json_build_object('partyId', b.id, 'percent', b.percent, 'name', p.name) order by b.place)
        from rows from (jsonb_to_recordset(d.bearers) as ("partyId" uuid, percent text)) with ordinality as b(id, percent, place)
        left join party p on p.operator_id = d.operator_id and p.id = b.id) as bearers
     from account_discount d
     left join party s on s.operator_id = d.operator_id and s.id = d.supplier_id
     where d.billing_account_id = $1 order by d.valid_from, d.id`,
    [billingAccountId],
  );

const listColumns = `a.id, a.number, a.name, a.currency, a.country, a.time_zone as "timeZone", a.state,
  a.opened_on as "openedOn", c.name as "customerName",
  json_build_object('id', c.id, 'slug', c.slug, 'name', c.name) as customer,
  json_build_object('id', s.id, 'name', s.name, 'frequency', s.frequency, 'anchorOn', s.anchor_on,
    'timeZone', s.time_zone) as "cycleSpec",
  (select count(*)::int from product d where d.operator_id = a.operator_id and d.billing_account_id = a.id
     and d.ended_on is null) as "activeProducts"`;

const selectAccount = (columns: string) => `
  select ${columns} from billing_account a
  join party c on c.operator_id = a.operator_id and c.id = a.customer_id
  join cycle_spec s on s.operator_id = a.operator_id and s.id = a.cycle_spec_id`;
