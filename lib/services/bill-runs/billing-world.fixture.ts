import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * A small world for the tests of bill runs, written as the owner with set-based SQL: one operator, a hub-rated partner, one that
 * resells another, one that sends files; accounts with the products of all of them, metered usage, a discount, partner lines.
 * Every id is a digest of its name, so that two worlds are equal row for row.
 */
export type BillingWorld = {
  operatorId: string;
  operatorPartyId: string;
  cycleId: string;
  nextCycleId: string;
  accountIds: string[];
  partnerBillId: string;
};

export type WorldOptions = {
  accounts: number;
  /** Metered products of each account, besides one plan and one bundle of seats. */
  usageProducts?: number;
  /** Partner lines of each account; none makes no partner bill. */
  partnerLines?: number;
  /** Extra charges and credits that wait for the next bill, one an account from the first on: every second a partner's. */
  adjustments?: number;
  name?: string;
};

/** After the period (March 2026), within the next. */
export const NOW = '2026-04-05T08:00:00.000Z';

/** The id a world gives to the thing of that name; version and variant bits as in any UUID. */
export function worldId(name: string): string {
  const hex = createHash('md5').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export async function buildBillingWorld(ownerUrl: string, options: WorldOptions): Promise<BillingWorld> {
  const { accounts, usageProducts = 1, partnerLines = 3, adjustments = 0, name = 'meridian' } = options;
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const id = (of: string) => worldId(`${name}:${of}`);
  try {
    await client.query('begin');
    await client.query(WORLD_ID);
    await client.query(SETUP, [name]);
    await client.query(ACCOUNTS, [name, accounts]);
    await client.query(PRODUCTS, [name, accounts]);
    await client.query(METERED, [name, accounts, usageProducts]);
    await client.query(TOTALS, [name, accounts, usageProducts]);
    if (partnerLines > 0) {
      await client.query(PARTNER_LINES, [name, accounts, partnerLines]);
      await client.query(PARTNER_TOTALS);
    }
    if (adjustments > 0) await client.query(ADJUSTMENTS, [name, adjustments]);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
  return {
    operatorId: id('operator'),
    operatorPartyId: id('party:operator'),
    cycleId: id('cycle:1'),
    nextCycleId: id('cycle:2'),
    accountIds: Array.from({ length: accounts }, (_, index) => id(`account:${index + 1}`)),
    partnerBillId: id('partner-bill'),
  };
}

const WORLD_ID = `
  create or replace function pg_temp.wid(text) returns uuid language sql immutable as $$
    select (substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-7' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21))::uuid
    from (select md5($1) as h) x $$`;

// One statement with one parameter: a function body cannot take any, so the name goes through a setting.
const script = (body: string, extra = '') => `
  with given as (select $1::text as name ${extra})
  ${body}`;

const id = (of: string) => `pg_temp.wid((select name from given) || ':' || ${of})`;

const SETUP = script(`,
  operator_row as (
    insert into operator (id, slug, name, time_zone, currency, party_id)
    select ${id("'operator'")}, name, 'Meridian Telecom', 'Europe/Warsaw', 'EUR', ${id("'party:operator'")} from given),
  parties as (
    insert into party (operator_id, id, kind, slug, name, legal_name, country, vat_id, address, rating_mode)
    select ${id("'operator'")}, ${id("'party:' || v.slug")}, v.kind, v.slug, v.name, v.name || ' S.A.', v.country, v.vat,
      '{"street": "Main 1", "town": "Town", "postcode": "00-001"}', v.mode
    from (values ('operator', 'operator', 'Meridian Telecom', 'PL', 'PL1', null), ('partner', 'skymesh', 'SkyMesh IoT', 'PL', 'PL2', 'hub'),
      ('partner', 'aegis', 'Aegis Security', 'PL', 'PL3', 'hub'), ('partner', 'sentinel', 'Sentinel Labs', 'PL', 'PL4', 'hub'),
      ('partner', 'cumulus', 'Cumulus Cloud', 'PL', 'PL5', 'file')) v(kind, slug, name, country, vat, mode)),
  agreements as (
    insert into agreement (operator_id, id, payer_id, partner_id, version, role, currency, valid_from, late_policy, signed_at)
    select ${id("'operator'")}, ${id("'agreement:' || v.partner")}, ${id("'party:' || v.payer")}, ${id("'party:' || v.partner")}, 1,
      v.role, 'EUR', '2020-01-01', v.late, '2020-01-01Z'
    from (values ('operator', 'skymesh', 'principal', 'carry_over'), ('operator', 'aegis', 'principal', 'carry_over'),
      ('aegis', 'sentinel', 'principal', 'carry_over'), ('operator', 'cumulus', 'agent', 'hold')) v(payer, partner, role, late)),
  terms as (
    insert into settlement_term (operator_id, id, agreement_id, kind, terms)
    select ${id("'operator'")}, ${id("'term:' || v.partner")}, ${id("'agreement:' || v.partner")}, v.kind, v.terms::jsonb
    from (values ('skymesh', 'graduated_percentage', '{"tiers": [{"upTo": "40.00", "ratePercent": "50"}, {"upTo": null, "ratePercent": "80"}]}'),
      ('aegis', 'percentage', '{"ratePercent": "70"}'), ('sentinel', 'percentage', '{"ratePercent": "33.3333"}'),
      ('cumulus', 'percentage', '{"ratePercent": "85"}')) v(partner, kind, terms)),
  meters as (
    insert into meter (operator_id, id, key, name, unit, aggregation, dimensions)
    select ${id("'operator'")}, ${id("'meter:mb'")}, 'mb', 'Data', 'MB', 'sum', '{zone}' from given),
  offerings as (
    insert into product_offering (operator_id, id, slug, version, name, description, category, supplier_id, tax_class, valid_from)
    select ${id("'operator'")}, ${id("'offering:' || v.slug")}, v.slug, 1, v.name, '', 'x', ${id("'party:' || v.supplier")}, 'standard', '2020-01-01'
    from (values ('plan', 'Business line', 'operator'), ('iot', 'IoT connectivity', 'skymesh'), ('guard', 'Endpoint guard', 'aegis')) v(slug, name, supplier)),
  prices as (
    insert into product_offering_price (operator_id, id, offering_id, key, version, name, currency, plan, valid_from)
    select ${id("'operator'")}, ${id("'price:' || v.key")}, ${id("'offering:' || v.offering")}, v.key, 1, v.name, 'EUR', v.plan::jsonb, '2020-01-01'
    from (values ('plan', 'base', 'Monthly fee', '{"key": "base", "kind": "recurring", "model": "flat", "amount": "24.95", "prorate": true}'),
      ('iot', 'data', 'Data', '{"key": "data", "kind": "usage", "meter": "mb", "model": "graduated", "tiers": [{"upTo": "10", "unitPrice": "0.123", "flatFee": "1"}, {"upTo": "100", "unitPrice": "0.0555"}, {"upTo": null, "unitPrice": "0.031"}]}'),
      ('guard', 'seat', 'Seats', '{"key": "seat", "kind": "recurring", "model": "per_unit", "unitPrice": "3.333", "prorate": true}')) v(offering, key, name, plan)),
  links as (
    insert into offering_chain_link (operator_id, offering_id, valid_from, position, agreement_id)
    select ${id("'operator'")}, ${id("'offering:' || v.offering")}, '2020-01-01'::date, v.position, ${id("'agreement:' || v.partner")}
    from (values ('iot', 1, 'skymesh'), ('guard', 1, 'aegis'), ('guard', 2, 'sentinel')) v(offering, position, partner)),
  rates as (
    insert into tax_rate (operator_id, id, country, tax_class, category, rate_ppm, valid_from)
    select ${id("'operator'")}, ${id("'rate'")}, 'PL', 'standard', 'S', 230000, '2020-01-01' from given),
  specs as (
    insert into cycle_spec (operator_id, id, name, anchor_on, frequency, time_zone)
    select ${id("'operator'")}, ${id("'spec'")}, 'Day 1', '2026-02-01', 'monthly', 'Europe/Warsaw' from given),
  cycles as (
    insert into billing_cycle (operator_id, id, spec_id, n, period_from, period_to, from_at, to_at, cut_off_at, state)
    select ${id("'operator'")}, ${id("'cycle:' || v.n")}, ${id("'spec'")}, v.n, v.f::date, v.t::date,
      v.f::timestamp at time zone 'Europe/Warsaw', v.t::timestamp at time zone 'Europe/Warsaw', (v.t::date + 3)::timestamp at time zone 'Europe/Warsaw', 'open'
    from (values (1, '2026-03-01', '2026-04-01'), (2, '2026-04-01', '2026-05-01')) v(n, f, t))
  insert into party (operator_id, id, kind, slug, name, legal_name, country, vat_id, address)
  select ${id("'operator'")}, ${id("'party:acme'")}, 'customer', 'acme', 'Acme', 'Acme sp. z o.o.', 'PL', 'PL9', '{}' from given`);

const ACCOUNTS = script(
  `insert into billing_account (operator_id, id, customer_id, number, name, currency, time_zone, cycle_spec_id, country, vat_id, address, opened_on)
   select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'party:acme'")}, 'A-' || lpad(n::text, 7, '0'), 'Site ' || n, 'EUR',
     'Europe/Warsaw', ${id("'spec'")}, 'PL', 'PL9', '{"street": "Side 2", "town": "Town", "postcode": "00-002"}', '2026-01-01'
   from generate_series(1, (select accounts from given)) n`,
  ', $2::int as accounts',
);

const PRODUCTS = script(
  `, discounts as (
     insert into account_discount (operator_id, billing_account_id, id, name, percent, valid_from)
     select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'discount:' || n")}, 'Loyal customer', 10, '2026-01-01'
     from generate_series(1, (select accounts from given), 5) n)
   insert into product (operator_id, billing_account_id, id, offering_id, name, reference, quantity, price_ids, started_on)
   select ${id("'operator'")}, ${id("'account:' || n")}, ${id("v.kind || ':' || n")}, ${id("'offering:' || v.offering")}, v.name, v.kind || '-' || n,
     v.quantity, array[${id("'price:' || v.price")}], v.started::date
   from generate_series(1, (select accounts from given)) n,
     (values ('plan', 'plan', 'Business line', 1, 'base', '2026-01-01'), ('guard', 'guard', 'Endpoint guard', 3, 'seat', '2026-03-11')) v(kind, offering, name, quantity, price, started)`,
  ', $2::int as accounts',
);

const METERED = script(
  `insert into product (operator_id, billing_account_id, id, offering_id, name, reference, quantity, price_ids, started_on)
   select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'iot:' || n || ':' || p")}, ${id("'offering:iot'")}, 'SIM ' || p, 'sim-' || n || '-' || p,
     1, array[${id("'price:data'")}], '2026-01-01'
   from generate_series(1, (select accounts from given)) n, generate_series(1, (select products from given)) p`,
  ', $2::int as accounts, $3::int as products',
);

const TOTALS = script(
  `, quantities as (
     select n, p, round(((n * 37 + p * 11) % 2000) / 7.0, 15) as quantity
     from generate_series(1, (select accounts from given)) n, generate_series(1, (select products from given)) p),
   events as (
     insert into usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at, received_at,
       period_from, quantity, attributes)
     select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'event:' || n || ':' || p")}, ${id("'iot:' || n || ':' || p")}, ${id("'meter:mb'")},
       'sim', n || ':' || p, '2026-03-09T10:00Z', '2026-03-09T10:00Z', '2026-03-01', quantity, '{}'
     from quantities)
   insert into usage_total (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key, dimensions, quantity, maximum, event_count)
   select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'iot:' || n || ':' || p")}, ${id("'meter:mb'")}, '2026-03-01', '', '{}',
     quantity, quantity, 1
   from quantities`,
  ', $2::int as accounts, $3::int as products',
);

const ADJUSTMENTS = script(
  `insert into adjustment (operator_id, billing_account_id, id, state, owner, description, reason, currency, amount_minor, tax_class,
     period_from, period_to, offering_id, created_by, created_at)
   select ${id("'operator'")}, ${id("'account:' || n")}, ${id("'adjustment:' || n")}, 'pending', case n % 2 when 0 then 'partner' else 'operator' end,
     'Visit of a technician', 'Agreed by phone', 'EUR', case n % 3 when 0 then -311 * n else 417 * n end, 'standard', '2026-03-20', '2026-03-21',
     case n % 2 when 0 then ${id("'offering:guard'")} end, 'test', '2026-04-02Z'
   from generate_series(1, (select adjustments from given)) n`,
  ', $2::int as adjustments',
);

const PARTNER_LINES = script(
  `, bill as (
     insert into partner_bill (operator_id, id, partner_id, agreement_id, cycle_id, external_id, format, content_hash, state,
       lines_received, lines_accepted, received_at, received_by)
     select ${id("'operator'")}, ${id("'partner-bill'")}, ${id("'party:cumulus'")}, ${id("'agreement:cumulus'")}, ${id("'cycle:1'")},
       'C-1', 'focus-1.0', '\\x01', 'accepted', accounts * lines, accounts * lines, '2026-04-02Z', 'test' from given),
   mappings as (
     insert into account_mapping (operator_id, id, partner_id, level, external_account, billing_account_id)
     select ${id("'operator'")}, ${id("'mapping:' || n")}, ${id("'party:cumulus'")}, 'sub_account', 'sub-' || n, ${id("'account:' || n")}
     from generate_series(1, (select accounts from given)) n)
   insert into partner_bill_line (operator_id, partner_bill_id, line_no, state, billing_account_id, external_account, line_key,
     description, service, category, charge_category, quantity, unit, currency, amount, charge_from_at, charge_to_at, source)
   select ${id("'operator'")}, ${id("'partner-bill'")}, (n - 1) * (select lines from given) + l, 'accepted', ${id("'account:' || n")}, 'sub-' || n,
     n || ':' || l, 'Storage', 'Object storage', 'Storage', case when l % 3 = 0 then 'credit' else 'usage' end, 1, 'GB', 'EUR',
     case when l % 3 = 0 then -0.0000008 else 1.0000321 + n * 0.001 end, '2026-03-01Z', '2026-03-01T01:00Z', '{}'
   from generate_series(1, (select accounts from given)) n, generate_series(1, (select lines from given)) l`,
  ', $2::int as accounts, $3::int as lines',
);

const PARTNER_TOTALS = `
  insert into partner_bill_total (operator_id, partner_bill_id, currency, received, accepted)
  select operator_id, partner_bill_id, currency, sum(amount), sum(amount) from partner_bill_line group by 1, 2, 3
  on conflict do nothing`;
