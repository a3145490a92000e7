import { z } from 'zod';

/**
 * The environment, read and checked in one place; `.env.example` describes each name. Read it where a process or a
 * request begins, not per row: every call checks again, so that a test may set what it needs.
 *
 * Fails with an `EnvironmentError` whose message is one sentence per wrong value.
 */
export function env(source: Source = process.env): Environment {
  const parsed = schema.safeParse(withoutEmpty(source));
  if (parsed.success) return withDefaults(parsed.data);
  throw new EnvironmentError(parsed.error.issues.map((issue) => sentence(issue, source)).join('\n'));
}

export type Environment = z.infer<typeof schema> & { TRIBUTARY_DEMO: boolean };

/** A wrong value in the environment; the message says which, what it was and what is expected. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

type Source = Readonly<Record<string, string | undefined>>;

const wholeNumber = (from: number, to: number) => {
  const expected = `a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, expected)
    .transform(Number)
    .refine((value) => value >= from && value <= to, expected);
};

const postgresUrl = z
  .string()
  .refine(isPostgresUrl, 'an address like postgresql://user:password@host:5432/database');
const webUrl = z.url({ protocol: /^https?$/, error: 'an address like https://billing.example.com' });
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test'], 'development, production or test').optional(),
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'a host name or an IP address')
    .default('127.0.0.1'),
  DATABASE_URL: postgresUrl.optional(),
  APP_DATABASE_URL: postgresUrl.optional(),
  WORKER_DATABASE_URL: postgresUrl.optional(),
  TRIBUTARY_DATA_DIR: z.string().default('.data'),
  TRIBUTARY_INBOX: z.string().max(1_000).optional(),
  TRIBUTARY_DEMO: z
    .enum(['0', '1'], '1 (with the demo world) or 0 (without)')
    .transform((value) => value === '1')
    .optional(),
  WORKERS: wholeNumber(0, 64).default(1),
  BILL_RUN_CHUNK_ACCOUNTS: wholeNumber(1, 5_000).optional(),
  BILL_RUN_LANES: wholeNumber(1, 8).default(2),
  BANK_DETAILS_COOLING_OFF_HOURS: wholeNumber(0, 720).default(48),
  USAGE_FILE_MAX_BYTES: wholeNumber(1_000, 100_000_000_000).default(2_000_000_000),
  SMTP_URL: z
    .string()
    .refine(
      (value) => isUrlOf(value, ['smtp:', 'smtps:']),
      'an address like smtp://user:password@mail.example.com:587',
    )
    .optional(),
  MAIL_FROM: z.string().max(200).default('Tributary <billing@localhost>'),
  APP_ENCRYPTION_KEY: z
    .string()
    .refine(isKey, '32 random bytes in base64, as `openssl rand -base64 32` makes them')
    .optional(),
  OUTBOUND_ALLOW_LOOPBACK: z
    .enum(['0', '1'], '1 (calls to this machine are allowed, for tests) or 0')
    .default('0')
    .transform((value) => value === '1'),
  SIMULATOR_PORT: wholeNumber(0, 65_535).default(3900),
  LOG_LEVEL: z.enum(logLevels, logLevels.join(', ')).default('info'),
  NEXTAUTH_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  NEXTAUTH_URL: webUrl.optional(),
});

/**
 * The demo world opens doors (sign-in by one click, known keys), so it is on by itself only with the embedded
 * database: any address of a real one turns the default off.
 */
function withDefaults(parsed: z.infer<typeof schema>): Environment {
  const real = parsed.DATABASE_URL ?? parsed.APP_DATABASE_URL ?? parsed.WORKER_DATABASE_URL;
  return { ...parsed, TRIBUTARY_DEMO: parsed.TRIBUTARY_DEMO ?? real === undefined };
}

/** `PORT=` in a file means "not set". */
function withoutEmpty(source: Source): Source {
  return Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]+=*$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

function isUrlOf(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

function isPostgresUrl(value: string): boolean {
  try {
    const url = new URL(value);
    return /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
  } catch {
    return false;
  }
}

/** Addresses and secrets are not shown again: a log may keep what a terminal forgets. */
function sentence(issue: z.core.$ZodIssue, source: Source): string {
  const name = String(issue.path[0]);
  const shown = /URL|SECRET|KEY/.test(name) ? 'what it is set to' : `"${source[name]}"`;
  return `${name} must be ${issue.message}; ${shown} is not.`;
}
