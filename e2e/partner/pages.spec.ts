import type { Cycle, PartnerBill } from '@/e2e/demo.fixture';
import { checkKeyboard, checkPage, checkTelephone } from '@/e2e/page-checks.fixture';
import { test } from '@/e2e/portal.fixture';

test('every page is readable, in light and dark, wide and narrow', async ({ page, signInAs, apiOf }) => {
  const cycles = await apiOf('trb_demo_operator').list<Cycle>('/api/v1/bill-cycles?state=issued');
  const newYork = cycles.find(({ name }) => name.includes('New York'))!;
  const bills = await apiOf('trb_demo_partner_cumulus').list<PartnerBill>('/api/v1/partner-bills');
  const withFindings = bills.find(({ lines }) => lines.rejected > 0)!;
  await signInAs('Dev Patel');
  for (const path of [
    '/partner',
    '/partner/bills',
    '/partner/bills/new',
    `/partner/bills/${withFindings.id}`,
    `/partner/bills/${withFindings.id}?line=1`,
    '/partner/accounts',
    '/partner/accounts?level=payer',
    '/partner/terms',
    '/partner/webhooks',
    '/partner/api-keys',
    '/partner/payouts',
    '/partner/bank-details',
    '/partner/connectors',
    '/partner/connectors/new',
    `/partner/cycles/${newYork.id}`,
  ]) {
    await checkPage(page, path);
  }
});

test('a partner whose charges are rated here has pages too', async ({ page, signInAs }) => {
  await signInAs('Lena Hartmann');
  for (const path of ['/partner', '/partner/bills', '/partner/accounts']) await checkPage(page, path);
});

test('the keyboard goes everywhere', async ({ page, signInAs }) => {
  await signInAs('Dev Patel');
  await checkKeyboard(page, {
    home: '/partner',
    list: '/partner/bills',
    place: 'Agreement',
    placeUrl: /\/partner\/terms$/,
  });
});

test('a telephone goes everywhere', async ({ page, signInAs }) => {
  await signInAs('Dev Patel');
  await checkTelephone(page, { home: '/partner', place: 'Bills', placeUrl: /\/partner\/bills$/ });
});
