import type { BillSummary } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';

/** A credit about a line of an issued bill waits for the next one, is in the bill so far at once, and can be withdrawn. */
test('a line of a bill is adjusted on the next bill, and that is taken back', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.slow();
  const operator = apiOf('trb_demo_operator');
  const account = 'GH-8001';
  const [bill] = await operator.list<BillSummary>('/api/v1/bills?state=issued&q=Galicia');
  const text = `Uznanie za przerwę ${Date.now()}`;

  await signInAs('Ewa Nowak');
  await page.goto(`/operator/bills/${bill!.id}`);
  const dialog = page.getByRole('dialog', { name: 'Charge or credit on the next bill' });
  await page
    .getByRole('button', { name: /Endpoint Protection · Seats/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Charge or credit on the next bill' }).click();
  await expect(dialog).toContainText(`on bill ${bill!.number}`);
  await expect(dialog.getByRole('radio', { name: 'The partner’s' })).toBeChecked();
  await dialog.getByLabel('Description on the bill').fill(text);
  await dialog.getByRole('radio', { name: 'Credit' }).check({ force: true });
  await dialog.getByLabel('Amount, without tax').fill('1.005');
  await dialog.getByLabel('Reason').fill('Seats that nobody could use');
  await dialog.getByRole('button', { name: 'Put on next bill' }).click();
  await expect(dialog.getByText('with no more decimals than PLN has')).toBeVisible();
  await dialog.getByLabel('Amount, without tax').fill('1.50');
  await dialog.getByRole('button', { name: 'Put on next bill' }).click();
  await expect(dialog).toBeHidden();

  const soFar = () =>
    operator.read<{ sections: { lines: { description: string; amount: string }[] }[] }>(
      `/api/v1/billing-accounts/${account}/current`,
    );
  const amounts = async () =>
    (await soFar()).sections
      .flatMap(({ lines }) => lines)
      .filter(({ description }) => description === text)
      .map(({ amount }) => amount);
  expect(await amounts()).toEqual(['-1.50']);

  await page.goto(`/operator/adjustments?account=${account}&kind=credit`);
  const all = page.getByRole('table', { name: 'Adjustments' }).getByRole('row');
  await expect(all.filter({ hasText: text })).toContainText(account);
  await expect(all.filter({ hasText: 'Instalacja routera' })).toHaveCount(0);
  await all.filter({ hasText: text }).getByRole('link', { name: account }).click();
  await expect(page).toHaveURL(/\/operator\/accounts\/GH-8001/);
  const row = page.getByRole('table', { name: 'Adjustments' }).getByRole('row').filter({ hasText: text });
  await expect(row).toContainText('Waits');
  const why = page.getByRole('dialog', { name: `Withdraw “${text}”` });
  await row.getByRole('button', { name: 'Withdraw' }).click();
  await why.getByLabel('Reason').fill('Credited elsewhere');
  await why.getByRole('button', { name: 'Withdraw' }).click();
  await expect(row).toContainText('Withdrawn: Credited elsewhere');
  expect(await amounts()).toEqual([]);
});
