import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CopyRows } from '@/lib/db/bulk/copy-rows';

/** Of `partner_bill_line`, in the order in which `rowOf` has them. */
const LINE_COLUMNS =
  'operator_id, partner_bill_id, line_no, state, billing_account_id, external_account, external_payer, external_name, line_key, description, service, category, charge_category, quantity, unit, currency, amount, charge_from_at, charge_to_at, source';

/** The floor of a partner's bill: split at line ends and commas, every byte trusted, its rows into the product's table by COPY. */
export async function copyBill(
  ownerUrl: string,
  like: { operatorId: string; billId: string; accountId: string },
  file: Iterable<Buffer>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const billId = randomUUID();
    await client.query('begin');
    await client.query(
      `insert into partner_bill (operator_id, id, partner_id, agreement_id, cycle_id, external_id, format, content_hash, state,
         received_at, received_by)
       select operator_id, $2::uuid, partner_id, agreement_id, cycle_id, $2::text, format, decode(md5($2::text), 'hex'), 'accepted',
         received_at, received_by from partner_bill where id = $1`,
      [like.billId, billId],
    );
    const stream = client.query(copyFrom(`copy partner_bill_line (${LINE_COLUMNS}) from stdin`));
    await pipeline(Readable.from(rowsOf(`${like.operatorId}\t${billId}`, like.accountId, file)), stream);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

function* rowsOf(bill: string, accountId: string, file: Iterable<Buffer>): Generator<Buffer> {
  let [left, lineNo] = ['', 0];
  let names: string[] | null = null;
  for (const piece of file) {
    const lines = (left + piece.toString('utf8')).split('\n');
    left = lines.pop()!;
    const rows = new CopyRows();
    for (const line of lines) {
      const cells = line.split(',');
      if (names === null) names = cells;
      else {
        lineNo += 1;
        rows.add(rowOf(bill, accountId, lineNo, names, cells));
      }
    }
    yield* rows.buffers();
  }
}

function rowOf(bill: string, accountId: string, lineNo: number, names: string[], cells: string[]): string {
  let source = '{';
  for (let at = 0; at < cells.length; at += 1)
    source += `${at === 0 ? '' : ','}"${names[at]}":"${cells[at]}"`;
  const [amount, payer, payerName, currency, , , category, , description, , to, from, quantity, unit] = cells;
  const fields = [
    category!.toLowerCase(),
    quantity,
    unit,
    currency,
    amount,
    `${from}Z`,
    `${to}Z`,
    `${source}}`,
  ];
  return `${bill}\t${lineNo}\taccepted\t${accountId}\t${cells[25]}\t${payer}\t${payerName}\tid:${cells[27]}\t${description}\t${cells[23]}\t${cells[22]}\t${fields.join('\t')}`;
}
