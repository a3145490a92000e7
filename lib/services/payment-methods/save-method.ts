import { appendAudit } from '@/lib/db/audit';
import { newId } from '@/lib/db/id';
import {
  endMethodRow,
  findMethod,
  listMethodRows,
  type PaymentMethodRow,
  saveMethodRow,
} from '@/lib/db/payment-methods';
import type { PaymentMethodKind } from '@/lib/db/payments';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { invalid, notFound } from '@/lib/errors';
import { checkUrl } from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { outboundPolicy } from '@/lib/services/outbound-policy';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { sealSecrets } from '@/lib/services/payment-methods/provider-secrets';

export type SaveMethodInput = {
  /** Null makes a new one. */
  id: string | null;
  kind: PaymentMethodKind;
  name: string;
  /** What a customer does to pay so, such as the account to transfer to. */
  instructions: string;
  /** Null: nobody's page. Secrets that are left out stay as they are. */
  provider: { baseUrl: string; apiKey?: string | undefined; signingSecret?: string | undefined } | null;
};

/**
 * Writes a way in which customers may pay. A provider's key and signing secret are encrypted and never shown again.
 * Fails: `forbidden`, `not_found`, `secret_required`, `bad_secret`, and the address's own refusals.
 */
export async function saveMethod(ctx: ServiceContext, input: SaveMethodInput): Promise<PaymentMethodRow> {
  authorise(ctx, 'payment-method.manage');
  const { provider } = input;
  if (provider) checkAddress(provider.baseUrl);
  return withTenantSql(scopeOf(ctx.actor), async (sql) => {
    const before = input.id === null ? null : await findMethod(sql, input.id);
    if (input.id !== null && (!before || before.endedAt !== null)) throw notFound('The payment method');
    const id = before?.id ?? newId();
    const secrets = provider ? secretsOf(id, provider, before?.provider != null) : null;
    await saveMethodRow(sql, ctx.actor.operatorId, {
      ...{ id, kind: input.kind, name: input.name.trim(), instructions: input.instructions.trim(), secrets },
      ...{ provider: provider ? 'hosted-page' : null, baseUrl: provider?.baseUrl ?? null },
      ...{ by: actorName(ctx.actor), now: ctx.now },
    });
    const after = (await findMethod(sql, id))!;
    await appendAudit(sql, ctx.actor, {
      ...{
        action: before ? 'payment-method.changed' : 'payment-method.created',
        entityType: 'payment_method',
        entityId: id,
      },
      ...(before && { before }),
      after: { ...after, secretsChanged: secrets !== undefined && secrets !== null },
    });
    return after;
  });
}

/** Nobody is offered it any more; sessions that are open may still end. Fails: `forbidden`, `not_found`. */
export async function endMethod(ctx: ServiceContext, id: string): Promise<void> {
  authorise(ctx, 'payment-method.manage');
  await withTenantSql(scopeOf(ctx.actor), async (sql) => {
    if (!(await endMethodRow(sql, id, ctx.now))) throw notFound('The payment method');
    const told = { entityType: 'payment_method', entityId: id };
    await appendAudit(sql, ctx.actor, {
      ...told,
      action: 'payment-method.ended',
      after: { endedAt: ctx.now },
    });
  });
}

/** How customers may pay the operator; whoever may see payments sees that, without any secret. */
export async function listMethods(ctx: ServiceContext): Promise<PaymentMethodRow[]> {
  authorise(ctx, 'payment.read');
  return withTenantSql(operatorWide(ctx.actor), listMethodRows);
}

function secretsOf(
  id: string,
  { apiKey, signingSecret }: NonNullable<SaveMethodInput['provider']>,
  hasSecrets: boolean,
): Buffer | undefined {
  if (apiKey === undefined && signingSecret === undefined && hasSecrets) return undefined;
  if (!apiKey || !signingSecret) {
    throw invalid(
      'secret_required',
      'apiKey',
      'Give both the API key and the signing secret of the provider.',
    );
  }
  const key = signingSecret.replace(/^whsec_/, '');
  const length = /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? Buffer.from(key, 'base64').length : 0;
  if (length < 24 || length > 64) {
    throw invalid(
      'bad_secret',
      'signingSecret',
      'A signing secret is whsec_ and 24 to 64 random bytes in base64.',
    );
  }
  return sealSecrets(id, { apiKey, signingSecret });
}

function checkAddress(url: string): void {
  try {
    checkUrl(url, outboundPolicy());
  } catch (error) {
    if (error instanceof RefusedCall) throw invalid(error.code, 'baseUrl', error.message);
    throw error;
  }
}
