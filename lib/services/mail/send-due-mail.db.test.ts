import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectAs, disconnect } from '@/lib/db/client';
import { insertMail } from '@/lib/db/mail';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { smtpMailer } from '@/lib/integrations/mail/smtp-mailer';
import { foundOperator, type TestOperator } from '@/lib/services/identity/two-operators.fixture';
import { listMail } from '@/lib/services/mail/list-mail';
import { sendDueMail } from '@/lib/services/mail/send-due-mail';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const ALL = { q: '', sort: null, filters: {}, after: null, pageSize: 100 };
const NOW = '2026-03-20T12:00:00.000Z';

let database: TestDatabase;
let operator: TestOperator;
let server: net.Server;
let url: string;
/** What the server took, as it came; `isFull` has it refuse. */
const taken: { recipients: string[]; data: string }[] = [];
let isFull = false;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.workerUrl);
  operator = await foundOperator('letters');
  server = net.createServer(converse);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await disconnect();
  await database.drop();
});

/** As much of SMTP as a sender needs (RFC 5321). */
function converse(socket: net.Socket): void {
  let recipients: string[] = [];
  let data: string | null = null;
  let rest = '';
  socket.on('error', () => {});
  socket.write('220 test\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('utf8');
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (data !== null && line !== '.') data += `${line}\n`;
      else if (data !== null) {
        taken.push({ recipients, data });
        [data, recipients] = [null, []];
        socket.write('250 taken\r\n');
      } else if (/^RCPT TO/i.test(line)) {
        recipients.push(line.replace(/^.*<|>.*$/g, ''));
        socket.write(isFull ? '452 mailbox full\r\n' : '250 ok\r\n');
      } else if (/^DATA/i.test(line)) {
        data = '';
        socket.write('354 go on\r\n');
      } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
    }
  });
}

const write = (recipient: string, subject: string) =>
  withTenantSql(scopeOf(operator.ctx.actor), (sql) =>
    insertMail(
      sql,
      operator.operatorId,
      { recipient, subject, body: 'Five < six.\n\nhttps://billing.example/alerts' },
      NOW,
    ),
  );
const ctx = (now = NOW) => ({ ...operator.ctx, now });
const send = async (now = NOW) => {
  const mailer = smtpMailer({ url, from: 'Tributary <billing@operator.example>' });
  const next = await sendDueMail(ctx(now), mailer);
  mailer.close();
  return next;
};

test('a letter is sent once, however many send at once, as text and as HTML without its markup', async () => {
  await write('ops@acme.example', 'Budget reached');
  expect(await Promise.all([send(), send(), send()])).toContain(null);
  expect(taken).toHaveLength(1);
  expect(taken[0]!.recipients).toEqual(['ops@acme.example']);
  expect(taken[0]!.data).toMatch(/^Subject: Budget reached$/m);
  // Quoted-printable folds its lines.
  expect(taken[0]!.data.replaceAll('=\n', '')).toContain('Five &lt; six.');
  expect(taken[0]!.data).toContain('text/plain');
  const { data, hasServer } = await listMail(ctx(), ALL);
  expect(data).toMatchObject([{ state: 'sent', attempts: 1, sentAt: NOW }]);
  expect(hasServer).toBe(false);
});

test('what the server refuses is tried again for two days, and then given up with its reason', async () => {
  isFull = true;
  taken.length = 0;
  await write('full@acme.example', 'Again');
  expect(await send()).toBe('2026-03-20T12:01:00.000Z');
  expect(await send()).toBe('2026-03-20T12:01:00.000Z');
  let next: string | null = '2026-03-20T12:01:00.000Z';
  for (let attempt = 2; attempt <= 20 && next !== null; attempt += 1) next = await send(next);
  expect(taken).toEqual([]);
  const [letter] = (await listMail(ctx(), { ...ALL, filters: { state: ['failed'] } })).data;
  expect(letter).toMatchObject({ recipient: 'full@acme.example', attempts: 8 });
  expect(letter!.failure).toContain('mailbox full');
});
