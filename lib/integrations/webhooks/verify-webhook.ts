import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { AppError } from '@/lib/errors';

/**
 * Checks the signature of Standard Webhooks over the bytes as they came, before anything reads them; a time more than five minutes
 * away is refused, so that what was overheard cannot be sent later. Answers the message's id. Fails: `bad_signature`.
 */
export function verifyWebhook(headers: Headers, body: Buffer, secret: string): string {
  const named = (name: string) => headers.get(name) ?? '';
  const id = named('webhook-id');
  try {
    if (id.length > MAX_ID_LENGTH) throw new WebhookVerificationError('The id is too long');
    new Webhook(secret).verify(
      body,
      {
        'webhook-id': id,
        'webhook-timestamp': named('webhook-timestamp'),
        'webhook-signature': named('webhook-signature').slice(0, MAX_SIGNATURES_LENGTH),
      },
      { jsonParse: false },
    );
    return id;
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw badSignature(error.message);
    throw error;
  }
}

const MAX_ID_LENGTH = 200;
const MAX_SIGNATURES_LENGTH = 2_000;

/** Of an address that nobody has, too: who guesses learns nothing. */
export function badSignature(why = 'No matching signature found'): AppError {
  const message = `The event is not signed right: ${why}. Sign <webhook-id>.<webhook-timestamp>.<body> with the connector's secret, as Standard Webhooks has it.`;
  return new AppError('unauthenticated', 'bad_signature', message);
}
