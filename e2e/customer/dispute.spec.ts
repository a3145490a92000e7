import type { BrowserContext } from '@playwright/test';
import type { TributaryApi } from '@/e2e/api.fixture';
import { ASKED_AS_NOBODY, expect, test } from '@/e2e/portal.fixture';

type Bill = {
  id: string;
  number: string;
  state: string;
  sections: { supplier: string; lines: { id: string; description: string; amount: string }[] }[];
};
type Dispute = { id: string; number: string; state: string; stakes: { payable: string }[] };

/** The customer's largest line of Cumulus on its latest issued bill. */
async function largestLine(customer: TributaryApi) {
  const bills = await customer.list<{ id: string; state: string }>('/api/v1/bills');
  const bill = await customer.read<Bill>(
    `/api/v1/bills/${bills.find(({ state }) => state === 'issued')!.id}`,
  );
  const lines = bill.sections.find(({ supplier }) => supplier === 'cumulus')!.lines;
  const [line] = [...lines].sort((a, b) => Number(b.amount) - Number(a.amount));
  return { bill, line: line! };
}

/** As when the session ends, or somebody signs out in another tab, in the middle of a form. */
async function withoutSession(context: BrowserContext, during: () => Promise<void>) {
  const cookies = await context.cookies();
  await context.clearCookies();
  await during();
  await context.addCookies(cookies);
}

test.use({ tolerated: [ASKED_AS_NOBODY] });

test('a customer disputes a line, the partner answers, the operator accepts a part, and the next payout is that much less', async ({
  page,
  signInAs,
  apiOf,
}) => {
  const { bill, line } = await largestLine(apiOf('trb_demo_customer_sunbird'));
  let address = '';

  await test.step('disputed from the bill, with a file', async () => {
    await signInAs('Nora Ellis');
    await page.goto(`/customer/bills/${bill.id}?dispute=${line.id}`);
    const dialog = page.getByRole('dialog', { name: 'Dispute this line' });
    await dialog.getByLabel('What is wrong').fill('Half of this was switched off in the second week.');
    await withoutSession(page.context(), async () => {
      await dialog.getByRole('button', { name: 'Raise the dispute' }).click();
      await expect(dialog.getByRole('alert')).toContainText('Your session has ended.');
    });
    await expect(dialog.getByLabel('What is wrong')).toHaveValue(/switched off/);
    await dialog.getByLabel('Evidence').setInputFiles({
      name: 'switched-off.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('host,off\nweb-1,2026-10-08\n'),
    });
    await dialog.getByRole('button', { name: 'Raise the dispute' }).click();
    await expect(page.getByText('Dispute raised.')).toBeVisible();
    await page
      .getByRole('link', { name: `${line.amount} USD disputed` })
      .first()
      .click();
    await expect(page.getByRole('link', { name: 'switched-off.csv' })).toBeVisible();
    await expect(page.getByText('What is at stake')).toHaveCount(0);
    address = new URL(page.url()).pathname.replace('/customer', '');
  });

  await test.step('the partner accepts a part', async () => {
    await signInAs('Dev Patel');
    await page.goto(`/partner${address}`);
    await page.getByRole('button', { name: 'Answer' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your answer' });
    await dialog.getByText('Accept a part').click();
    await dialog.getByLabel('Accepted, net').fill('2.00');
    await dialog.getByLabel('In words').fill('One host was off.');
    await dialog.getByRole('button', { name: 'Send the answer' }).click();
    await expect(page.getByText('Accepts 2.00 USD of it')).toBeVisible();
  });

  const payableOf = async () => {
    const partner = apiOf('trb_demo_partner_cumulus');
    const { stakes } = await partner.read<Dispute>(`/api/v1${address}`);
    return Number(stakes[0]!.payable);
  };
  const held = await payableOf();
  expect(held).toBeLessThan(-2);

  await test.step('the operator sees what it would do, and decides', async () => {
    await signInAs('Ewa Nowak');
    await page.goto(`/operator${address}`);
    await expect(page.getByText('Customer gets back')).toBeVisible();
    await page.getByLabel('Reason, for all sides to read').fill('Agreed with Cumulus.');
    await page.getByRole('button', { name: 'Decide' }).click();
    await expect(page.getByText('Decided: 2.00 USD accepted, the rest stays charged')).toBeVisible();
    await expect(page.getByText('Accepted in part').first()).toBeVisible();
  });

  // The hold is over, and of the accepted part its share is gone: between nothing and all of the 2.00.
  const after = await payableOf();
  expect(after).toBeGreaterThan(-2.01);
  expect(after).toBeLessThan(0);
});
