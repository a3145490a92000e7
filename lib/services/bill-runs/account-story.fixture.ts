import type pg from 'pg';
import { systemActor } from '@/lib/domain/access/actor';
import { advanceBillRun } from '@/lib/services/bill-runs/advance-bill-run';
import { approveBillRun } from '@/lib/services/bill-runs/approve-bill-run';
import { type AccountBillsInput, billAccounts } from '@/lib/services/bill-runs/bill-accounts';
import type { BillingWorld } from '@/lib/services/bill-runs/billing-world.fixture';
import { getBillRun } from '@/lib/services/bill-runs/get-bill-run';
import { issueBillRun } from '@/lib/services/bill-runs/issue-bill-run';
import { startBillRun } from '@/lib/services/bill-runs/start-bill-run';
import { type EventAnswer, ingestUsage } from '@/lib/services/usage/ingest-usage';

let events = 0;

/** One account of a billing world, and what is done to it by the operator, each at the instant the caller says. */
export class AccountStory {
  readonly id: string;
  readonly sim: string;

  constructor(
    readonly owner: pg.Client,
    readonly world: BillingWorld,
    readonly number: number,
  ) {
    this.id = world.accountIds[number - 1]!;
    this.sim = `sim-${number}-1`;
  }

  ctx = (now: string) => ({ actor: systemActor(this.world.operatorId), now });

  event(time: string, quantity: string, more: object = {}) {
    events += 1;
    const data = { meter: 'mb', quantity, ...more };
    return {
      specversion: '1.0',
      type: 'usage',
      source: '//sim',
      id: `use-${events}`,
      time,
      subject: this.sim,
      data,
    };
  }

  async send(now: string, inputs: readonly object[]): Promise<EventAnswer[]> {
    return (await ingestUsage(this.ctx(now), inputs)).results;
  }

  /** Sends one event that must be taken; answers its id. */
  async use(now: string, time: string, quantity: string, more: object = {}): Promise<string> {
    const event = this.event(time, quantity, more);
    const [answer] = await this.send(now, [event]);
    if (answer!.status !== 'accepted') throw new Error(JSON.stringify(answer));
    return event.id;
  }

  async review(now: string, cycleId = this.world.cycleId) {
    const { id } = await startBillRun(this.ctx(now), { cycleId });
    await advanceBillRun(this.ctx(now), id);
    return getBillRun(this.ctx(now), id);
  }

  async bill(now: string, input: Partial<AccountBillsInput> = {}) {
    const asked = { accounts: [this.id], kind: 'on_demand', ...input } as const;
    const { id } = await billAccounts(this.ctx(now), asked);
    await advanceBillRun(this.ctx(now), id);
    return getBillRun(this.ctx(now), id);
  }

  async issue(now: string, run: { id: string }) {
    await approveBillRun(this.ctx(now), run.id);
    await issueBillRun(this.ctx(now), run.id);
    return getBillRun(this.ctx(now), run.id);
  }

  /** Its lines on some of its bills, keys without the product's id: { 'data:2026-03-01': 2.35 }. */
  async lines(where = `b.kind = 'cycle'`): Promise<Record<string, number>> {
    const { rows } = await this.owner.query<{ key: string; amount: number }>(
      `select regexp_replace(l.line_key, '^[0-9a-f-]{36}:', '') as key, l.amount_minor::int as amount
       from bill b join bill_line l on l.bill_id = b.id
       where b.billing_account_id = $1 and ${where} order by 1`,
      [this.id],
    );
    return Object.fromEntries(rows.map(({ key, amount }) => [key, amount / 100]));
  }

  /** The first row of a query whose $1 is the account. */
  one = async (text: string) => (await this.owner.query(text, [this.id])).rows[0];
}
