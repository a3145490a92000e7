import type { Page } from '@playwright/test';
import { type Bill, billsOf, endedCycle, sumOf } from '@/e2e/demo.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { simulatorPort } from '@/e2e/stack';

/** As the README has it: a partner with a billing system of its own, from nothing to a line on a customer's bill. */
test('a new partner is added, connected, tried and asked; its accounts are mapped and its charges are on the bill', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.setTimeout(180_000);
  const operator = apiOf('trb_demo_operator');
  const cycle = await endedCycle(operator, 'Warsaw');
  await signInAs('Ewa Nowak');
  await page.goto('/operator/partners');
  await page.getByRole('link', { name: 'Add a partner' }).click();
  await page.getByRole('button', { name: 'Add the partner' }).click();
  await expect(page.getByText('Fill this in.').first()).toBeVisible();
  await fill(page, {
    Name: 'Orbit Maps',
    'Legal name': 'Orbit Maps Oy',
    Country: 'FI',
    Street: 'Kaivokatu 2',
    Postcode: '00100',
    Town: 'Helsinki',
    'The partner’s part': '75',
  });
  await page.getByRole('button', { name: 'Add the partner' }).click();
  await expect(page).toHaveURL(/\/operator\/partners\/orbit-maps\/connectors$/);

  await page.getByRole('link', { name: 'Connect a system' }).first().click();
  await fill(page, {
    Name: 'Orbit billing',
    Address: `http://127.0.0.1:${simulatorPort}/tmf-api/customerBillManagement/v4`,
  });
  await choose(page, 'How it knows the hub', 'API key in a header');
  await fill(page, { Header: 'X-Api-Key' });
  await page.getByLabel('Secret', { exact: true }).fill('secret');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/\/connectors\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orbit billing');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(page.getByText(/tenant-1, tenant-2, tenant-3/)).toBeVisible();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByRole('button', { name: 'Fetch a period' }).click();
  await choose(page, 'Period', /Warsaw/);
  await page.getByRole('button', { name: 'Fetch it' }).click();
  await expect(page).toHaveURL(/\/bills\/[0-9a-f-]{36}$/);
  await expect(page.getByText(/waits for accounts to be mapped/)).toBeVisible();
  const billId = new URL(page.url()).pathname.split('/').at(-1);

  for (const [account, number] of [
    ['tenant-1', 'VL-2002'],
    ['tenant-2', 'VL-2002'],
  ] as const) {
    await page.goto('/operator/partners/orbit-maps/accounts?state=unmapped');
    await page.getByRole('checkbox', { name: `Choose ${account}` }).press('Space');
    const bar = page.getByRole('region', { name: 'Map the chosen accounts' });
    await bar.getByRole('combobox', { name: 'Billing account' }).fill(number);
    await page.getByRole('option', { name: new RegExp(number) }).click();
    await bar.getByRole('button', { name: 'Map it' }).click();
    await expect(page.getByText(/1 account mapped/)).toBeVisible();
  }
  await page.goto(`/operator/cycles/${cycle.id}`);
  await expect(page.getByText('Orbit Maps').first()).toBeVisible();

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const question = page.getByRole('alertdialog').getByRole('button', { name: 'Run all the same' });
  await expect(question.or(page.getByRole('table', { name: 'Accounts of this run' }))).toBeVisible();
  if (await question.isVisible()) await question.click();
  type PartnerBill = { state: string; totals: { accepted: string }[] };
  const { state, totals } = await operator.read<PartnerBill>(`/api/v1/partner-bills/${billId}`);
  expect(state).toBe('accepted');
  const section = (bill: Bill) => bill.sections.find(({ supplierName }) => supplierName === 'Orbit Maps');
  const theirs = async () =>
    (await billsOf(operator, cycle)).flatMap((bill) => section(bill)?.lines ?? []).map(({ exact }) => exact);
  await expect
    .poll(async () => sumOf(await theirs()), { timeout: 60_000 })
    .toBe(sumOf([totals[0]!.accepted]));
  const bill = (await billsOf(operator, cycle)).find((one) => section(one))!;
  await page.goto(`/operator/bills/${bill.id}`);
  await expect(page.getByRole('heading', { name: 'Orbit Maps' })).toBeVisible();
});

test('its form is there for everybody', async ({ page, signInAs }) => {
  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/partners/new');
});

async function fill(page: Page, boxes: Record<string, string>): Promise<void> {
  for (const [label, text] of Object.entries(boxes)) {
    await page.getByRole('textbox', { name: label, exact: true }).fill(text);
  }
}

async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(label) }).click();
  await page.getByRole('option', { name: option }).first().click();
}
