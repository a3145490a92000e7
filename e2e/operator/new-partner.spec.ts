import type { Page } from '@playwright/test';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { simulatorPort } from '@/e2e/stack';

/** The way of the README until its first bill is asked for; from there on the services' own tests go. */
test('a new partner is added, its system connected, tried and set live, also when every bill is issued', async ({
  page,
  signInAs,
}) => {
  test.slow();
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
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
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
