import type { Page } from '@playwright/test';
import { type Cycle, type PartnerBill, runningCycle } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { focusFile } from '@/prisma/seed/builders/focus-file';

/** A partner's files as they really come: of the wrong kind, with wrong rows, twice, and from accounts that nobody knows. */
test.describe.configure({ mode: 'serial' });

let cycle: Cycle;

test.beforeEach(async ({ apiOf, signInAs }) => {
  cycle = await runningCycle(apiOf('trb_demo_operator'), 'New York');
  await signInAs('Dev Patel');
});

test.describe('a wrong file', () => {
  // The browser logs the API's refusal of the file.
  test.use({ tolerated: [/status of 422/] });

  test('is refused with the reason, and nothing of it stays', async ({ page, apiOf }) => {
    const bills = await billsOf(apiOf);
    await openForm(page);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(page.getByText('Fill this in.').first()).toBeVisible();

    await choose(page, 'bill.pdf', '%PDF-1.7', 'application/pdf');
    await expect(
      page.getByText('bill.pdf is not one of .csv, .txt, .tsv, .xml, .json, .jsonl, .ndjson.'),
    ).toBeVisible();
    await choose(page, 'empty.csv', '');
    await expect(page.getByText('empty.csv is empty.')).toBeVisible();

    await send(page, 'archive.csv', 'PK\u0003\u0004\u0014\u0000');
    await expect(page.getByText(/The file is a ZIP archive\. Unpack it/).first()).toBeVisible();
    const [header, ...rows] = lines(['cmb-sunbird-prod', 1]);
    const columns = header!.replace('"BilledCost"', '"Cost"').replace('"BillingCurrency"', '"Currency"');
    await send(page, 'renamed.csv', [columns, ...rows].join('\n'));
    for (const column of ['BilledCost', 'BillingCurrency']) {
      await expect(page.getByText(`The column "${column}" is missing.`).first()).toBeVisible();
    }
    expect(await billsOf(apiOf)).toEqual(bills);
  });
});

