import { findMethod, readMethodSecrets } from '@/lib/db/payment-methods';
import type { Sql } from '@/lib/db/tenant';
import { hostedPage } from '@/lib/integrations/payment-provider/hosted-page';
import type { PaymentProvider } from '@/lib/integrations/payment-provider/port';
import { outboundPolicy } from '@/lib/services/outbound-policy';
import { decryptSecret, encryptSecret } from '@/lib/services/secrets/encrypt-secret';

export type ProviderSecrets = { apiKey: string; signingSecret: string };

export const sealSecrets = (methodId: string, secrets: ProviderSecrets): Buffer =>
  encryptSecret(JSON.stringify(secrets), boundTo(methodId));

/** Null for a method without a provider. */
export async function openSecrets(sql: Sql, methodId: string): Promise<ProviderSecrets | null> {
  const sealed = await readMethodSecrets(sql, methodId);
  return sealed && (JSON.parse(decryptSecret(sealed, boundTo(methodId))) as ProviderSecrets);
}

/** The provider behind a method, ready to be called; null for a method without one. */
export async function openProvider(sql: Sql, methodId: string): Promise<PaymentProvider | null> {
  const method = await findMethod(sql, methodId);
  const secrets = await openSecrets(sql, methodId);
  if (!method?.baseUrl || !secrets) return null;
  return hostedPage({ baseUrl: method.baseUrl, apiKey: secrets.apiKey }, outboundPolicy());
}

const boundTo = (methodId: string) => `payment_method:${methodId}`;
