import { civilAsDate } from '@/lib/db/civil';
import type { Prisma } from '@/lib/db/generated/client';
import { containing, type ListQuery, type Page, readPage } from '@/lib/db/keyset';
import type { Sql, TenantClient } from '@/lib/db/tenant';

export type MeterRow = {
  id: string;
  key: string;
  name: string;
  unit: string;
  aggregation: string;
  dimensions: string[];
};

export async function insertMeter(tx: TenantClient, operatorId: string, row: MeterRow): Promise<void> {
  await tx.meter.create({ data: { operatorId, ...row } });
}

export const listMeters = (sql: Sql): Promise<MeterRow[]> =>
  sql.query<MeterRow>('select id, key, name, unit, aggregation, dimensions from meter order by key');

export type TaxRateRow = {
  id: string;
  country: string;
  taxClass: string;
  category: string;
  ratePpm: bigint;
  validFrom: string;
  validTo: string | null;
};

export async function insertTaxRate(tx: TenantClient, operatorId: string, row: TaxRateRow): Promise<void> {
  await tx.taxRate.create({
    data: {
      ...row,
      operatorId,
      validFrom: civilAsDate(row.validFrom),
      validTo: row.validTo === null ? null : civilAsDate(row.validTo),
    },
  });
}

export type NewOffering = {
  id: string;
  slug: string;
  version: number;
  name: string;
  description: string;
  category: string;
  supplierId: string;
  taxClass: string;
  validFrom: string;
  billedBy: 'hub' | 'partner';
  prices: NewPrice[];
  /** Agreements from the operator down; none when the supplier is the operator. */
  chain: string[];
};

export type NewPrice = {
  id: string;
  key: string;
  version: number;
  name: string;
  currency: string;
  plan: Prisma.InputJsonObject;
  validFrom: string;
};

export async function insertOffering(tx: TenantClient, operatorId: string, row: NewOffering): Promise<void> {
  const { prices, chain, ...offering } = row;
  await tx.productOffering.create({
    data: {
      ...offering,
      operatorId,
      validFrom: civilAsDate(row.validFrom),
      prices: { create: prices.map((price) => ({ ...price, validFrom: civilAsDate(price.validFrom) })) },
      chain: {
        create: chain.map((agreementId, index) => ({
          ...{ position: index + 1, agreementId, validFrom: civilAsDate(row.validFrom) },
        })),
      },
    },
  });
}

export async function updateBilledBy(
  sql: Sql,
  offeringId: string,
  billedBy: 'hub' | 'partner',
): Promise<void> {
  await sql.query('update product_offering set billed_by = $2 where id = $1::uuid', [offeringId, billedBy]);
}

type NamedParty = { id: string; slug: string; name: string };

export type OfferingListRow = {
  id: string;
  slug: string;
  version: number;
  name: string;
  description: string;
  category: string;
  supplier: NamedParty;
  supplierName: string;
  taxClass: string;
  /** `partner`: its own bill charges the usage. */
  billedBy: 'hub' | 'partner';
  state: string;
  validFrom: string;
  validTo: string | null;
  currencies: string[];
  activeProducts: number;
};

/** Offerings of a supplier or in whose chain `partnerId` stands (null: all); filters `category`, `state`, `supplier` (id). */
export function listOfferings(
  sql: Sql,
  partnerId: string | null,
  query: ListQuery,
): Promise<Page<OfferingListRow>> {
  return readPage(
    sql,
    {
      select: `${selectOffering}
        where ${offeringOfPartner}
          and ($2 = '' or o.name ilike $3 or o.slug ilike $3 or s.name ilike $3)
          and (cardinality($4::text[]) = 0 or o.category = any($4))
          and (cardinality($5::text[]) = 0 or o.state = any($5))
          and (cardinality($6::text[]) = 0 or o.supplier_id::text = any($6))`,
      params: [
        partnerId,
        query.q,
        containing(query.q),
        query.filters.category ?? [],
        query.filters.state ?? [],
        query.filters.supplier ?? [],
      ],
      sortable: {
        name: { column: 'name', type: 'text' },
        category: { column: 'category', type: 'text' },
        supplier: { column: '"supplierName"', type: 'text' },
        activeProducts: { column: '"activeProducts"', type: 'int4' },
      },
      defaultSort: { id: 'name', descending: false },
    },
    query,
  );
}

export type PriceRow = {
  id: string;
  key: string;
  version: number;
  name: string;
  currency: string;
  plan: Record<string, unknown>;
  validFrom: string;
  validTo: string | null;
};

export type ChainRow = {
  position: number;
  agreementId: string;
  role: string;
  payer: NamedParty;
  partner: NamedParty;
};

export type OfferingRow = OfferingListRow & { prices: PriceRow[]; chain: ChainRow[] };

/** An offering by id, or the latest version of a slug; its chain is the one that holds on a day (today), else the one to come. */
export async function findOffering(
  sql: Sql,
  partnerId: string | null,
  idOrSlug: string,
  on: string | null = null,
): Promise<OfferingRow | null> {
  const [offering] = await sql.query<OfferingListRow>(
    `${selectOffering} where ${offeringOfPartner} and (o.id::text = $2 or o.slug = $2)
     order by o.version desc limit 1`,
    [partnerId, idOrSlug],
  );
  if (!offering) return null;
  const prices = await sql.query<PriceRow>(
    `select id, key, version, name, currency, plan, valid_from as "validFrom", valid_to as "validTo"
     from product_offering_price where offering_id = $1 order by currency, version, id`,
    [offering.id],
  );
  const chain = await sql.query<ChainRow>(
    `select l.position, l.agreement_id as "agreementId", g.role,
       json_build_object('id', y.id, 'slug', y.slug, 'name', y.name) as payer,
       json_build_object('id', r.id, 'slug', r.slug, 'name', r.name) as partner
     from offering_chain_link l
     join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id
     join party y on y.operator_id = g.operator_id and y.id = g.payer_id
     join party r on r.operator_id = g.operator_id and r.id = g.partner_id
     where l.offering_id = $1 and l.valid_from = (
       select f.valid_from from offering_chain_link f where f.operator_id = l.operator_id and f.offering_id = l.offering_id
       order by f.valid_from > coalesce($2::date, current_date), abs(f.valid_from - coalesce($2::date, current_date)) limit 1)
     order by l.position`,
    [offering.id, on],
  );
  return { ...offering, prices, chain };
}

const offeringOfPartner = `($1::uuid is null or o.supplier_id = $1 or exists (
  select from offering_chain_link l
  join agreement g on g.operator_id = l.operator_id and g.id = l.agreement_id
  where l.operator_id = o.operator_id and l.offering_id = o.id and $1 in (g.payer_id, g.partner_id)))`;

const selectOffering = `
  select o.id, o.slug, o.version, o.name, o.description, o.category, o.tax_class as "taxClass", o.billed_by as "billedBy",
    o.state,
    o.valid_from as "validFrom", o.valid_to as "validTo", s.name as "supplierName",
    json_build_object('id', s.id, 'slug', s.slug, 'name', s.name) as supplier,
    array(select distinct p.currency::text from product_offering_price p
          where p.operator_id = o.operator_id and p.offering_id = o.id order by 1) as currencies,
    (select count(*)::int from product d
     where d.operator_id = o.operator_id and d.offering_id = o.id and d.ended_on is null) as "activeProducts"
  from product_offering o
  join party s on s.operator_id = o.operator_id and s.id = o.supplier_id`;
