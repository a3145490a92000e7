import { createHmac } from 'node:crypto';

/** How a webhook's secret begins; the rest is its key in base64. */
export const SECRET_PREFIX = 'whsec_';

/**
 * The headers of Standard Webhooks 1.0: id, time and one signature per secret, so that a receiver that knows the old or the new
 * secret can verify while one is exchanged for the other. Signed is `<id>.<seconds>.<body>` with HMAC-SHA256.
 */
export function signWebhook(
  { id, at, body }: { id: string; at: string; body: string },
  secrets: readonly string[],
): Record<string, string> {
  const seconds = Math.floor(Date.parse(at) / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  };
}
