import { afterAll, beforeAll, expect, test } from 'vitest';
import { listBankDetails } from '@/lib/db/bank-details';
import { listEntries } from '@/lib/db/bank-entries';
import { findBankFile } from '@/lib/db/bank-files';
import { connectAs, disconnect } from '@/lib/db/client';
import { listDunnedRows } from '@/lib/db/dunning';
import { wholeList } from '@/lib/db/keyset';
import { findOpenItem } from '@/lib/db/open-items';
import { findPaymentFile, lockPayoutsToPay } from '@/lib/db/payment-files';
import { findMethod } from '@/lib/db/payment-methods';
import { findSession } from '@/lib/db/payment-sessions';
import { findPayment, lockPayment } from '@/lib/db/payments';
import { parseEntryId } from '@/lib/db/payout-rows';
import { findPayout, listPayoutPage, lockPayout } from '@/lib/db/payouts';
import { findRefund, lockRefund } from '@/lib/db/refunds';
import { findSettlementRun } from '@/lib/db/settlement-runs';
import { type Sql, withTenantSql } from '@/lib/db/tenant';
import { uuidOrNull } from '@/lib/db/uuid-or-null';
import { createTestDatabase, type TestDatabase } from '@/scripts/test/scratch-database';

const ID = '018f0000-0000-7000-8000-00000000000a';
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectAs(database.appUrl);
});

afterAll(async () => {
  await disconnect();
  await database.drop();
});

const by = (filters: Record<string, string[]>) => ({ ...wholeList, filters });
const NOW = '2026-05-05T08:00:00.000Z';
const lookups: Record<string, (sql: Sql, text: string) => Promise<unknown>> = {
  findPayout,
  lockPayout,
  findSettlementRun,
  findPayment,
  lockPayment,
  findSession,
  findBankFile,
  findRefund,
  lockRefund,
  findPaymentFile,
  findMethod,
  findOpenItem,
};
const lists: Record<string, (sql: Sql, text: string) => Promise<{ data: unknown[] }>> = {
  payoutsOfParty: (sql, text) => listPayoutPage(sql, by({ party: [text] })),
  payoutsOfRun: (sql, text) => listPayoutPage(sql, by({ run: [text] })),
  entriesOfFile: (sql, text) => listEntries(sql, by({ file: [text] })),
  entries: (sql, text) => listEntries(sql, by({ entry: [text] })),
  bankDetails: (sql, text) => listBankDetails(sql, by({ party: [text] }), NOW),
  dunned: (sql, text) => listDunnedRows(sql, by({ stage: [text] }), '2026-05-05'),
  payoutsToPay: async (sql, text) => ({ data: await lockPayoutsToPay(sql, 'EUR', [text]) }),
};

test.each(['nothing', "'", `${ID}.pdf`, `${ID}0`, ID, ID.toUpperCase(), '99999999999', '-1', '1e3'])(
  'what may be an id and is none of ours (%s) finds nothing, and is no failure',
  async (text) => {
    const scope = { operatorId: ID, partnerId: null, customerId: null };
    await withTenantSql(scope, async (sql) => {
      for (const [name, find] of Object.entries(lookups))
        expect([name, await find(sql, text)]).toEqual([name, null]);
      for (const [name, list] of Object.entries(lists)) {
        expect([name, (await list(sql, text)).data]).toEqual([name, []]);
      }
    });
  },
);

test('an id is the same in either case of letters', () => {
  expect([uuidOrNull(ID.toUpperCase()), uuidOrNull(`${ID} `)]).toEqual([ID, null]);
  const key = { billingAccountId: ID, journalId: ID, position: 3 };
  expect(parseEntryId(`${ID}.${ID.toUpperCase()}.3`)).toEqual(key);
  expect([`${ID}.${ID}.x`, `${ID}.${ID}.3.4`, `${ID}.3`, ''].map(parseEntryId)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
