import type { TributaryApi } from '@/e2e/api.fixture';
import { amountIn } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';

type CurrentBill = { net: string; total: string };

/** Usage of the customer's own SIMs, as SkyMesh sends it. */
async function use(partner: TributaryApi, megabytes: string): Promise<void> {
  const answer = await partner.request('POST', '/api/v1/usage', {
    data: {
      specversion: '1.0',
      type: 'com.tributary.usage',
      source: '//skymesh.example/gateway',
      id: `budget-${Date.now()}`,
      time: new Date().toISOString(),
      subject: 'SKY-US-7741',
      data: { meter: 'iot_data', quantity: megabytes },
    },
  });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
}

test('a customer sets a budget, usage comes in, and the page tells without being loaded again', async ({
  page,
  signInAs,
  apiOf,
}) => {
  const customer = apiOf('trb_demo_customer_sunbird');
  const before = await customer.read<CurrentBill>('/api/v1/billing-accounts/SB-1001/current');
  const known = (await customer.read<{ count: number }>('/api/v1/alerts/new')).count;
  const bell = () => page.getByRole('link', { name: `Alerts, ${known + 1} new` });

  await test.step('the budget', async () => {
    await signInAs('Nora Ellis');
    await page.goto('/customer/budgets');
    await page.getByRole('button', { name: 'New budget' }).click();
    const dialog = page.getByRole('dialog', { name: 'New budget' });
    await dialog.getByLabel('Name').fill('All of New York');
    await dialog.getByLabel('Amount a period').fill('0');
    await dialog.getByRole('button', { name: 'Set budget' }).click();
    await expect(dialog.getByText('Write an amount above zero in USD')).toBeVisible();
    // A hundred dollars more than it comes to by now.
    await dialog.getByLabel('Amount a period').fill((Number(before.net) + 100).toFixed(2));
    await dialog.getByLabel('Tell me at').fill('100');
    await dialog.getByLabel('Also by mail to').fill('ops@sunbird.example');
    await dialog.getByRole('button', { name: 'Set budget' }).click();
    await expect(page.getByText('All of New York')).toBeVisible();
    await expect(page.getByText(/% used/).first()).toBeVisible();
  });

  await test.step('usage moves the page, and the bell tells', async () => {
    await page.goto('/customer');
    const account = page.getByRole('region', { name: 'SunBird Media, New York' });
    await expect(account.getByText('Live: usage moves it within a second')).toBeVisible();
    const figure = account.locator('[data-live] p').first();
    expect(await amountIn(figure)).toBe(String(Number(before.total)));
    const loads = await page.evaluate(() => performance.getEntriesByType('navigation').length);
    await page.evaluate(() => {
      (window as unknown as { stays: boolean }).stays = true;
    });

    await use(apiOf('trb_demo_partner_skymesh'), '100000');
    await expect.poll(async () => Number(await amountIn(figure))).toBeGreaterThan(Number(before.total));
    const after = await customer.read<CurrentBill>('/api/v1/billing-accounts/SB-1001/current');
    await expect.poll(async () => Number(await amountIn(figure))).toBe(Number(after.total));
    await expect(bell()).toBeVisible({ timeout: 30_000 });
    expect(await page.evaluate(() => (window as unknown as { stays?: boolean }).stays)).toBe(true);
    expect(loads).toBe(1);
  });

  await test.step('the alert in words, seen once', async () => {
    await bell().click();
    await expect(page.getByText('All of New York: 100% reached')).toBeVisible();
    await page.getByRole('button', { name: 'Mark all as seen' }).click();
    await expect(page.getByRole('link', { name: 'Alerts, none new' })).toBeVisible();
  });

  await test.step('the operator sees it too, and the letter that waits for a mail server', async () => {
    await signInAs('Ewa Nowak');
    await page.goto('/operator/alerts');
    await expect(page.getByText('All of New York: 100% reached')).toBeVisible();
    await page.goto('/operator/mail');
    await expect(page.getByText('No mail server set')).toBeVisible();
    await expect(page.getByRole('cell', { name: 'ops@sunbird.example' })).toBeVisible();
  });
});
