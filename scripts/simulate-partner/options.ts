import { parseArgs } from 'node:util';
import { type BookOptions, type BookPeriod, monthOf } from './book';
import { isMisbehaviour, type Misbehaviour, misbehaviours } from './misbehaviours';

export type SimulatorOptions = BookOptions & {
  port: number;
  moods: Set<Misbehaviour>;
  clientId: string;
  clientSecret: string;
  /** What to send to the hub, if anything, and then end. */
  send: Sending | null;
  /** Of an event: the connector it goes to, and the secret it is signed with. */
  connector: string | null;
  signingSecret: string | null;
  hub: string;
  key: string | null;
  cycle: string | null;
  externalId: string | null;
  meter: string;
};

const SENDINGS = ['focus', 'ubl', 'csv', 'event', 'usage'] as const;
export type Sending = (typeof SENDINGS)[number];

export const HELP = `npm run -s simulate-partner -- [options]

Serves a partner's own billing system, or (with --send) sends the hub what it has and ends.

  --port 3900              where it listens (loopback only)
  --period 2026-10         the month its books are about, unless it is asked for another; the last full month without it
  --currency EUR           what it charges in
  --accounts a,b,c         its customers' accounts
  --seed 1                 other books
  --client id:secret       for /oauth/token and as API key   (partner:secret)
  --misbehave a,b          any of:
${Object.entries(misbehaviours)
  .map(([name, words]) => `      ${name.padEnd(16)} ${words}`)
  .join('\n')}

  --send focus|ubl|csv|usage   sends to the hub: --hub http://localhost:3000 --key KEY
  --send event             sends a signed event to a connector that is pushed to: --connector ID --signing-secret whsec_…
  --cycle ID --number N    of the bill that is sent
  --meter data_mb          of the usage that is sent
`;

/** Reads the command line. Throws with a sentence for what it does not know. */
export function readOptions(args: readonly string[], today: Date): SimulatorOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      port: { type: 'string', default: '3900' },
      period: { type: 'string' },
      currency: { type: 'string', default: 'EUR' },
      accounts: { type: 'string', default: 'tenant-1,tenant-2,tenant-3' },
      seed: { type: 'string', default: '1' },
      client: { type: 'string', default: 'partner:secret' },
      misbehave: { type: 'string', default: '' },
      send: { type: 'string' },
      hub: { type: 'string', default: 'http://localhost:3000' },
      key: { type: 'string' },
      connector: { type: 'string' },
      'signing-secret': { type: 'string' },
      cycle: { type: 'string' },
      number: { type: 'string' },
      meter: { type: 'string', default: 'data_mb' },
    },
  });
  if (values.help) return 'help';
  const [clientId = '', clientSecret = ''] = values.client.split(':');
  const send = values.send ?? null;
  const isSending = (name: string): name is Sending => (SENDINGS as readonly string[]).includes(name);
  if (send !== null && !isSending(send)) {
    throw new Error(`--send is one of ${SENDINGS.join(', ')}; "${send}" is none of them.`);
  }
  return {
    port: wholeNumber('--port', values.port),
    ...readPeriod(values.period, today),
    currency: values.currency,
    accounts: listOf(values.accounts),
    seed: wholeNumber('--seed', values.seed),
    moods: new Set(listOf(values.misbehave).map(readMood)),
    clientId,
    clientSecret,
    send,
    hub: values.hub.replace(/\/$/, ''),
    key: values.key ?? null,
    connector: values.connector ?? null,
    signingSecret: values['signing-secret'] ?? null,
    cycle: values.cycle ?? null,
    externalId: values.number ?? null,
    meter: values.meter,
  };
}

export function readMood(name: string): Misbehaviour {
  if (isMisbehaviour(name)) return name;
  throw new Error(`"${name}" is no misbehaviour. Known are ${Object.keys(misbehaviours).join(', ')}.`);
}

function readPeriod(period: string | undefined, today: Date): BookPeriod {
  if (period === undefined) {
    const last = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1));
    return monthOf(last.toISOString().slice(0, 7));
  }
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(period)) return monthOf(period);
  throw new Error(`--period is a month as 2026-10; "${period}" is none.`);
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name} is a whole number; "${text}" is none.`);
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
