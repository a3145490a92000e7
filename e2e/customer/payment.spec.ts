import { randomUUID } from 'node:crypto';
import { checkPage } from '@/e2e/page-checks.fixture';
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

test('money that was given back and charged back is owed on a note, until it is won', async ({
  page,
  signInAs,
  apiOf,
  baseURL,
}) => {
  const api = apiOf('trb_demo_operator');
  const amount = '90000.00';
  const post = async (path: string, data: object) => {
    const answer = await api.request('POST', `/api/v1/${path}`, {
      data,
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(answer.ok(), await answer.text()).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const today = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  const of = { currency: 'EUR', amount };
  const paid = await post('payments', {
    ...of,
    billingAccount: 'RW-4002',
    receivedOn: today,
    allocations: [],
  });
  const payee = { name: 'Rheinwerk GmbH', iban: 'DE89 3704 0044 0532 0130 00' };
  const refund = await post('refunds', { ...of, payment: paid.id, reason: 'Paid twice' });
  // One person says where it goes, another one sends it; a key does neither.
  await signInAs('Marek Lis');
  const named = await page.request.put(`/api/v1/refunds/${refund.id}/payee`, {
    headers: { origin: baseURL! },
    data: payee,
  });
  expect(named.ok(), await named.text()).toBe(true);
  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/payments/refunds');
  await expect(page.getByRole('table', { name: 'Refunds' }).first()).toContainText('Paid twice');
  await page
    .getByRole('checkbox', { name: /^Choose the refund of RW-4002, 90000\.00/, disabled: false })
    .press('Space');
  await page.getByRole('button', { name: 'Make payment file' }).click();
  await expect(page.getByText(/^REF-\S+\.xml: 1 refund, 90000\.00 EUR/)).toBeVisible();
  await checkPage(page, '/operator/payments/refunds/files');
  await post(`refunds/${refund.id}/settle`, { state: 'paid' });
  await post(`payments/${paid.id}/reverse`, { amount, kind: 'chargeback', reason: 'Cardholder dispute' });
  const { debitNotes } = await api.read<{ debitNotes: { id: string; number: string }[] }>(
    `/api/v1/payments/${paid.id}`,
  );
  const [note] = debitNotes;

  await signInAs('Anke Vogel');
  await checkPage(page, '/customer/payments');
  await page.getByRole('link', { name: note!.number }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Debit note ${note!.number}`);
  await expect(page.getByRole('button', { name: 'Pay', exact: true })).toBeVisible();
  await checkPage(page, `/customer/debit-notes/${note!.id}`);

  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/debit-notes');
  await page.getByRole('link', { name: note!.number }).click();
  await expect(page.getByRole('link', { name: 'PDF' })).toHaveAttribute(
    'href',
    `/api/v1/debit-notes/${note!.id}.pdf`,
  );
  await checkPage(page, `/operator/debit-notes/${note!.id}`);
  await page.getByRole('link', { name: 'The payment that was taken back' }).click();
  await checkPage(page, `/operator/payments/${paid.id}`);
  await page.getByRole('button', { name: 'Won back' }).click();
  const dialog = page.getByRole('dialog', { name: 'The money is here again' });
  await dialog.getByLabel('Reason').fill('Evidence accepted');
  await dialog.getByRole('button', { name: 'Take it in' }).click();
  await expect(page.getByText('The money is back where it was.')).toBeVisible();
  await page.goto(`/operator/bills/${note!.id}`);
  await expect(page.getByRole('region', { name: 'What happened, in order' })).toContainText('0.00 EUR open');
});
