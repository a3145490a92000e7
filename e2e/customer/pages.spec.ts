import type { Locator } from '@playwright/test';
import type { Bill, BillSummary } from '@/e2e/demo.fixture';
import { checkKeyboard, checkPage, checkTelephone } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';

test.beforeEach(async ({ signInAs }) => signInAs('Nora Ellis'));

test('every page is readable, in light and dark, wide and narrow', async ({ page, apiOf }) => {
  const customer = apiOf('trb_demo_customer_sunbird');
  const bills = await customer.list<BillSummary>('/api/v1/bills');
  const bill = await customer.read<Bill>(
    `/api/v1/bills/${bills.find(({ billingAccount }) => billingAccount.number === 'SB-1001')!.id}`,
  );
  const lines = bill.sections.flatMap((section) => section.lines);
  const fromFile = lines.find(({ source }) => source.mode === 'file')!;
  for (const path of [
    '/customer',
    '/customer/bills',
    `/customer/bills/${bill.id}`,
    `/customer/bills/${bill.id}/lines/${fromFile.id}`,
    '/customer/products',
    '/customer/budgets',
    '/customer/alerts',
    '/customer/webhooks',
    '/customer/api-keys',
  ]) {
    await checkPage(page, path);
  }
});

test('on a telephone lists show their amounts, and what to pay its button', async ({ page }) => {
  const width = 390;
  await page.setViewportSize({ width, height: 844 });
  // Sideways alone: that one scrolls down a page is expected.
  const endOf = async (place: Locator) => {
    const box = (await place.boundingBox())!;
    return box.x + box.width;
  };
  await page.goto('/customer/payments');
  const pay = page.getByRole('button', { name: 'Pay', exact: true }).first();
  await expect(pay).toBeVisible();
  expect(await endOf(pay)).toBeLessThan(width);
  await page.goto('/customer/bills');
  const total = page.getByRole('row').filter({ hasText: 'B-0' }).first().getByRole('cell').last();
  await expect(total).toContainText('USD');
  expect(await endOf(total)).toBeLessThan(width);
});

test('the keyboard goes everywhere', async ({ page }) => {
  await checkKeyboard(page, {
    home: '/customer',
    list: '/customer/bills',
    place: 'Products',
    placeUrl: /\/customer\/products$/,
  });
});

test('a telephone goes everywhere', async ({ page }) => {
  await checkTelephone(page, { home: '/customer', place: 'Bills', placeUrl: /\/customer\/bills$/ });
});
