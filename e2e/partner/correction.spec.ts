import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { type Cycle, type PartnerBill, runningCycle, sumOf } from '@/e2e/demo.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';

/** A partner takes its rejected row away, mends it and sends it as a correction; the operator sees what it changes before it counts. */
let cycle: Cycle;
/** So that the world of a run before has none of these rows. */
const run = Date.now().toString(36);

test.beforeEach(async ({ apiOf, signInAs }) => {
  cycle = await runningCycle(apiOf('trb_demo_operator'), 'New York');
  await signInAs('Dev Patel');
});

// Accepting by rule, as the demo's agreement says, the correction would count at once.
const accepting = (apiOf: ApiOf, acceptance: 'automatic' | 'by_person') =>
  apiOf('trb_demo_operator').request('PATCH', '/api/v1/partners/cumulus/conditions', {
    data: { acceptance },
  });

test.afterEach(async ({ apiOf }) => {
  await accepting(apiOf, 'automatic');
});

test('rejected rows are mended, compared, accepted, and then on the bill', async ({
  page,
  apiOf,
  signInAs,
}) => {
  const nothing = await chargedSoFar(apiOf);
  const at = `${cycle.period.from}T00:00:00Z`;
  const row = (account: string, cost: string) =>
    `${cost},USD,CMB-884201,Usage,${at},${at},${account},Correction,Told apart ${run}`;
  const file = [
    HEADER,
    row('cmb-harbor-web', '10.00'),
    row('cmb-harbor-attic', '5.25'),
    row('cmb-harbor-web', '20.00'),
  ];
  await page.goto(`/partner/bills/new?cycle=${cycle.id}`);
  await send(page, { name: `to-correct-${run}.csv`, buffer: Buffer.from(file.join('\n')) });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`to-correct-${run}`);
  const first = await billAt(page, apiOf);
  expect(first.lines).toEqual({ received: 3, accepted: 2, rejected: 1, duplicate: 0 });
  const before = await chargedSoFar(apiOf);
  expect(difference(before, nothing)).toBe('30');
  await checkPage(page, new URL(page.url()).pathname);
  await page.setViewportSize({ width: 1280, height: 800 });

  expect((await accepting(apiOf, 'by_person')).status()).toBe(200);
  const rejected = page.getByRole('region', { name: 'Rejected rows' });
  const downloading = page.waitForEvent('download');
  await rejected.getByRole('link', { name: 'Download rejected rows' }).click();
  const download = await downloading;
  const [header, only, ...rest] = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(header).toMatch(/,ServiceName,ChargeDescription,error_row,error_code,error_message$/);
  expect(only).toContain(',2,unknown_account,');
  expect(rest).toEqual(['']);

  await rejected.getByRole('link', { name: 'Send them mended' }).click();
  const mended = [header, only!.replace('cmb-harbor-attic', 'cmb-harbor-web'), ''].join('\r\n');
  await send(page, { name: `corrected-${run}.csv`, buffer: Buffer.from(mended) });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`corrected-${run}`);
  await expect(page.getByText('Waits for a decision')).toBeVisible();
  const second = await billAt(page, apiOf);
  expect([second.state, second.lines.received, second.totals[0]!.accepted]).toEqual([
    'validated',
    3,
    '35.25',
  ]);
  expect(await chargedSoFar(apiOf)).toBe(before);

  await signInAs('Ewa Nowak');
  await page.goto(`/operator/partners/cumulus/bills/${second.id}`);
  const changes = page.getByRole('region', { name: 'What it changes' });
  await expect(changes).toContainText(/Added\s*1\s*Removed\s*1\s*The same\s*2/);
  await changes.getByRole('link', { name: 'See every change' }).click();
  await expect(page.getByRole('row', { name: /^Removed cmb-harbor-attic/ })).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Accept', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: `Accept corrected-${run}?` });
  await dialog.getByLabel('Why').fill('The attic is part of the shop.');
  await dialog.getByRole('button', { name: 'Accept the bill' }).click();
  await expect(page.getByText('The bill is accepted.')).toBeVisible();
  expect(difference(await chargedSoFar(apiOf), before)).toBe('5.25');
  await page.goto(`/operator/partners/cumulus/bills/${first.id}`);
  await expect(page.getByText(`Replaced by corrected-${run}`)).toBeVisible();
});

const HEADER =
  'BilledCost,BillingCurrency,BillingAccountId,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,SubAccountId,ServiceName,ChargeDescription';

type ApiOf = Parameters<Parameters<typeof test>[2]>[0]['apiOf'];

const billAt = (page: Page, apiOf: ApiOf) =>
  apiOf('trb_demo_partner_cumulus').read<PartnerBill>(
    `/api/v1/partner-bills/${new URL(page.url()).pathname.split('/').at(-1)}`,
  );

const difference = (amount: string, less: string) =>
  sumOf([amount, less.startsWith('-') ? less.slice(1) : `-${less}`]);

/** What the shop's bill so far has of Cumulus, without tax. */
async function chargedSoFar(apiOf: ApiOf): Promise<string> {
  const { sections } = await apiOf('trb_demo_operator').read<{
    sections: { supplier: string; net: string }[];
  }>('/api/v1/billing-accounts/HP-7001/current');
  return sections.find(({ supplier }) => supplier === 'cumulus')?.net ?? '0';
}

async function send(page: Page, { name, buffer }: { name: string; buffer: Buffer }): Promise<void> {
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}
