import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { TributaryApi } from '@/e2e/api.fixture';
import { amountIn } from '@/e2e/demo.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { rowsWaiting, withWritesHeld, writersWaiting } from '@/e2e/stack.fixture';

/** A partner's usage by file, as a new user would: ten rows broken, put right from the error file, and nothing counted twice. */
test.describe.configure({ mode: 'serial' });

type UsageFile = {
  id: string;
  name: string;
  state: string;
  rows: Record<'received' | 'accepted' | 'duplicate' | 'rejected' | 'suspended', number>;
};

/** Rows of many batches. */
const LARGE = 100_000;
const HEADER = 'source,id,time,subject,meter,quantity,country';
const now = Date.now();
/** Not before: in the first minutes of a period that would be in the one before, whose bill is another. */
const at = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');

function rowOf(index: number, quantity: string): string {
  return `//skymesh/e2e-files,${now}-${index},${at},SKY-US-7741,iot_data,${quantity},US`;
}

type CurrentBill = {
  total: string;
  sections: { lines: { key: string; description: string; quantity: string }[] }[];
};

/** The megabytes that the bill so far of the customer's account has of SkyMesh, and its total. */
async function billSoFar(customer: TributaryApi): Promise<{ megabytes: number; total: number }> {
  const bill = await customer.read<CurrentBill>('/api/v1/billing-accounts/SB-1001/current');
  const line = bill.sections
    .flatMap(({ lines }) => lines)
    .find(({ description }) => description.startsWith('SkyMesh IoT Connect · Data'));
  return { megabytes: Number(line?.quantity ?? 0), total: Number(bill.total) };
}

test.beforeEach(({ signInAs }) => signInAs('Lena Hartmann'));

