import type { TributaryApi } from '@/e2e/api.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';

type Current = {
  sections: { lines: { description: string; quantity: string | null; unit: string | null }[] }[];
};

/** Usage of a SIM that nobody knows: a person points it to the SIM it belongs to, and the bill so far has it. */
test('waiting usage is repaired, tried again, and stands on the bill so far', async ({
  page,
  signInAs,
  apiOf,
}) => {
  const operator = apiOf('trb_demo_operator');
  const before = await dataOf(operator);
  const time = new Date().toISOString();
  const lost = ['1', '2'].map((id) => ({
    specversion: '1.0',
    type: 'com.tributary.usage',
    source: '//skymesh.example/e2e',
    id: `swapped-${id}-${time}`,
    time,
    subject: 'SKY-PL-SWAPPED',
    data: { meter: 'iot_data', quantity: '10000' },
  }));
  const sent = await apiOf('trb_demo_partner_skymesh').request('POST', '/api/v1/usage', { data: lost });
  expect(await sent.json()).toMatchObject({ rejected: 2 });

  await signInAs('Ewa Nowak');
  await page.goto('/operator/usage/suspense?q=SKY-PL-SWAPPED');
  const events = page.getByRole('table', { name: 'Waiting events' });
  await expect(events.getByRole('row')).toHaveCount(3);
  await events.getByRole('link', { name: 'SKY-PL-SWAPPED' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'SKY-PL-SWAPPED' });
  await expect(sheet).toContainText('No product has the reference SKY-PL-SWAPPED.');
  await expect(sheet).toContainText('by the price');
  await sheet.getByRole('combobox', { name: 'Product it belongs to' }).fill('SKY-PL-1001');
  await page.getByRole('option', { name: /SKY-PL-1001/ }).click();
  await sheet.getByRole('button', { name: 'Point to it and try again' }).click();

  await expect(page.getByText('2 taken')).toBeVisible();
  const taken = page.getByRole('dialog', { name: 'SKY-PL-1001' });
  await expect(taken).toContainText('It was taken.');
  await expect(taken).toContainText('SKY-PL-SWAPPED → SKY-PL-1001');
  await taken.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  // The quantities have six decimals each, which a number cannot hold exactly.
  await expect.poll(async () => Math.round(((await dataOf(operator)) - before) * 1e6)).toBe(20_000e6);
});

test('usage that nobody wants is dismissed with a reason', async ({ page, signInAs, apiOf }) => {
  const time = new Date().toISOString();
  const event = {
    specversion: '1.0',
    type: 'com.tributary.usage',
    source: '//skymesh.example/e2e',
    id: `test-${time}`,
    time,
    subject: 'SKY-PL-TEST',
    data: { meter: 'iot_data', quantity: '1' },
  };
  await apiOf('trb_demo_partner_skymesh').request('POST', '/api/v1/usage', { data: event });
  await signInAs('Lena Hartmann');
  await page.goto('/partner/usage/suspense?q=SKY-PL-TEST');
  await page
    .getByRole('row', { name: /SKY-PL-TEST/ })
    .getByRole('checkbox')
    .check({ force: true });
  const bar = page.getByRole('region', { name: 'The chosen events' });
  await bar.getByRole('button', { name: 'Dismiss…' }).click();
  const question = page.getByRole('dialog', { name: 'Dismiss this event?' });
  await question.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(question).toContainText('Say why in a few words.');
  await question.getByLabel(/^Reason/).fill('A SIM of the laboratory');
  await question.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await expect(bar).toBeHidden();
  await expect(page.getByRole('link', { name: 'SKY-PL-TEST' })).toHaveCount(0);
});

test('usage and suspense are readable, in light and dark, wide and narrow', async ({
  page,
  signInAs,
  apiOf,
}) => {
  const { data } = await apiOf('trb_demo_operator').read<{ data: { id: string }[] }>(
    '/api/v1/usage/suspense?reason=unknown_meter',
  );
  await signInAs('Ewa Nowak');
  await checkPage(page, '/operator/usage');
  await checkPage(page, '/operator/usage/suspense');
  await page.goto(`/operator/usage/suspense?event=${data[0]!.id}`);
  await expect(page.getByRole('dialog')).toContainText('There is no meter');
  await signInAs('Lena Hartmann');
  await checkPage(page, '/partner/usage');
});

/** Megabytes of SIMs on the bill so far of the account that has SKY-PL-1001. */
async function dataOf(operator: TributaryApi): Promise<number> {
  const { sections } = await operator.read<Current>('/api/v1/billing-accounts/VL-2001/current');
  return sections
    .flatMap(({ lines }) => lines)
    .filter(({ unit, quantity }) => unit === 'MB' && quantity !== null)
    .reduce((sum, { quantity }) => sum + Number(quantity), 0);
}
