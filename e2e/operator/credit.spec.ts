import type { Bill, BillSummary } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';

/** The operator credits a line of a bill; the customer finds it on the bill, and the books say who gave what back. */
test('a line is credited, seen by the customer, and read in the ledger', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.slow();
  const operator = apiOf('trb_demo_operator');
  const bills = await operator.list<BillSummary>('/api/v1/bills?state=issued&q=Sunbird');
  const { id, number: billNumber } = bills[0]!;
  const bill = await operator.read<Bill & { sections: { lines: { description: string }[] }[] }>(
    `/api/v1/bills/${id}`,
  );
  const lines = bill.sections.flatMap((section) => section.lines);
  const line = lines.find(({ amount }) => Number.parseFloat(amount) > 5)!;

  const reason = `Half an hour without service, case ${Date.now()}`;

  await signInAs('Ewa Nowak');
  await page.goto(`/operator/bills/${bill.id}`);
  const sheet = page.getByRole('dialog', { name: `Credit bill ${billNumber}` });
  await page.getByRole('button', { name: 'Credit', exact: true }).click();
  await expect(sheet).toContainText('Choose what to give back');
  await sheet.getByRole('checkbox', { name: line.description }).first().click({ force: true });
  await sheet.getByLabel(`Amount of ${line.description}`).fill('1.00');
  const preview = sheet.getByRole('region', { name: 'What it will say' });
  await expect(preview).toContainText('Goes back to the customer');
  await expect(preview.getByRole('row')).not.toHaveCount(0);
  await sheet.getByLabel('Reason').fill(reason);
  await sheet.getByRole('button', { name: 'Issue credit note' }).click();
  await expect(sheet).toBeHidden();
  const row = page.getByRole('table', { name: 'Credit notes' }).getByRole('row').filter({ hasText: reason });
  await expect(row).toBeVisible();
  const number = /C-\d{6}/.exec((await row.textContent()) ?? '')![0];

  await row.getByRole('link', { name: number }).click();
  await expect(page.getByRole('heading', { name: `Credit note ${number}` })).toBeVisible();
  await page.getByRole('link', { name: 'In the ledger' }).click();
  await page
    .getByRole('table', { name: 'Journals' })
    .getByRole('link', { name: 'Credit note issued' })
    .click();
  const sides = page.getByRole('table', { name: 'Postings' });
  await expect(sides).toContainText('Receivable');
  await expect(page.getByRole('table', { name: 'The bill before and after' })).toContainText('Credited');
  await page.goto('/operator/ledger');
  await expect(page.getByText('Reconciles').first()).toBeVisible();
  await expect(page.getByText('Does not reconcile')).toHaveCount(0);

  await signInAs('Nora Ellis');
  await page.goto(`/customer/bills/${id}`);
  const seen = page.getByRole('table', { name: 'Credit notes' }).getByRole('row').filter({ hasText: number });
  await expect(seen).toContainText(reason);
});
