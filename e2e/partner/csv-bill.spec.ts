import type { Page } from '@playwright/test';
import { type Cycle, type PartnerBill, runningCycle } from '@/e2e/demo.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';

/** A partner's own list: semicolons, decimal commas, another alphabet. Its columns are said once. */
let cycle: Cycle;

test.beforeEach(async ({ apiOf, signInAs }) => {
  cycle = await runningCycle(apiOf('trb_demo_operator'), 'New York');
  await signInAs('Dev Patel');
});

test('a list is dropped, its columns are said once, and the next one needs nothing', async ({
  page,
  apiOf,
}) => {
  const from = germanDate(cycle.period.from);
  const to = from;
  const rows = [
    `cmb-sunbird-prod;Größe M;Verbrauch;${from};${to};2,5;1.234,50`,
    `cmb-sunbird-prod;Nachlass;Gutschrift;${from};${to};;34,50-`,
    `cmb-sunbird-render;Größe L;Verbrauch;${from};${to};1;zehn`,
    ';Summe;;;;;1.210,00',
  ];
  await choose(page, 'liste.csv', rows);
  const preview = page.getByRole('region', { name: 'What the first rows become' });
  await expect(preview.getByRole('status')).toHaveText('2 rows are charges, 1 has a fault, 1 passed over.');
  await expect(preview.getByRole('cell', { name: /^zehn/ })).toContainText('is not a number');
  await expect(preview.getByRole('row', { name: /Größe M/ })).toContainText(/1,234\.50\s*USD/);

  await page.getByRole('button', { name: 'Decimals after' }).click();
  await page.getByRole('option', { name: 'a point: 1.50' }).click();
  await expect(preview.getByRole('status')).toContainText('No row is a charge');
  await page.getByRole('button', { name: 'Fill in again from the file' }).click();
  await expect(preview.getByRole('status')).toContainText('2 rows are charges');

  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('liste');
  const findings = page.getByRole('region', { name: 'Findings' });
  await expect(findings.getByRole('listitem').filter({ hasText: 'Row 3, Betrag' })).not.toHaveCount(0);
  const bill = await billAt(page, apiOf);
  expect(bill.lines).toEqual({ received: 3, accepted: 2, rejected: 1, duplicate: 0 });
  expect(bill.totals).toMatchObject([{ currency: 'USD', accepted: '1200' }]);

  await choose(page, 'liste-2.csv', [`cmb-sunbird-prod;Größe S;Verbrauch;${from};${to};1;0,75`]);
  await expect(page.getByText('This header is known: the file is read by “liste”, version 1.')).toBeVisible();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('liste-2');
  expect((await billAt(page, apiOf)).totals).toMatchObject([{ accepted: '0.75' }]);

  await page.goto('/partner/bills/mappings');
  await page.getByRole('link', { name: 'liste' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('liste');
  await expect(page.getByRole('button', { name: 'Save as version 2' })).toBeVisible();
  for (const path of ['/partner/bills/mappings', new URL(page.url()).pathname]) await checkPage(page, path);
});

const HEADER = 'Kunde;Leistung;Art;Von;Bis;Menge;Betrag';

/** As a spreadsheet in western Europe saves it. */
async function choose(page: Page, name: string, rows: readonly string[]): Promise<void> {
  await page.goto(`/partner/bills/new?cycle=${cycle.id}`);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeEnabled();
  const buffer = Buffer.from([HEADER, ...rows, ''].join('\r\n'), 'latin1');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer });
}

const germanDate = (date: string): string => date.split('-').toReversed().join('.');

type ApiOf = Parameters<Parameters<typeof test>[2]>[0]['apiOf'];

const billAt = (page: Page, apiOf: ApiOf) =>
  apiOf('trb_demo_partner_cumulus').read<PartnerBill>(
    `/api/v1/partner-bills/${new URL(page.url()).pathname.split('/').at(-1)}`,
  );
