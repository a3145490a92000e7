import { type Bill, type BillSummary, endedCycle, type PartnerBill, runningCycle } from '@/e2e/demo.fixture';
import { checkKeyboard, checkPage, checkTelephone } from '@/e2e/page-checks.fixture';
import { test } from '@/e2e/portal.fixture';

test.beforeEach(async ({ signInAs }) => signInAs('Ewa Nowak'));

test('cycles and bills are readable, in light and dark, wide and narrow', async ({ page, apiOf }) => {
  const operator = apiOf('trb_demo_operator');
  const [ended, running] = [await endedCycle(operator, 'Berlin'), await runningCycle(operator, 'Warsaw')];
  const bills = await operator.list<BillSummary>('/api/v1/bills?state=issued');
  const bill = await operator.read<Bill>(
    `/api/v1/bills/${bills.find(({ billingAccount }) => billingAccount.number === 'SB-1001')!.id}`,
  );
  const lines = bill.sections.flatMap((section) => section.lines);
  const fromFile = lines.find(({ source }) => source.mode === 'file')!;
  for (const path of [
    '/operator',
    '/operator/cycles',
    `/operator/cycles/${ended.id}`,
    `/operator/cycles/${running.id}`,
    '/operator/bills',
    `/operator/bills/${bill.id}`,
    `/operator/bills/${bill.id}/lines/${fromFile.id}`,
  ]) {
    await checkPage(page, path);
  }
});

test('customers and offerings are readable, in light and dark, wide and narrow', async ({ page }) => {
  for (const path of [
    '/operator/customers',
    '/operator/customers/vistula',
    '/operator/accounts/VL-2001',
    '/operator/accounts/VL-2001/discounts/new',
    '/operator/offerings',
    '/operator/alerts',
    '/operator/payouts',
    '/operator/payouts/runs',
    '/operator/fx-rates',
    '/operator/bank-details',
    '/operator/payments/bank',
    '/operator/adjustments',
    '/operator/credit-notes',
    '/operator/write-offs',
    '/operator/ledger',
    '/operator/ledger/journals',
    '/operator/ledger/partner_payable?currency=EUR',
    '/operator/mail',
    '/operator/webhooks',
    '/operator/api-keys',
    '/operator/offerings/aegis-threat-intelligence',
    '/operator/offerings/business-voice',
  ]) {
    await checkPage(page, path);
  }
});

test('partners and their bills are readable, in light and dark, wide and narrow', async ({ page, apiOf }) => {
  const operator = apiOf('trb_demo_operator');
  const partnerBills = await operator.list<PartnerBill>('/api/v1/partner-bills?partner=cumulus');
  const withFindings = partnerBills.find(({ lines }) => lines.rejected > 0)!;
  const cycle = await endedCycle(operator, 'Warsaw');
  for (const path of [
    '/operator/partners',
    '/operator/partners/cumulus',
    '/operator/partners/cumulus/bills',
    `/operator/partners/cumulus/bills/${withFindings.id}`,
    `/operator/partners/cumulus/bills/${withFindings.id}?line=1`,
    '/operator/partners/cumulus/bills/new',
    '/operator/partners/cumulus/accounts',
    '/operator/partners/aegis/terms',
    `/operator/partners/skymesh/cycles/${cycle.id}`,
  ]) {
    await checkPage(page, path);
  }
});

test('the keyboard goes everywhere', async ({ page }) => {
  await checkKeyboard(page, {
    home: '/operator',
    list: '/operator/customers',
    place: 'Offerings',
    placeUrl: /\/operator\/offerings$/,
  });
});

test('a telephone goes everywhere', async ({ page }) => {
  await checkTelephone(page, { home: '/operator', place: 'Bills', placeUrl: /\/operator\/bills$/ });
});
