import type { Page } from '@playwright/test';
import { decodePlan } from '@/components/calculator/plan-address';
import { expect, test } from '@/e2e/portal.fixture';

test.beforeEach(async ({ page }) => {
  await page.goto('/calculator');
  await page.getByRole('button', { name: 'Start from an example' }).click();
  await page.getByRole('menuitem', { name: 'Calls, message packs and a payment fee' }).click();
  for (const name of ['pack', 'fee']) await page.getByRole('button', { name: `Remove ${name}` }).click();
});

/** Graduated 0-10 @10 + 2, 11-20 @5 + 3, beyond @5 + 3, due at zero usage too. [lago-api graduated spec] */
test('a tiered price is worked out as it is typed', async ({ page }) => {
  await tier(page, 'Unit price', 1).fill('7');
  await tier(page, 'Unit price', 1).fill('10');
  for (const [quantity, amount] of [
    ['0', '2.00'],
    ['1', '12.00'],
    ['10', '102.00'],
    ['11', '110.00'],
    ['12', '115.00'],
    ['21', '163.00'],
  ] as const) {
    await page.getByLabel('Usage in the period').fill(quantity);
    await expect(page.getByRole('status').filter({ hasText: 'EUR' })).toHaveText(`${amount}EUR`);
  }
  const result = page.getByRole('region', { name: 'What it costs' });
  await expect(result.getByRole('listitem')).toContainText(['10 × 10', '10 × 5', '1 × 5']);
});

test('what cannot be read is marked where it is, and nothing is computed from it', async ({ page }) => {
  await tier(page, 'Up to', 2).fill('7');
  await tier(page, 'Unit price', 2).fill('five');
  await expect(page.getByText('Put right what is marked, and the lines appear here.')).toBeVisible();
  await expect(tier(page, 'Up to', 2)).toHaveAttribute('aria-invalid', 'true');
  await expect(tier(page, 'Unit price', 2)).toHaveAttribute('aria-invalid', 'true');
});

test('a rate sheet is pasted from a spreadsheet', async ({ page }) => {
  await page.getByRole('button', { name: 'Paste a rate sheet' }).click();
  const cells = page.getByRole('dialog').getByLabel('Cells from a spreadsheet');
  const take = page.getByRole('dialog').getByRole('button', { name: 'Use these tiers' });
  await cells.fill('From\tUp to\tPrice\n0\t100\t0.10\n100\tmany\t0.08\n500\t\t0.05');
  await take.click();
  await expect(page.getByText('Row 3 has a cell that is not a number.')).toBeVisible();

  await cells.fill('From\tUp to\tPrice\n0\t100\t0.10\n100\t500\t0.08\n500\t\t0.05');
  await take.click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(tier(page, 'Up to', 2)).toHaveValue('500');
  await page.getByLabel('Usage in the period').fill('1000');
  // 100 × 0.10 + 400 × 0.08 + 500 × 0.05
  await expect(page.getByRole('status').filter({ hasText: 'EUR' })).toHaveText('67.00EUR');
});

test('the JSON tab is the request that the API answers with the same amount', async ({ page, apiOf }) => {
  await page.getByRole('tab', { name: 'JSON and curl' }).click();
  const body = page.getByRole('figure', { name: 'Request body' }).getByRole('code');
  const data: unknown = JSON.parse((await body.textContent())!);
  const answer = await apiOf('trb_demo_operator').request('POST', '/api/v1/price-preview', { data });
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({
    currency: 'EUR',
    total: '163.00',
    lines: [{ key: 'calls', amount: '163.00', quantity: '21' }],
  });
});

test('the address keeps the plan', async ({ page }) => {
  await page.getByLabel('Usage in the period').fill('12');
  await expect
    .poll(() => decodePlan(new URL(page.url()).searchParams.get('plan') ?? '')?.usage.calls)
    .toBe('12');
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'EUR' })).toHaveText('115.00EUR');
});

const tier = (page: Page, column: string, number: number) => page.getByLabel(`${column}, tier ${number}`);
