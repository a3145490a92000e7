import http from 'node:http';
import pg from 'pg';
import { loadTargets, RawRows } from './raw-rows';

/**
 * The floor of ingestion: an HTTP server that parses a batch and stores its rows, and does nothing else. It trusts every byte,
 * looks nothing up (products come from its memory) and writes as the superuser, straight into the product's tables.
 * `/with-totals` adds to the running totals in the same transaction, `/events` does not.
 * Arguments: database address, port, operator.
 */
const [url, port, operatorId] = process.argv.slice(2) as [string, string, string];
const pool = new pg.Pool({ connectionString: url, max: 8 });
const targets = await loadTargets(pool as unknown as pg.ClientBase, operatorId);

http
  .createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const events = [JSON.parse(Buffer.concat(chunks).toString('utf8'))].flat() as Event[];
      store(events, request.url === '/with-totals').then(
        () => response.writeHead(200).end(`{"accepted":${events.length}}`),
        (error: Error) => response.writeHead(500).end(error.message),
      );
    });
  })
  .listen(Number(port), '127.0.0.1');

type Event = { source: string; id: string; subject: string; time: string; data: { quantity: string } };
type Total = { quantity: number; maximum: number; count: number };

async function store(events: readonly Event[], withTotals: boolean): Promise<void> {
  const rows = new RawRows();
  const totals = new Map<string, Total>();
  for (const { source, id, subject, time, data } of events) {
    rows.push(targets.get(subject)!, source, id, time, data.quantity);
    const total = totals.get(subject) ?? { quantity: 0, maximum: 0, count: 0 };
    // The bench sends halves, which binary numbers hold exactly.
    const quantity = Number(data.quantity);
    const maximum = Math.max(total.maximum, quantity);
    totals.set(subject, { quantity: total.quantity + quantity, maximum, count: total.count + 1 });
  }
  const client = await pool.connect();
  try {
    await client.query('begin');
    await rows.copy(client);
    if (withTotals) await addTotals(client, totals);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function addTotals(client: pg.ClientBase, totals: ReadonlyMap<string, Total>): Promise<void> {
  const subjects = [...totals.keys()].sort();
  const to = subjects.map((subject) => targets.get(subject)!);
  const sums = subjects.map((subject) => totals.get(subject)!);
  await client.query(
    `insert into usage_total as t (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key, dimensions,
       quantity, maximum, event_count, change_count)
     select o, a, p, m, d, '', '{}', q, x, n, n
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[], $6::numeric[], $7::numeric[], $8::int8[])
       as r(o, a, p, m, d, q, x, n)
     on conflict (operator_id, billing_account_id, product_id, meter_id, period_from, dimension_key) do update
       set quantity = t.quantity + excluded.quantity, maximum = greatest(t.maximum, excluded.maximum),
         event_count = t.event_count + excluded.event_count, change_count = t.change_count + excluded.change_count`,
    [
      to.map(({ operator }) => operator),
      to.map(({ account }) => account),
      to.map(({ product }) => product),
      to.map(({ meter }) => meter),
      to.map(({ period }) => period),
      sums.map(({ quantity }) => quantity),
      sums.map(({ maximum }) => maximum),
      sums.map(({ count }) => count),
    ],
  );
}
