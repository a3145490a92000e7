import type { Sql } from '@/lib/db/tenant';

export type CycleRow = {
  id: string;
  specId: string;
  n: number;
  periodFrom: string;
  periodTo: string;
  fromAt: string;
  toAt: string;
  state: string;
  timeZone: string;
};

export type ReferencePartyRow = {
  id: string;
  kind: 'operator' | 'partner';
  slug: string;
  name: string;
  legalName: string;
  country: string;
  vatId: string | null;
  isBusiness: boolean;
  address: Record<string, string>;
  email: string | null;
  ratingMode: 'hub' | 'partner' | 'file' | null;
  state: string;
};

export type OfferingRefRow = { id: string; name: string; supplierId: string; taxClass: string };
export type PriceRefRow = {
  id: string;
  name: string;
  currency: string;
  plan: unknown;
  validTo: string | null;
};
export type ChainLinkRow = { offeringId: string; agreementId: string };
export type AgreementRefRow = {
  id: string;
  payerId: string;
  partnerId: string;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo: string | null;
  latePolicy: 'hold' | 'carry_over' | 'estimate';
  signed: boolean;
};
export type TermRow = {
  id: string;
  agreementId: string;
  offeringId: string | null;
  kind: string;
  basis: string;
  terms: unknown;
};
export type MeterRefRow = { id: string; key: string; unit: string; aggregation: string };
export type TaxRateRefRow = {
  country: string;
  taxClass: string;
  category: string;
  ratePpm: bigint;
  validFrom: string;
  validTo: string | null;
};
/** The best state of a partner's bills whose cycles end within a period. */
export type PartnerBillStateRow = { partnerId: string; state: string };

export type ReferenceRows = {
  operator: { id: string; partyId: string; name: string; timeZone: string };
  parties: ReferencePartyRow[];
  offerings: OfferingRefRow[];
  prices: PriceRefRow[];
  links: ChainLinkRow[];
  agreements: AgreementRefRow[];
  terms: TermRow[];
  meters: MeterRefRow[];
  taxRates: TaxRateRefRow[];
  partnerBills: PartnerBillStateRow[];
};

/** Everything the bills of a period share: small tables, read whole, once per lane of a run. */
export async function readReference(sql: Sql, period: { from: string; to: string }): Promise<ReferenceRows> {
  const [operator] = await sql.query<ReferenceRows['operator']>(
    `select id, party_id as "partyId", name, time_zone as "timeZone" from operator
     where id = (select scope_id('app.operator'))`,
  );
  if (!operator) throw new Error('The scope names no operator that exists');
  return {
    operator,
    parties: await sql.query(
      `select id, kind, slug, name, legal_name as "legalName", country, vat_id as "vatId",
         is_business as "isBusiness", address, email, rating_mode as "ratingMode", state
       from party where kind <> 'customer'`,
    ),
    offerings: await sql.query(
      'select id, name, supplier_id as "supplierId", tax_class as "taxClass" from product_offering',
    ),
    prices: await sql.query(
      'select id, name, currency, plan, valid_to as "validTo" from product_offering_price',
    ),
    links: await sql.query(
      `select offering_id as "offeringId", agreement_id as "agreementId" from offering_chain_link
       order by offering_id, position`,
    ),
    agreements: await sql.query(
      `select id, payer_id as "payerId", partner_id as "partnerId", role, currency, valid_from as "validFrom",
         valid_to as "validTo", late_policy as "latePolicy", signed_at is not null as signed from agreement`,
    ),
    terms: await sql.query(
      `select id, agreement_id as "agreementId", offering_id as "offeringId", kind, basis, terms
       from settlement_term order by id`,
    ),
    meters: await sql.query('select id, key, unit, aggregation from meter'),
    taxRates: await sql.query(
      `select country, tax_class as "taxClass", category, rate_ppm as "ratePpm", valid_from as "validFrom",
         valid_to as "validTo" from tax_rate order by country, tax_class, valid_from`,
    ),
    partnerBills: await sql.query(
      `select distinct on (b.partner_id) b.partner_id as "partnerId", b.state
       from partner_bill b
       join billing_cycle c on c.operator_id = b.operator_id and c.id = b.cycle_id
       where c.period_to > $1::date and c.period_to <= $2::date
       order by b.partner_id, array_position(
         array['accepted', 'estimated', 'validated', 'received', 'rejected', 'late', 'expected'], b.state)`,
      [period.from, period.to],
    ),
  };
}

export async function readOperatorTimeZone(sql: Sql): Promise<string> {
  const [row] = await sql.query<{ timeZone: string }>(
    `select time_zone as "timeZone" from operator where id = (select scope_id('app.operator'))`,
  );
  if (!row) throw new Error('The scope names no operator that exists');
  return row.timeZone;
}

export async function findCycleRow(sql: Sql, id: string): Promise<CycleRow | null> {
  const rows = await sql.query<CycleRow>(`${selectCycle} where c.id = $1::uuid`, [id]);
  return rows[0] ?? null;
}

/** The cycle of a spec's period, when it has been opened. */
export async function findCycleOfPeriod(sql: Sql, specId: string, n: number): Promise<CycleRow | null> {
  const rows = await sql.query<CycleRow>(`${selectCycle} where c.spec_id = $1::uuid and c.n = $2`, [
    specId,
    n,
  ]);
  return rows[0] ?? null;
}

const selectCycle = `
  select c.id, c.spec_id as "specId", c.n, c.period_from as "periodFrom", c.period_to as "periodTo",
    c.from_at as "fromAt", c.to_at as "toAt", c.state, s.time_zone as "timeZone"
  from billing_cycle c
  join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id`;
