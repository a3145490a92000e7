import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  amountIn,
  type Bill,
  type BillRun,
  billsOf,
  type Cycle,
  endedCycle,
  type PartnerBill,
  sumOf,
} from '@/e2e/demo.fixture';
import { expect, test, untilListening } from '@/e2e/portal.fixture';
import { focusFile } from '@/prisma/seed/builders/focus-file';

/** From the README alone: a partner's bill comes in, the cycle is run and issued, the customer sees where each cent comes from. */
test.describe.configure({ mode: 'serial' });

const SAMPLE = path.resolve(import.meta.dirname, '../../../shared/data/focus/focus_sample_1000.csv');
/** Σ BilledCost of the public FOCUS 1.0 sample, added up outside of this product. */
const SAMPLE_TOTAL = '20.52022672899';

let cycle: Cycle;
/** What came in as partner bills, by id, with what their files sum to. */
const received = new Map<string, string>();
let issued: Bill[];

test.beforeAll(async ({ playwright, baseURL }) => {
  const { apiOf } = await import('@/e2e/api.fixture');
  const operator = apiOf(playwright.request, baseURL!, 'trb_demo_operator');
  cycle = await endedCycle(operator, 'New York');
  await operator.close();
});

test('the operator sees who owes the cycle what, and decides with a reason', async ({
  page,
  signInAs,
  apiOf,
}) => {
  await signInAs('Ewa Nowak');
  await page.goto(`/operator/cycles/${cycle.id}`);
  const owed = page.getByRole('region', { name: 'Who owes what' });
  await owed.getByRole('button', { name: /^Decide about the bill of Cumulus/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Bill an estimate', { exact: true }).click();
  await expect(dialog.getByRole('button', { name: 'Decide', exact: true })).toBeDisabled();
  await dialog.getByLabel('Why').fill('They told us it will be late');
  await dialog.getByRole('button', { name: 'Decide', exact: true }).click();
  const row = owed.getByRole('row', { name: /Cumulus/ });
  await expect(row).toContainText('Estimated');
  await expect(row).toContainText('Ewa Nowak: “They told us it will be late”');
  const { data } = await apiOf('trb_demo_operator').read<{ data: object[] }>(
    `/api/v1/bill-cycles/${cycle.id}/expectations`,
  );
  expect(data).toMatchObject([
    {
      partner: 'cumulus',
      state: 'estimated',
      decision: { by: 'Ewa Nowak', reason: 'They told us it will be late' },
    },
  ]);
});

test('a partner sends its FOCUS file', async ({ page, signInAs, apiOf }, testInfo) => {
  const file = focusFile({
    seed: 'the first bill',
    period: cycle.period,
    currency: 'USD',
    payer: { id: 'CMB-884201', name: 'Meridian Telecom resale' },
    subAccounts: [
      { id: 'cmb-sunbird-prod', name: 'SunBird production', lines: 120 },
      { id: 'cmb-sunbird-render', name: 'SunBird rendering', lines: 60 },
      { id: 'cmb-harbor-web', name: 'Harbor & Pine shop', lines: 25 },
    ],
  });
  const rows = file.toString('utf8').trim().split('\n').slice(1);
  const total = sumOf(rows.map((row) => row.split(',')[1]!));
  const spooled = testInfo.outputPath(`cmb-first-${cycle.period.to}.csv`);
  writeFileSync(spooled, file);

  await signInAs('Dev Patel');
  await page.goto('/partner');
  await page.locator(`a[href="/partner/bills/new?cycle=${cycle.id}"]`).click();
  await page.getByLabel('File', { exact: true }).setInputFiles(spooled);
  await expect(page.getByLabel('Number of the bill')).toHaveValue(path.basename(spooled, '.csv'));
  await page.getByRole('button', { name: 'Send', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(path.basename(spooled, '.csv'));
  await expect(page.getByText("Its accepted rows join the customers' bills in the next run.")).toBeVisible();
  const bill = await apiOf('trb_demo_operator').read<PartnerBill>(
    `/api/v1/partner-bills/${new URL(page.url()).pathname.split('/').at(-1)}`,
  );
  expect(bill.lines).toEqual({ received: rows.length, accepted: rows.length, rejected: 0, duplicate: 0 });
  expect(bill.totals).toMatchObject([{ currency: 'USD', received: total, accepted: total }]);
  received.set(bill.id, total);
});

test('the public FOCUS sample comes in through the API, every row of it', async ({ apiOf }) => {
  test.skip(!existsSync(SAMPLE), 'The public FOCUS sample is not beside this repository.');
  const answer = await apiOf('trb_demo_operator').request('POST', '/api/v1/partner-bills', {
    multipart: {
      partner: 'cumulus',
      cycle: cycle.id,
      externalId: 'focus-sample-2024-09',
      format: 'focus-1.0',
      file: { name: 'focus_sample_1000.csv', mimeType: 'text/csv', buffer: readFileSync(SAMPLE) },
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const bill = (await answer.json()) as PartnerBill;
  expect(bill.lines).toEqual({ received: 1000, accepted: 1000, rejected: 0, duplicate: 0 });
  expect(bill.totals).toMatchObject([{ currency: 'USD', received: SAMPLE_TOTAL, accepted: SAMPLE_TOTAL }]);
  received.set(bill.id, SAMPLE_TOTAL);
});

test('the operator runs the cycle, reviews, approves and issues', async ({ page, apiOf }) => {
  await page.goto('/');
  await page.getByRole('button', { name: /Ewa Nowak/ }).click();
  await expect(page).toHaveURL(/\/operator$/);
  await untilListening(page);

  const waiting = page.getByRole('region', { name: 'Needs a person' }).getByRole('listitem');
  const due = waiting.filter({ hasText: 'ready to be billed' });
  await due.getByRole('link', { name: /New York/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('New York');
  // A reload would lose this mark: the page follows the run by itself.
  await page.evaluate(() => {
    document.documentElement.dataset.mark = 'kept';
  });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('html')).toHaveAttribute('data-mark', 'kept');

  const accounts = page.getByRole('table', { name: 'Accounts of this run' });
  for (const number of ['SB-1001', 'SB-1002', 'HP-7001']) {
    await expect(accounts.getByRole('row', { name: number })).toContainText('Computed');
  }
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('button', { name: 'Issue', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Issue', exact: true }).click();
  await expect(page.getByText('Every bill of this cycle is issued.')).toBeVisible({ timeout: 60_000 });

  issued = await billsOf(apiOf('trb_demo_operator'), cycle);
  expect(issued.map((bill) => [bill.billingAccount.number, bill.state]).sort()).toEqual([
    ['HP-7001', 'issued'],
    ['SB-1001', 'issued'],
    ['SB-1002', 'issued'],
  ]);
});

test('what came in is what the bills show, exactly, before rounding', () => {
  const lines = issued.flatMap(({ sections }) => sections.flatMap((section) => section.lines));
  const billed = [...received.keys()].map((id) =>
    sumOf(lines.filter(({ source }) => source.partnerBill === id).map(({ exact }) => exact)),
  );
  expect(billed).toEqual([...received.values()]);
});

test('on every bill: lines and tax, receivable, and shares and tax come to the total', () => {
  for (const { billingAccount, total, tax, sections, taxes, postings, shares } of issued) {
    const lines = sections.flatMap((section) => section.lines.map(({ amount }) => amount));
    const receivable = postings.filter(({ account }) => account === 'receivable');
    const taxed = taxes.map(({ amount }) => amount);
    const money = {
      lines: sumOf([...lines, ...taxed]),
      receivable: sumOf(receivable.flatMap(({ debit, credit }) => [debit, `-${credit}`])),
      shares: sumOf([...shares.map(({ amount }) => amount), tax]),
    };
    const due = sumOf([total]);
    expect(money, billingAccount.number).toEqual({ lines: due, receivable: due, shares: due });
  }
});

test('the customer opens the bill, a line to its arithmetic, and the PDF', async ({ page, signInAs }) => {
  const bill = issued.find(({ billingAccount }) => billingAccount.number === 'SB-1001')!;
  await signInAs('Nora Ellis');
  await page.goto('/customer/bills');
  await page.getByRole('link', { name: bill.number! }).click();
  const paper = page.getByRole('article', { name: `Bill ${bill.number}` });
  await expect(paper).toContainText('SunBird Media, Inc.');

  const nets = await Promise.all(
    bill.sections.map(({ supplierName }) =>
      amountIn(paper.getByRole('region', { name: supplierName, exact: true }).locator('p').first()),
    ),
  );
  const figure = (name: string) => amountIn(paper.locator('dt', { hasText: name }).last().locator('+ dd'));
  expect(sumOf(nets)).toBe(await figure('Net'));
  expect(sumOf([...nets, await figure('VAT')])).toBe(await figure('Total'));
  expect(await figure('Total')).toBe(sumOf([bill.total]));

  const cloud = paper.getByRole('region', { name: 'Cumulus Cloud', exact: true });
  await cloud.getByRole('button').first().click();
  await expect(cloud.getByText('rounded once, half away from zero').first()).toBeVisible();
  const own = paper.getByRole('region').first();
  await own.getByRole('button').first().click();
  await expect(own.getByRole('listitem').first()).toBeVisible();

  const pdf = await page.request.get((await page.getByRole('link', { name: 'PDF' }).getAttribute('href'))!);
  expect([pdf.status(), pdf.headers()['content-type']]).toEqual([200, 'application/pdf']);
  expect((await pdf.body()).subarray(0, 5).toString('latin1')).toBe('%PDF-');

  await cloud.getByRole('link', { name: "the supplier's rows" }).first().click();
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText('USD');
});

test('running the cycle again proposes nothing', async ({ page, signInAs, apiOf }) => {
  const operator = apiOf('trb_demo_operator');
  await signInAs('Ewa Nowak');
  await page.goto(`/operator/cycles/${cycle.id}`);
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByText('0 created · 0 updated · 3 unchanged')).toBeVisible({ timeout: 60_000 });

  const { run } = await operator.read<Cycle>(`/api/v1/bill-cycles/${cycle.id}`);
  const { changes } = await operator.read<BillRun>(`/api/v1/bill-runs/${run!.id}`);
  expect(changes).toEqual({ created: 0, updated: 0, unchanged: 3 });
  expect(await billsOf(operator, cycle)).toEqual(issued);
});
