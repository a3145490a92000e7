import { appendAudit } from '@/lib/db/audit';
import { findConnector, saveConnectorRow } from '@/lib/db/connectors';
import { newId } from '@/lib/db/id';
import { withTenantSql } from '@/lib/db/tenant';
import { scopeOf } from '@/lib/domain/access/actor';
import { conflict, invalid, notFound } from '@/lib/errors';
import { checkUrl } from '@/lib/integrations/outbound/check-url';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { secretOf } from '@/lib/services/connectors/open-connector';
import { authorise, type ServiceContext } from '@/lib/services/context';
import { outboundPolicy } from '@/lib/services/outbound-policy';
import { actorName, operatorWide } from '@/lib/services/partner-bills/acting';
import { findBillingPartner } from '@/lib/services/partner-bills/receiving';
import { encryptSecret } from '@/lib/services/secrets/encrypt-secret';

export type SaveConnectorInput = {
  /** Null makes a new one. */
  id: string | null;
  partner: string | null;
  name: string;
  settings: ConnectorSettings;
  /** Undefined keeps the stored one; null takes it away. */
  secret?: string | null;
};

/**
 * Writes how a partner's system is reached. Every change makes it a draft again: it goes live once these settings were tried.
 * Fails: `not_found`, `name_taken`, `secret_required`, `bad_secret`, and the address's own refusals (`not_https`, `address_not_public`).
 */
export async function saveConnector(ctx: ServiceContext, input: SaveConnectorInput): Promise<ConnectorView> {
  authorise(ctx, 'connector.manage');
  const { settings } = input;
  if (settings.kind === 'push') requireSigningSecret(input.secret);
  else {
    checkAddress(settings.baseUrl, 'settings.baseUrl');
    if (settings.access.kind === 'oauth2') checkAddress(settings.access.tokenUrl, 'settings.access.tokenUrl');
  }
  const partner = await findBillingPartner(ctx, input.partner);
  const before = input.id === null ? null : await requireOwn(ctx, input.id, partner.id);
  const id = before?.id ?? newId();
  const willHaveSecret = input.secret === undefined ? (before?.hasSecret ?? false) : input.secret !== null;
  if ((settings.kind === 'push' || settings.access.kind !== 'none') && !willHaveSecret) {
    throw invalid('secret_required', 'secret', 'Give the key or client secret that the system knows.');
  }
  return withTenantSql(operatorWide(ctx.actor), async (sql) => {
    const secret = input.secret == null ? input.secret : encryptSecret(input.secret, secretOf(id));
    const row = {
      id,
      partnerId: partner.id,
      name: input.name,
      settings,
      secret,
      by: actorName(ctx.actor),
      now: ctx.now,
    };
    if (!(await saveConnectorRow(sql, ctx.actor.operatorId, row))) {
      throw conflict(
        'name_taken',
        `There is a connector "${input.name}" already. Give this one another name.`,
      );
    }
    await appendAudit(sql, ctx.actor, {
      action: before ? 'connector.changed' : 'connector.created',
      entityType: 'partner_connector',
      entityId: id,
      ...(before && { before: { name: before.name, settings: before.settings } }),
      after: { name: input.name, settings, secretChanged: input.secret !== undefined },
    });
    return readConnector(sql, id);
  });
}

/** As Standard Webhooks has it: 24 to 64 random bytes in base64, perhaps after `whsec_`. */
function requireSigningSecret(secret: string | null | undefined): void {
  if (secret == null) return;
  const key = secret.replace(/^whsec_/, '');
  const length = /^[A-Za-z0-9+/]+={0,2}$/.test(key) ? Buffer.from(key, 'base64').length : 0;
  if (length >= 24 && length <= 64) return;
  throw invalid(
    'bad_secret',
    'secret',
    'A signing secret is 24 to 64 random bytes in base64, as whsec_ and what `openssl rand -base64 32` makes.',
  );
}

async function requireOwn(ctx: ServiceContext, id: string, partnerId: string) {
  const row = await withTenantSql(scopeOf(ctx.actor), (sql) => findConnector(sql, id));
  if (!row || row.partner.id !== partnerId) throw notFound('The connector');
  return row;
}

function checkAddress(url: string, path: string): void {
  try {
    checkUrl(url, outboundPolicy());
  } catch (error) {
    if (error instanceof RefusedCall) throw invalid(error.code, path, error.message);
    throw error;
  }
}
