import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '@/lib/db/id';

/** Where the usage of a reference goes, known beforehand: a floor looks nothing up. */
export type Target = {
  operator: string;
  account: string;
  product: string;
  meter: string;
  supplier: string;
  period: string;
};

type Queryable = Pick<pg.ClientBase, 'query'>;

/** The metered products of an operator, by reference, in the period that is running. */
export async function loadTargets(client: Queryable, operatorId: string): Promise<Map<string, Target>> {
  const { rows } = await client.query<Target & { subject: string }>(
    `select p.reference as subject, p.operator_id as operator, p.billing_account_id as account, p.id as product, m.id as meter,
       o.supplier_id as supplier, c.period_from::text as period
     from product p
     join product_offering o on o.operator_id = p.operator_id and o.id = p.offering_id
     join product_offering_price r on r.operator_id = p.operator_id and r.id = p.price_ids[1]
     join meter m on m.operator_id = p.operator_id and m.key = r.plan ->> 'meter'
     join billing_cycle c on c.operator_id = p.operator_id and now() >= c.from_at and now() < c.to_at
     where p.operator_id = $1`,
    [operatorId],
  );
  return new Map(rows.map(({ subject, ...target }) => [subject, target]));
}

/** The rows of a batch as COPY text, made without a check. */
export class RawRows {
  private readonly keys: string[] = [];
  private readonly events: string[] = [];

  push(target: Target, source: string, id: string, time: string, quantity: string): void {
    const { operator, account, product, meter, supplier, period } = target;
    const usage = newId();
    this.keys.push(`${operator}\t${source}\t${id}\t${supplier}\t${DIGEST}\t${usage}\n`);
    this.events.push(
      `${operator}\t${account}\t${usage}\t${product}\t${meter}\t${source}\t${id}\t${time}\t${time}\t${period}\t${quantity}\t{}\n`,
    );
  }

  async copy(client: pg.ClientBase): Promise<void> {
    await copyText(client, KEY, this.keys);
    await copyText(client, EVENT, this.events);
  }
}

const KEY = 'usage_key (operator_id, source, event_id, supplier_id, body_hash, usage_id)';
const EVENT =
  'usage_event (operator_id, billing_account_id, id, product_id, meter_id, source, event_id, occurred_at, received_at, period_from, quantity, attributes)';
const DIGEST = `\\\\x${'00'.repeat(32)}`;

const copyText = (client: pg.ClientBase, target: string, rows: readonly string[]): Promise<void> =>
  pipeline(Readable.from([rows.join('')]), client.query(copyFrom(`copy ${target} from stdin`)));
