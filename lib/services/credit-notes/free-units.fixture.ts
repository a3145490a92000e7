import type pg from 'pg';
import { worldId } from '@/lib/services/bill-runs/billing-world.fixture';

/** Devices that cost the customer nothing, for each of which SkyMesh has 5.00 from the operator; `own`: free ones of the operator. */
export type FreeAccount = { name: string; devices: number[]; own?: number; isPaying?: boolean };

/** Accounts of a world with nothing but free devices, or one monthly fee beside them. Answers their ids, by name. */
export async function addFreeAccounts(
  owner: pg.Client,
  world: string,
  accounts: readonly FreeAccount[],
): Promise<Map<string, string>> {
  const id = (of: string) => worldId(`${world}:${of}`);
  await owner.query(CATALOGUE, [
    ...[id('operator'), id('agreement:skymesh'), id('offering:free'), id('price:free'), id('term:free')],
    ...[id('offering:plan'), id('price:own'), id('party:skymesh')],
  ]);
  const ids = new Map<string, string>();
  for (const { name, devices, own = 0, isPaying = false } of accounts) {
    const accountId = id(`free:${name}`);
    ids.set(name, accountId);
    await owner.query(ACCOUNT, [id('operator'), accountId, id('party:acme'), `F-${name}`, id('spec')]);
    const products = [
      ...devices.map((quantity) => ({ offering: 'free', price: 'free', quantity })),
      ...(own > 0 ? [{ offering: 'plan', price: 'own', quantity: own }] : []),
      ...(isPaying ? [{ offering: 'plan', price: 'base', quantity: 1 }] : []),
    ];
    for (const [index, { offering, price, quantity }] of products.entries()) {
      await owner.query(PRODUCT, [
        ...[id('operator'), accountId, id(`free:${name}:${index}`), id(`offering:${offering}`)],
        ...[`${index} ${offering}`, quantity, id(`price:${price}`)],
      ]);
    }
  }
  return ids;
}

const CATALOGUE = `
  with offerings as (
    insert into product_offering (operator_id, id, slug, version, name, description, category, supplier_id, tax_class, valid_from)
    values ($1, $3, 'free', 1, 'Free device', '', 'x', $8, 'standard', '2020-01-01')),
  prices as (
    insert into product_offering_price (operator_id, id, offering_id, key, version, name, currency, plan, valid_from)
    select $1, v.id, v.offering, 'device', 1, 'Device', 'EUR',
      '{"key": "device", "kind": "recurring", "model": "per_unit", "unitPrice": "0", "prorate": false}', '2020-01-01'
    from (values ($4::uuid, $3::uuid), ($7, $6)) v(id, offering)),
  links as (
    insert into offering_chain_link (operator_id, offering_id, valid_from, position, agreement_id) values ($1, $3, '2020-01-01', 1, $2))
  insert into settlement_term (operator_id, id, agreement_id, offering_id, kind, terms)
  values ($1, $5, $2, $3, 'fixed_per_unit', '{"amountPerUnit": "5.00"}')`;

const ACCOUNT = `
  insert into billing_account (operator_id, id, customer_id, number, name, currency, time_zone, cycle_spec_id, country, vat_id, address, opened_on)
  values ($1, $2, $3, $4, $4, 'EUR', 'Europe/Warsaw', $5, 'PL', 'PL9',
    '{"street": "Side 2", "town": "Town", "postcode": "00-002"}', '2026-01-01')`;

const PRODUCT = `
  insert into product (operator_id, billing_account_id, id, offering_id, name, reference, quantity, price_ids, started_on)
  values ($1, $2, $3, $4, $5, $5, $6, array[$7::uuid], '2026-01-01')`;
