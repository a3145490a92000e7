import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { env } from '@/lib/env';

/**
 * Encrypts what must be read again (AES-256-GCM under APP_ENCRYPTION_KEY). `of` says whose it is and is bound to it: the bytes
 * moved to another row do not open. Version byte, 12 bytes nonce, 16 bytes tag, then the text.
 */
export function encryptSecret(text: string, of: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(of));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), sealed]);
}

/** Throws when the key is another one, or a byte was changed. */
export function decryptSecret(bytes: Uint8Array, of: string): string {
  const sealed = Buffer.from(bytes);
  if (sealed[0] !== VERSION) throw new Error(`A secret of version ${sealed[0]} cannot be read`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(of)).setAuthTag(tag);
  const text = decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function key(): Buffer {
  const { APP_ENCRYPTION_KEY } = env();
  if (!APP_ENCRYPTION_KEY) throw new Error('APP_ENCRYPTION_KEY is not set: start Tributary with npm start.');
  return Buffer.from(APP_ENCRYPTION_KEY, 'base64');
}
