import type { Page } from '@playwright/test';
import { type BillSummary, endedCycle, type PartnerBill } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';

const NOBODYS_ID = '01890000-0000-7000-8000-000000000000';

test.describe('what is not there for a reader', () => {
  // The browser logs a page's own 404.
  test.use({ tolerated: [/status of 404/] });

  test("a customer cannot open another customer's bill", async ({ page, signInAs, apiOf }) => {
    const others = (await apiOf('trb_demo_operator').list<BillSummary>('/api/v1/bills')).find(
      ({ customer, state }) => customer.slug === 'vistula' && state === 'issued',
    )!;
    await signInAs('Nora Ellis');
    for (const path of [
      `/customer/bills/${others.id}`,
      `/customer/bills/${NOBODYS_ID}`,
      '/customer/bills/nonsense',
      '/operator',
      '/operator/bills',
      `/operator/bills/${others.id}`,
      '/partner',
    ]) {
      await expectNothing(page, path);
    }
    const sunbird = apiOf('trb_demo_customer_sunbird');
    for (const ending of ['', '.pdf', '.csv']) {
      const answer = await sunbird.request('GET', `/api/v1/bills/${others.id}${ending}`);
      expect([ending, answer.status()]).toEqual([ending, 404]);
      const asPerson = await page.request.get(`/api/v1/bills/${others.id}${ending}`);
      expect([ending, asPerson.status()]).toEqual([ending, 404]);
    }
    const own = await sunbird.list<BillSummary>('/api/v1/bills');
    expect(new Set(own.map(({ customer }) => customer.slug))).toEqual(new Set(['sunbird']));
  });

  test("a partner cannot see the operator's pages nor another partner's bill", async ({
    page,
    signInAs,
    apiOf,
  }) => {
    const [cloudBill] = await apiOf('trb_demo_partner_cumulus').list<PartnerBill>('/api/v1/partner-bills');
    const bill = cloudBill!.id;
    await signInAs('Lena Hartmann');
    for (const path of [
      '/operator',
      '/operator/partners/cumulus',
      `/operator/partners/cumulus/bills/${bill}`,
      '/customer',
      `/partner/bills/${bill}`,
      `/partner/bills/${NOBODYS_ID}`,
      '/partner/cycles/nonsense',
    ]) {
      await expectNothing(page, path);
    }
    const skymesh = apiOf('trb_demo_partner_skymesh');
    expect(await skymesh.list('/api/v1/partner-bills')).toEqual([]);
    for (const path of [`/api/v1/partner-bills/${bill}`, `/api/v1/partner-bills/${bill}/lines`]) {
      expect([path, (await skymesh.request('GET', path)).status()]).toEqual([path, 404]);
    }
    const cycle = await endedCycle(apiOf('trb_demo_operator'), 'Berlin');
    const inAnothersName = await skymesh.request('POST', '/api/v1/partner-bills', {
      multipart: {
        partner: 'cumulus',
        cycle: cycle.id,
        externalId: 'not-mine',
        format: 'focus-1.0',
        file: { name: 'focus.csv', mimeType: 'text/csv', buffer: Buffer.from('BilledCost\n1\n') },
      },
    });
    expect(inAnothersName.status()).toBe(404);
  });

  test('the operator finds nothing at a wrong address', async ({ page, signInAs }) => {
    await signInAs('Ewa Nowak');
    for (const path of [
      `/operator/cycles/${NOBODYS_ID}`,
      '/operator/cycles/nonsense',
      `/operator/bills/${NOBODYS_ID}`,
      '/operator/bills/nonsense',
      '/operator/customers/nobody',
      '/operator/accounts/XX-0000',
      '/operator/accounts/%00',
      '/operator/accounts/%zz',
      '/operator/customers?q=%00',
      '/operator/offerings/nothing',
      '/operator/partners/nobody',
      '/operator/partners/cumulus/bills/nonsense',
      `/operator/partners/skymesh/cycles/${NOBODYS_ID}`,
      '/operator/customers?after=nowhere',
      '/operator/nothing-here',
      '/partner',
      '/customer',
      '/nothing-here',
    ]) {
      await expectNothing(page, path);
    }
  });
});

test('the API tells nobody anything without the right key, and nonsense apart', async ({ apiOf }) => {
  const statusOf = async (key: Parameters<typeof apiOf>[0], path: string) =>
    (await apiOf(key).request('GET', path)).status();
  for (const path of ['/api/v1/bills', '/api/v1/bill-cycles', '/api/v1/partner-bills', '/api/v1/partners']) {
    expect([path, await statusOf(null, path), await statusOf('trb_demo_nobody', path)]).toEqual([
      path,
      401,
      401,
    ]);
  }
  for (const path of ['/api/v1/bill-cycles', '/api/v1/partner-bills', '/api/v1/account-mappings']) {
    expect([path, await statusOf('trb_demo_customer_sunbird', path)]).toEqual([path, 403]);
  }
  expect(await statusOf('trb_demo_partner_skymesh', '/api/v1/bills')).toBe(403);
  const cycle = await endedCycle(apiOf('trb_demo_operator'), 'Berlin');
  const run = await apiOf('trb_demo_partner_skymesh').request(
    'POST',
    `/api/v1/bill-cycles/${cycle.id}/runs`,
    {
      data: { dryRun: true },
    },
  );
  expect(run.status()).toBe(403);
  for (const path of ['/api/v1/bills?q=%00', '/api/v1/partners/%00', '/api/v1/partner-bills?partner=%00']) {
    expect([path, await statusOf('trb_demo_operator', path)]).toEqual([path, 422]);
  }
});

test('a list with nonsense in its address is a list all the same', async ({ page, signInAs }) => {
  await signInAs('Ewa Nowak');
  const nonsense = 'sort=-nothing&size=7&trail=x,y&hide=everything&q=%25_%27&state=odd&run=x';
  for (const path of [
    '/operator/cycles',
    '/operator/bills',
    '/operator/customers',
    '/operator/offerings',
    '/operator/partners',
    '/operator/partners/cumulus/bills',
    '/operator/partners/cumulus/accounts',
  ]) {
    await page.goto(`${path}?${nonsense}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'This page could not be read' })).toBeHidden();
    await expect(page.getByRole('main').getByRole('button', { name: 'Clear filters' }).first()).toBeVisible();
  }
});

async function expectNothing(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const words = page.getByRole('heading', { name: 'There is nothing at this address' });
  await expect(words, path).toBeVisible();
}
