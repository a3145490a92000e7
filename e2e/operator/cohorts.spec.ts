import type { TributaryApi } from '@/e2e/api.fixture';
import { type BillRun, billsOf, type Cycle, endedCycle } from '@/e2e/demo.fixture';
import { checkPage } from '@/e2e/page-checks.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { changesWaiting, withWritesHeld } from '@/e2e/stack.fixture';

/** A run that is paused and resumed, an account that is held with a reason, a pilot that is issued first, and then the rest. */
test('a run is paused, resumed, and issued in parts around an account that a person holds', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.slow();
  const operator = apiOf('trb_demo_operator');
  const cycle = await endedCycle(operator, 'Berlin');
  await carryOver(operator, cycle);
  await signInAs('Ewa Nowak');
  await page.goto(`/operator/cycles/${cycle.id}`);
  await expect(page.getByRole('region', { name: 'Plan' })).toContainText('Usage in suspense');

  await withWritesHeld('bill', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const question = page.getByRole('alertdialog').getByRole('button', { name: 'Run all the same' });
    const progress = page.getByRole('progressbar', { name: 'Computing bills' });
    await expect(question.or(progress)).toBeVisible();
    if (await question.isVisible()) await question.click();
    await expect(page.getByText(/worker alive, (one chunk|2 chunks) of this run in hand/)).toBeVisible();
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(changesWaiting).toBeGreaterThan(0);
  });
  await expect(page.getByRole('progressbar', { name: 'Paused' })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  const approve = page.getByRole('button', { name: 'Approve', exact: true });
  await expect(approve).toBeVisible({ timeout: 60_000 });

  const accounts = page.getByRole('table', { name: 'Accounts of this run' });
  const ready = accounts.getByRole('row').filter({ hasText: 'Computed' });
  const reviewed = await operator.read<Cycle>(`/api/v1/bill-cycles/${cycle.id}`);
  const { total, held } = (await operator.read<BillRun>(`/api/v1/bill-runs/${reviewed.run!.id}`)).accounts;
  const readyCount = total - held;
  expect(readyCount).toBeGreaterThan(1);
  // The button follows the run, the table is read again a moment later.
  await expect(ready).toHaveCount(readyCount);
  const number = /[A-Z]{2}-\d+/.exec((await ready.first().textContent()) ?? '')![0];
  await ready.first().getByRole('link').first().click();
  const sheet = page.getByRole('dialog').filter({ hasText: number });
  await sheet.getByRole('button', { name: 'Hold' }).click();
  const dialog = page.getByRole('dialog', { name: /^Hold / });
  await dialog.getByLabel('Why').fill('Disputed on the phone');
  await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
  await expect(sheet.getByText('Held by Ewa Nowak')).toBeVisible();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(accounts.getByRole('row', { name: number })).toContainText('Disputed on the phone');

  const parts = page.getByRole('region', { name: 'Issue in parts' });
  await parts.getByRole('button', { name: /Which accounts/ }).click();
  await page.getByRole('option', { name: 'A pilot: the first few' }).click();
  await parts.getByLabel('How many').fill('1');
  await parts.getByRole('button', { name: 'Issue 1 bill' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve and issue' }).click();
  await expect(parts.getByRole('row', { name: /A pilot: the first 1/ })).toContainText('1 of 1', {
    timeout: 60_000,
  });
  const { run } = await operator.read<Cycle>(`/api/v1/bill-cycles/${cycle.id}`);
  expect(run!.state).toBe('review');

  if (readyCount > 2) {
    await approve.click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Issue', exact: true }).click();
    await expect(page.getByText(/All but .* issued/)).toBeVisible({ timeout: 60_000 });
  }
  const issued = (await billsOf(operator, cycle)).filter(({ state }) => state === 'issued');
  expect(issued.map(({ billingAccount }) => billingAccount.number)).not.toContain(number);
  expect(issued).toHaveLength(readyCount - 1);
  expect(new Set(issued.map((bill) => bill.number)).size).toBe(issued.length);
  const { accounts: counts } = await operator.read<BillRun & { accounts: { held: number } }>(
    `/api/v1/bill-runs/${run!.id}`,
  );
  expect(counts.held).toBeGreaterThan(0);
  await checkPage(page, `/operator/cycles/${cycle.id}`);
});

/**
 * From the 15th to the cut-off on the 18th Berlin waits for all its partners, and nearly every account for them. Then Voltgrid alone
 * holds its account, and so it is here on any day.
 */
async function carryOver(operator: TributaryApi, cycle: Cycle): Promise<void> {
  const path = `/api/v1/bill-cycles/${cycle.id}/expectations`;
  const { data } = await operator.read<{ data: { partner: string; state: string }[] }>(path);
  for (const { partner, state } of data) {
    if (state !== 'expected' || partner === 'voltgrid') continue;
    const decision = { decision: 'carry_over', reason: 'Not here before the cut-off' };
    const answer = await operator.request('POST', `${path}/${partner}`, { data: decision });
    expect(answer.status(), await answer.text()).toBe(200);
  }
}
