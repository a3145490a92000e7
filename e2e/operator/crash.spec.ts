import { billsOf, type Cycle, endedCycle } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { killWorkers, verifyBooks, withWritesHeld, workerPids, writersWaiting } from '@/e2e/stack.fixture';

/**
 * A worker dies by kill -9 with a transaction open, once while it computes and once while it issues. The cockpit gets there by
 * itself; that the result is the one of an undisturbed run is what the next run says, which computes every bill anew and compares.
 */
test('killing the worker in the middle of a run changes nothing in the result', async ({
  page,
  signInAs,
  apiOf,
}) => {
  test.slow();
  const operator = apiOf('trb_demo_operator');
  const cycle = await endedCycle(operator, 'Warsaw');
  const accounts = cycle.accounts;
  await signInAs('Ewa Nowak');
  await page.goto(`/operator/cycles/${cycle.id}`);

  await withWritesHeld('bill', async () => {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByRole('progressbar', { name: 'Computing bills' })).toBeVisible();
    await expect(page.getByText(`0 of ${accounts} accounts`)).toBeVisible();
    await killInTheMiddle('bill');
  });
  await expect(page.getByRole('button', { name: 'Approve', exact: true })).toBeVisible({ timeout: 60_000 });

  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Approve', exact: true }).click();
  await withWritesHeld('journal', async () => {
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Issue', exact: true }).click();
    await expect(page.getByRole('progressbar', { name: 'Issuing bills' })).toBeVisible();
    await killInTheMiddle('journal');
  });
  await expect(page.getByText('Every bill of this cycle is issued.')).toBeVisible({ timeout: 60_000 });

  const bills = await billsOf(operator, cycle);
  expect(bills.map(({ state }) => state)).toEqual(Array(accounts).fill('issued'));
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByText(`0 created · 0 updated · ${accounts} unchanged`)).toBeVisible({
    timeout: 60_000,
  });
  expect(await billsOf(operator, cycle)).toEqual(bills);
  const { state } = await operator.read<Cycle>(`/api/v1/bill-cycles/${cycle.id}`);
  expect(state).toBe('issued');
  expect(await verifyBooks()).toMatch(/^\d+ passed, 0 failed$/m);
});

async function killInTheMiddle(table: 'bill' | 'journal'): Promise<void> {
  await expect.poll(() => writersWaiting(table)).toBeGreaterThan(0);
  const killed = killWorkers();
  expect(killed).toHaveLength(1);
  await expect.poll(() => workerPids().filter((pid) => !killed.includes(pid))).toHaveLength(1);
}
