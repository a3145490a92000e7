import type { Sql } from '@/lib/db/tenant';
import type { ExpectationState, LatePolicy } from '@/lib/domain/billing/partner-bill/expectation';

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

export type OfferingRefRow = {
  id: string;
  name: string;
  category: string;
  supplierId: string;
  taxClass: string;
  /** `partner`: its bill charges the usage, and the hub's rating only checks it. */
  billedBy: 'hub' | 'partner';
};
export type PriceRefRow = {
  id: string;
  name: string;
  currency: string;
  plan: unknown;
  validTo: string | null;
};
export type ChainLinkRow = { offeringId: string; validFrom: string; agreementId: string };
export type AgreementRefRow = {
  id: string;
  payerId: string;
  partnerId: string;
  role: 'principal' | 'agent';
  currency: string;
  validFrom: string;
  validTo: string | null;
  signed: boolean;
};
export type TermRow = {
  id: string;
  agreementId: string;
  offeringId: string | null;
  category: string | null;
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
/** A partner that owes the cycle its own bill and has none that is accepted, with its accepted bills of the three cycles before. */
export type LatePartnerRow = {
  partnerId: string;
  agreementId: string;
  latePolicy: LatePolicy;
  state: ExpectationState;
  dueAt: string;
  timeZone: string;
  earlier: { n: number; billIds: string[] }[];
};

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
  latePartners: LatePartnerRow[];
};

/** Everything the bills of a cycle share (null: of a period without one): small tables, read whole, once per lane of a run. */
export async function readReference(sql: Sql, cycleId: string | null): Promise<ReferenceRows> {
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
      `select id, name, category, supplier_id as "supplierId", tax_class as "taxClass", billed_by as "billedBy"
       from product_offering`,
    ),
    prices: await sql.query(
      'select id, name, currency, plan, valid_to as "validTo" from product_offering_price',
    ),
    links: await sql.query(
      `select offering_id as "offeringId", valid_from as "validFrom", agreement_id as "agreementId" from offering_chain_link
       order by offering_id, valid_from, position`,
    ),
    agreements: await sql.query(
      `select id, payer_id as "payerId", partner_id as "partnerId", role, currency, valid_from as "validFrom",
         valid_to as "validTo", signed_at is not null as signed from agreement`,
    ),
    terms: await sql.query(
      `select id, agreement_id as "agreementId", offering_id as "offeringId", category, kind, basis, terms
       from settlement_term order by id`,
    ),
    meters: await sql.query('select id, key, unit, aggregation from meter'),
    taxRates: await sql.query(
      `select country, tax_class as "taxClass", category, rate_ppm as "ratePpm", valid_from as "validFrom",
         valid_to as "validTo" from tax_rate order by country, tax_class, valid_from`,
    ),
    latePartners: cycleId === null ? [] : await readLatePartners(sql, cycleId),
  };
}

/** Cycles further back say nothing of what is usual. */
const LOOK_BACK_CYCLES = 12;

const readLatePartners = (sql: Sql, cycleId: string): Promise<LatePartnerRow[]> =>
  sql.query<LatePartnerRow>(
    `select e.partner_id as "partnerId", e.agreement_id as "agreementId", g.late_policy as "latePolicy", e.state,
       e.due_at as "dueAt", s.time_zone as "timeZone",
       coalesce((
         select json_agg(json_build_object('n', x.n, 'billIds', x.ids) order by x.n desc) from (
           select d.n, json_agg(b.id order by b.id) as ids
           from billing_cycle d
           join partner_bill b on b.operator_id = d.operator_id and b.cycle_id = d.id and b.partner_id = e.partner_id
             and b.state = 'accepted'
           where d.operator_id = c.operator_id and d.spec_id = c.spec_id and d.n between c.n - $2 and c.n - 1
           group by d.n order by d.n desc limit 3) x), '[]') as earlier
     from partner_expectation e
     join agreement g on g.operator_id = e.operator_id and g.id = e.agreement_id
     join billing_cycle c on c.operator_id = e.operator_id and c.id = e.cycle_id
     join cycle_spec s on s.operator_id = c.operator_id and s.id = c.spec_id
     where e.cycle_id = $1::uuid and e.state <> 'waived'
       and not exists (
         select from partner_bill b where b.operator_id = e.operator_id and b.cycle_id = e.cycle_id
           and b.partner_id = e.partner_id and b.state = 'accepted')
     order by e.partner_id`,
    [cycleId, LOOK_BACK_CYCLES],
  );

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