test('wrong rows are named with their field, and every row is accounted for', async ({ page, apiOf }) => {
  const [header, ...rows] = lines(['cmb-sunbird-prod', 12]);
  const cellsOf = header!.split(',').map((name) => name.replaceAll('"', ''));
  const withCell = (row: string, column: string, cell: string) =>
    splitRow(row)
      .map((old, at) => (cellsOf[at] === column ? cell : old))
      .join(',');
  rows[1] = withCell(rows[1]!, 'BilledCost', 'twelve');
  rows[2] = withCell(rows[2]!, 'ChargePeriodStart', '"yesterday"');
  rows[3] = withCell(rows[3]!, 'ChargeCategory', '"Gift"');
  rows[4] = withCell(rows[4]!, 'BillingCurrency', '"EUR"');
  rows[5] = `${rows[5]!},one cell too many`;
  await openForm(page);
  await send(page, 'cmb-wrong-rows.csv', [header, ...rows].join('\n'));

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('cmb-wrong-rows');
  const findings = page.getByRole('region', { name: 'Findings' });
  for (const words of [
    /Row 2, BilledCost: .*twelve.* is not a number/,
    /Row 3, ChargePeriodStart: .*yesterday.* is not a date and time/,
    /Row 4, ChargeCategory: .*Gift.* is none of/,
    /EUR/,
    /Row 6: The row has 35 cells where the header has 34/,
  ]) {
    await expect(findings.getByRole('listitem').filter({ hasText: words })).not.toHaveCount(0);
  }
  const bill = await billAt(page, apiOf);
  expect(bill.lines).toEqual({
    received: rows.length,
    accepted: rows.length - 5,
    rejected: 5,
    duplicate: 0,
  });

  await findings
    .getByRole('listitem')
    .filter({ hasText: 'BilledCost' })
    .getByRole('link', { name: /^Show/ })
    .click();
  const table = page.getByRole('region', { name: 'Rows' }).getByRole('table');
  await expect(table.getByRole('row').filter({ hasText: 'Cannot be read' })).toHaveCount(4);
  await table.getByRole('link', { name: '2', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Row 2' })).toContainText('twelve');
});

test('the same file twice is one bill, and rows that came before are duplicates', async ({ page, apiOf }) => {
  const file = lines(['cmb-sunbird-render', 8]);
  await openForm(page);
  await send(page, 'cmb-once.csv', file.join('\n'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('cmb-once');
  const first = await billAt(page, apiOf);
  const bills = await billsOf(apiOf);

  await openForm(page);
  await send(page, 'cmb-another-name.csv', file.join('\n'));
  await expect(page.getByText('This bill is here already; nothing was added.')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/partner/bills/${first.id}$`));
  expect(await billsOf(apiOf)).toEqual(bills);

  await openForm(page);
  const more = lines(['cmb-sunbird-render', 8], ['cmb-harbor-web', 3]).slice(file.length);
  await send(page, 'cmb-overlapping.csv', [...file, ...more].join('\n'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('cmb-overlapping');
  expect((await billAt(page, apiOf)).lines).toEqual({
    received: file.length - 1 + more.length,
    accepted: more.length,
    rejected: 0,
    duplicate: file.length - 1,
  });
});

test('rows of an account that nobody knows wait, and are taken once it is mapped', async ({
  page,
  apiOf,
}) => {
  const file = lines(['cmb-harbor-kiosk', 4]);
  await openForm(page);
  await send(page, 'cmb-unmapped.csv', file.join('\n'));
  await expect(
    page.getByText('Nothing of it is billed yet: it waits for accounts to be mapped'),
  ).toBeVisible();
  const waiting = await billAt(page, apiOf);
  const received = file.length - 1;
  expect([waiting.state, waiting.lines]).toEqual([
    'validated',
    { received, accepted: 0, rejected: received, duplicate: 0 },
  ]);

  const findings = page.getByRole('region', { name: 'Findings' });
  await findings.getByRole('link', { name: 'Map accounts' }).click();
  await page.getByRole('checkbox', { name: 'Choose cmb-harbor-kiosk' }).press('Space');
  const bar = page.getByRole('region', { name: 'Map the chosen accounts' });
  await bar.getByRole('combobox', { name: 'Billing account' }).fill('HP-7001');
  await page.getByRole('option', { name: /HP-7001/ }).click();
  await bar.getByRole('button', { name: 'Map it' }).click();
  await expect(page.getByText(`1 account mapped, ${received} rows changed`)).toBeVisible();

  await page.goto(`/partner/bills/${waiting.id}`);
  await expect(page.getByText("Its accepted rows join the customers' bills in the next run.")).toBeVisible();
  expect((await billAt(page, apiOf)).lines).toEqual({
    received,
    accepted: received,
    rejected: 0,
    duplicate: 0,
  });
});

type ApiOf = Parameters<Parameters<typeof test>[2]>[0]['apiOf'];

const billsOf = (apiOf: ApiOf) =>
  apiOf('trb_demo_partner_cumulus').list<PartnerBill>('/api/v1/partner-bills');

const billAt = (page: Page, apiOf: ApiOf) =>
  apiOf('trb_demo_partner_cumulus').read<PartnerBill>(
    `/api/v1/partner-bills/${new URL(page.url()).pathname.split('/').at(-1)}`,
  );

async function openForm(page: Page): Promise<void> {
  await page.goto(`/partner/bills/new?cycle=${cycle.id}`);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
}

async function choose(page: Page, name: string, text: string, mimeType = 'text/csv'): Promise<void> {
  await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
}

async function send(page: Page, name: string, text: string): Promise<void> {
  await choose(page, name, text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** The header and rows of a FOCUS file; the same accounts are the same rows. */
function lines(...accounts: [id: string, lines: number][]): string[] {
  const file = focusFile({
    seed: 'receive-bill',
    period: cycle.period,
    currency: 'USD',
    payer: { id: 'CMB-884201', name: 'Meridian Telecom resale' },
    subAccounts: accounts.map(([id, count]) => ({ id, name: id, lines: count })),
  });
  return file.toString('utf8').trimEnd().split('\n');
}

/** Cells of a row with their quotes, as they stand. */
const splitRow = (row: string) =>
  [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].slice(0, -1).map(([, cell]) => cell!);
