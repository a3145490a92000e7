import { createHmac, randomUUID } from 'node:crypto';
import { text } from './amount';
import { appliedRate } from './applied-rate';
import { type Charge, chargesOf, nameOf, usageOf } from './book';
import { csvOf, focusOf, ublOf } from './documents';
import { bend } from './misbehaviours';
import type { SimulatorOptions } from './options';

export type Sent = { what: string; status: number; body: unknown };

/** Sends the hub what the partner has, over the hub's public API. Fails when no key is given or the hub does not answer. */
export async function sendToHub(options: SimulatorOptions): Promise<Sent[]> {
  if (options.send === 'event') return [await sendEvent(options)];
  if (options.key === null) throw new Error('Say with which API key of the hub to send: --key KEY.');
  if (options.send === 'usage') return [await sendUsage(options)];
  const charges = bend(chargesOf(options), options.moods);
  const number = options.externalId ?? `SIM-${nameOf(options)}`;
  if (options.send === 'focus') {
    const net = charges.reduce((sum, charge) => sum + charge.net, 0n);
    const stated = net + (options.moods.has('wrong-sum') ? 10_000n : 0n);
    const statedTotals = JSON.stringify([{ currency: charges[0]!.currency, amount: text(stated) }]);
    const bytes = focusOf(charges);
    return [
      await sendBill(options, { format: 'focus-1.0', number, name: `${number}.csv`, bytes, statedTotals }),
    ];
  }
  if (options.send === 'csv') {
    const bytes = csvOf(charges);
    return [await sendBill(options, { format: 'csv', number, name: `${number}.csv`, bytes })];
  }
  const sent: Sent[] = [];
  for (const [account, own] of byAccount(charges)) {
    const ofAccount = `${number}-${account}`;
    const bytes = ublOf(own, ofAccount, options.moods);
    sent.push(await sendBill(options, { format: 'ubl', number: ofAccount, name: `${ofAccount}.xml`, bytes }));
  }
  return sent;
}

type Bill = { format: string; number: string; name: string; bytes: string; statedTotals?: string };

async function sendBill(options: SimulatorOptions, bill: Bill): Promise<Sent> {
  const form = new FormData();
  form.set('format', bill.format);
  form.set('externalId', bill.number);
  if (options.cycle !== null) form.set('cycle', options.cycle);
  if (bill.statedTotals) form.set('statedTotals', bill.statedTotals);
  form.set('file', new Blob([bill.bytes]), bill.name);
  return answered(`bill ${bill.number}`, await post(options, '/api/v1/partner-bills', form));
}

/** A TMF678 event of the whole bill, signed as Standard Webhooks has it. */
async function sendEvent(options: SimulatorOptions): Promise<Sent> {
  const { connector, signingSecret, moods, hub } = options;
  if (connector === null || signingSecret === null) {
    throw new Error('Say to which connector, and signed with what: --connector ID --signing-secret whsec_…');
  }
  const charges = bend(chargesOf(options), moods);
  const number = options.externalId ?? `SIM-${nameOf(options)}`;
  const net = charges.reduce((sum, charge) => sum + charge.net, 0n) + (moods.has('wrong-sum') ? 10_000n : 0n);
  const body = JSON.stringify({
    eventType: 'CustomerBillCreateEvent',
    eventTime: new Date().toISOString(),
    event: {
      customerBill: { billNo: number, taxExcludedAmount: { unit: charges[0]!.currency, value: text(net) } },
      appliedCustomerBillingRate: charges.map(appliedRate),
    },
  });
  const id = `msg_${randomUUID()}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const response = await fetch(`${hub}/api/v1/partner-connectors/${connector}/events`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
  });
  return answered(`event of bill ${number}`, response);
}

async function sendUsage(options: SimulatorOptions): Promise<Sent> {
  const events = usageOf(options, options.meter).map((usage) => ({
    specversion: '1.0',
    id: usage.id,
    source: 'simulated-partner',
    type: 'usage',
    subject: usage.product,
    time: usage.at,
    data: { meter: usage.meter, quantity: usage.quantity },
  }));
  const told = options.moods.has('duplicate') ? events.flatMap((event) => [event, event]) : events;
  const response = await post(options, '/api/v1/usage', JSON.stringify(told.slice(0, 1000)), {
    'content-type': 'application/cloudevents-batch+json',
  });
  return answered(`${told.length} events`, response);
}

const post = (
  { hub, key }: SimulatorOptions,
  path: string,
  body: FormData | string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${hub}${path}`, { method: 'POST', body, headers: { ...headers, authorization: `Bearer ${key}` } });

async function answered(what: string, response: Response): Promise<Sent> {
  const body = await response.text();
  try {
    return { what, status: response.status, body: JSON.parse(body) };
  } catch {
    return { what, status: response.status, body: body.slice(0, 500) };
  }
}

function byAccount(charges: readonly Charge[]): Map<string, Charge[]> {
  const groups = new Map<string, Charge[]>();
  for (const charge of charges) groups.set(charge.account, [...(groups.get(charge.account) ?? []), charge]);
  return groups;
}
