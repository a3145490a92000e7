import { expect, test } from '@/e2e/portal.fixture';

type Balance = {
  balances: { currency: string; credit: string; bills: { id: string; number: string; open: string }[] }[];
};

test('a part payment by hand, and the customer pays the rest on a provider’s page', async ({
  page,
  signInAs,
  apiOf,
}) => {
  const api = apiOf('trb_demo_customer_rheinwerk');
  const read = async () => (await api.read<Balance>('/api/v1/billing-accounts/RW-4002/balance')).balances[0]!;
  const [bill] = (await read()).bills;
  const { id, number } = bill!;
  const left = (Number(bill!.open) - 10).toFixed(2);

  await test.step('the operator sees what a payment pays before it is recorded', async () => {
    await signInAs('Ewa Nowak');
    await page.goto('/operator/payments');
    await page.getByRole('button', { name: 'Record a payment' }).click();
    const dialog = page.getByRole('dialog', { name: 'Record a payment' });
    await dialog.getByRole('combobox', { name: 'Billing account' }).fill('RW-4002');
    await page.getByRole('option', { name: /RW-4002/ }).click();
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('10.00');
    await expect(dialog.getByRole('row', { name: new RegExp(number) })).toContainText(left.slice(-3));
    await dialog.getByLabel('Reference').fill(`Part of ${number}`);
    await dialog.getByRole('button', { name: 'Record', exact: true }).click();
    await expect(page.getByText('The payment of 10.00 EUR is recorded.')).toBeVisible();
    await expect(page.getByRole('link', { name: `Part of ${number}` })).toBeVisible();
  });

  await test.step('the customer pays what is left, and the bill is settled', async () => {
    await signInAs('Anke Vogel');
    await page.goto(`/customer/bills/${id}`);
    await expect(page.getByRole('region', { name: 'What happened, in order' })).toContainText('−10.00');
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Pay ${number}` });
    await expect(dialog.getByRole('textbox', { name: 'Amount' })).toHaveValue(left);
    await dialog.getByRole('button', { name: 'Go to the payment page' }).click();
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await expect(page.getByText('Paid, thank you')).toBeVisible();
    expect((await read()).bills.map((each) => each.number)).not.toContain(number);
    await page.getByRole('link', { name: 'To the bill' }).click();
    await expect(page.getByRole('region', { name: 'What happened, in order' })).toContainText(
      '0.00 EUR open',
    );
    await expect(page.getByRole('button', { name: 'Pay', exact: true })).toHaveCount(0);
  });
});