test('ten broken rows are put right from the error file, the bill so far follows, and nothing counts twice', async ({
  page,
  apiOf,
  signInAs,
}) => {
  const customer = apiOf('trb_demo_customer_sunbird');
  const before = await billSoFar(customer);
  const rows = Array.from({ length: 40 }, (_, index) => rowOf(index, index % 4 === 3 ? 'x' : '2.5'));
  await page.goto('/partner/usage/files');
  await page.getByRole('link', { name: 'Send usage' }).first().click();
  await choose(page, 'march.csv', [HEADER, ...rows].join('\n'));
  const preview = page.getByRole('region', { name: 'What the first rows become' });
  await expect(preview.getByText('Refused').first()).toBeVisible();
  await page.getByRole('button', { name: 'Send the file' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('march.csv');
  await expect(page.locator('[data-state="done"]')).toBeVisible();
  await expect(page.locator('[data-count="received"]')).toHaveText('40');
  await expect(page.locator('[data-count="rejected"]')).toHaveText('10');
  await expect(page.getByRole('region', { name: 'Why rows were not accepted' })).toContainText(
    'invalid_quantity',
  );
  await expect(page.getByRole('region', { name: 'Why rows were not accepted' })).toContainText(
    ',iot_data,x,US',
  );
  const half = await billSoFar(customer);
  expect(half.megabytes - before.megabytes).toBeCloseTo(30 * 2.5, 4);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Error file' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('march-errors.csv');
  const errors = await readFile(await download.path(), 'utf8');
  expect(errors.trim().split('\r\n')[0]).toBe(`${HEADER},error_code,error_message`);

  await page.getByRole('link', { name: 'Send repaired' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send repaired rows');
  await choose(page, 'march-errors.csv', errors.replaceAll(',iot_data,x,', ',iot_data,2.5,'));
  await page.getByRole('button', { name: 'Send the file' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('march-errors.csv');
  await expect(page.locator('[data-state="done"]')).toBeVisible();
  await expect(page.locator('[data-count="rejected"]')).toHaveText('0');
  const whole = await billSoFar(customer);
  expect(whole.megabytes - before.megabytes).toBeCloseTo(40 * 2.5, 4);
  expect(whole.total).toBeGreaterThan(before.total);

  await page.goto('/partner/usage/files/new');
  await choose(page, 'again.csv', [HEADER, ...rows].join('\n'));
  await page.getByRole('button', { name: 'Send the file' }).click();
  await expect(page.getByText('This file was sent before.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('march.csv');

  expect(await billSoFar(customer)).toEqual(whole);
  await signInAs('Nora Ellis');
  await page.goto('/customer');
  const account = page.getByRole('region', { name: 'SunBird Media, New York' });
  await expect
    .poll(async () => Number(await amountIn(account.locator('[data-live] p').first())))
    .toBe(whole.total);

  const files = await apiOf('trb_demo_partner_skymesh').list<UsageFile>('/api/v1/usage-files');
  const of = (name: string) => files.find((file) => file.name === name)!;
  const [first, repaired] = [of('march.csv').rows, of('march-errors.csv').rows];
  expect(first).toMatchObject({ received: 40, accepted: 30, rejected: 10 });
  expect(repaired).toMatchObject({ received: 10, accepted: 10 });
  for (const { rows: counts } of files) {
    const { received, ...others } = counts as Record<string, number>;
    const { passedOver: _, ...counted } = others;
    expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(received);
  }
});

test('a file is stopped while it is read, and says what was taken of it', async ({ page, apiOf }) => {
  const rows = Array.from(
    { length: LARGE },
    (_, n) => `//skymesh/e2e-large,${now}-${n},${at},SKY-US-7741,iot_data,0.0001,US`,
  );
  const buffer = Buffer.from([HEADER, ...rows].join('\n'));
  const partner = apiOf('trb_demo_partner_skymesh');
  let id = '';
  await withWritesHeld('usage_event', async () => {
    const sent = await partner.request('POST', '/api/v1/usage-files', {
      multipart: { file: { name: 'large.csv', mimeType: 'text/csv', buffer } },
    });
    id = ((await sent.json()) as UsageFile).id;
    await expect.poll(() => writersWaiting('usage_event')).toBeGreaterThan(0);
    await page.goto(`/partner/usage/files/${id}`);
    await page.getByRole('button', { name: 'Stop reading' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop reading' }).click();
    await expect.poll(rowsWaiting).toBeGreaterThan(0);
  });
  await expect(page.locator('[data-state="cancelled"]')).toBeVisible();
  await expect(page.getByText(/^Stopped (after|before)/)).toBeVisible();
  await expect(page.getByRole('link', { name: 'Send it again' })).toBeVisible();
  const read = () => partner.read<UsageFile>(`/api/v1/usage-files/${id}`);
  const stopped = await read();
  expect(stopped.state).toBe('cancelled');
  expect(stopped.rows.accepted).toBeLessThan(LARGE);
  expect((await read()).rows).toEqual(stopped.rows);
  const again = await partner.request('POST', `/api/v1/usage-files/${id}/cancel`);
  expect(await again.json()).toMatchObject({ state: 'cancelled', rows: stopped.rows });
});

test('a key for sending usage is made, shown once, does that alone, and is revoked', async ({ page }) => {
  await page.goto('/partner/api-keys');
  await page.getByRole('button', { name: 'Add key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Gateway');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const shown = page.getByRole('alertdialog', { name: 'The key “Gateway”' });
  const key = (await shown.getByRole('figure', { name: 'API key' }).locator('code').textContent())!;
  await expect(shown.getByText(`authorization: Bearer ${key}`)).toBeVisible();
  const ask = async (path: string) =>
    (await page.request.get(path, { headers: { authorization: `Bearer ${key}` } })).status();
  expect([await ask('/api/v1/usage/suspense'), await ask('/api/v1/payouts')]).toEqual([200, 403]);
  await shown.getByRole('button', { name: 'I have kept it' }).click();

  await page.getByRole('link', { name: `Gateway ${key.slice(0, 12)}` }).click();
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('The key is revoked.')).toBeVisible();
  expect(await ask('/api/v1/usage/suspense')).toBe(401);
});

test('a foreign file is mapped beside its own rows, and read by the mapping', async ({ page }) => {
  await page.goto('/partner/usage/mappings/new');
  const sample = `No;MSISDN;Datum;Volumen\n1;SKY-US-7741;${day()} 12:00;1,5\n2;SKY-US-7741;${day()} 12:05;2\n`;
  await page.getByLabel('The first lines of a file').fill(sample);
  const preview = page.getByRole('region', { name: 'What the first rows become' });
  await expect(preview.getByRole('row').nth(1)).toContainText('SKY-US-7741');
  await expect(preview.getByRole('row').nth(1)).toContainText('1.5');
  await page.getByLabel('Name', { exact: false }).last().fill(`Lines ${now}`);
  await page.getByRole('button', { name: 'Save as version 1' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Lines ${now}`);
  await expect(page.getByRole('button', { name: 'Save as version 2' })).toBeVisible();
});

test('its pages are readable, in light and dark, wide and narrow', async ({ page, apiOf }) => {
  const files = await apiOf('trb_demo_partner_skymesh').list<UsageFile>('/api/v1/usage-files');
  const mappings = await apiOf('trb_demo_partner_skymesh').list<{ id: string }>('/api/v1/usage-mappings');
  for (const path of [
    '/partner/usage/files',
    '/partner/usage/files/new',
    `/partner/usage/files/${files.at(-1)!.id}`,
    '/partner/usage/mappings',
    `/partner/usage/mappings/${mappings[0]!.id}`,
  ]) {
    await checkPage(page, path);
  }
});

/** Yesterday, so that its noon is over. */
const day = () => {
  const [year, month, date] = new Date(now - 24 * 3_600_000).toISOString().slice(0, 10).split('-');
  return `${date}.${month}.${year}`;
};

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}
