import { type Cycle, type PartnerBill, runningCycle } from '@/e2e/demo.fixture';
import { expect, test } from '@/e2e/portal.fixture';
import { focusFile } from '@/prisma/seed/builders/focus-file';

type QueueEntry = { name: string; money: { currency: string; amount: string }[] };

const accounts = [
  { id: 'SB 1002', name: 'Render farm', lines: 6 },
  { id: 'cmb-hp-portland', name: 'Harbor & Pine Portland', lines: 3 },
];

/** Charges of accounts that nobody has mapped wait in the queue; accepting what is suggested lets the money go onto the bills. */
test('two names of the queue are accepted, and their money leaves it', async ({ page, apiOf, signInAs }) => {
  const operator = apiOf('trb_demo_operator');
  const cycle: Cycle = await runningCycle(operator, 'New York');
  const { id } = await sendBill(apiOf, cycle);
  const waiting = () =>
    operator.list<QueueEntry>('/api/v1/partner-mappings/queue?state=waiting&partner=cumulus');
  const names = accounts.map((account) => account.id);
  expect((await waiting()).map(({ name }) => name)).toEqual(expect.arrayContaining(names));

  await signInAs('Ewa Nowak');
  await page.goto('/operator');
  await page.getByRole('link', { name: 'Map them' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mapping');
  const rowOf = (name: string) => page.getByRole('table').getByRole('row').filter({ hasText: name });
  await expect(rowOf('SB 1002')).toContainText('Same number, SB-1002.');
  await expect(rowOf('cmb-hp-portland')).toContainText('Same name');

  await page.getByRole('checkbox', { name: 'Choose SB 1002' }).press('Space');
  await page.getByRole('checkbox', { name: 'Choose cmb-hp-portland' }).press('Space');
  await page.getByRole('button', { name: 'Accept 2 suggestions' }).click();
  await expect(page.getByText(/^2 names mapped, \d+ rows changed$/)).toBeVisible();
  await expect(rowOf('SB 1002')).toHaveCount(0);
  await expect(rowOf('cmb-hp-portland')).toHaveCount(0);

  expect((await waiting()).filter(({ name }) => names.includes(name))).toEqual([]);
  const bill = await operator.read<PartnerBill>(`/api/v1/partner-bills/${id}`);
  expect(bill.lines).toMatchObject({ rejected: 0, accepted: bill.lines.received });
});

type ApiOf = Parameters<Parameters<typeof test>[2]>[0]['apiOf'];

async function sendBill(apiOf: ApiOf, cycle: Cycle): Promise<{ id: string }> {
  const buffer = focusFile({
    seed: 'mapping-queue',
    period: cycle.period,
    currency: 'USD',
    payer: { id: 'cmb-elsewhere', name: 'Elsewhere' },
    subAccounts: accounts,
  });
  const answer = await apiOf('trb_demo_partner_cumulus').request('POST', '/api/v1/partner-bills', {
    multipart: {
      format: 'focus-1.0',
      cycle: cycle.id,
      externalId: 'MAPPING-QUEUE-1',
      file: { name: 'mapping.csv', mimeType: 'text/csv', buffer },
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()) as { id: string };
}
