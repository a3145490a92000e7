import pino from 'pino';

const SECRET_NAMES = [
  'password',
  'passwordHash',
  'secret',
  'token',
  'apiKey',
  'authorization',
  'Authorization',
  'cookie',
  'set-cookie',
  'connectionString',
  'iban',
  'totpSecret',
  'recoveryCodes',
  'DATABASE_URL',
  'APP_DATABASE_URL',
  'WORKER_DATABASE_URL',
  'NEXTAUTH_SECRET',
  'SMTP_URL',
  'APP_ENCRYPTION_KEY',
];

/**
 * One JSON line per event on stderr, so that a command's own output stays its own. Log what happened with the ids of
 * the things it happened to; never a whole request, row or environment. What still slips in under a telling name is
 * blanked here.
 */
export const log = pino(
  {
    level: process.env.LOG_LEVEL || (process.env.VITEST ? 'silent' : 'info'),
    base: { process: process.env.TRIBUTARY_PROCESS ?? 'script' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redactedPaths(), censor: '[redacted]' },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** pino redacts by exact path, so each name is listed at the top and one and two levels down. */
function redactedPaths(): string[] {
  return SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
}
