import { findConnectorSecret } from '@/lib/db/connectors';
import type { Sql } from '@/lib/db/tenant';
import { type ConnectorView, readConnector } from '@/lib/services/connectors/connector-view';
import { decryptSecret } from '@/lib/services/secrets/encrypt-secret';

/** A connector with the secret its partner's system knows, for the moment of a call. Fails: `not_found`. */
export async function openConnector(
  sql: Sql,
  id: string,
): Promise<{ connector: ConnectorView; secret: string | null }> {
  const connector = await readConnector(sql, id);
  const sealed = await findConnectorSecret(sql, id);
  return { connector, secret: sealed && decryptSecret(sealed, secretOf(id)) };
}

/** What a connector's secret is bound to. */
export const secretOf = (connectorId: string): string => `partner_connector ${connectorId}`;
