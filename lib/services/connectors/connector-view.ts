import { type ConnectorRow, findConnector, listPulls, type PullRow } from '@/lib/db/connectors';
import type { Sql } from '@/lib/db/tenant';
import { notFound } from '@/lib/errors';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';

/** What is shown of a connector: everything but its secret. */
export type ConnectorView = Omit<ConnectorRow, 'settings'> & {
  settings: ConnectorSettings;
  /** The latest first. */
  pulls: PullRow[];
};

const PULLS_SHOWN = 20;

/** Fails: `not_found`, also for another partner's. */
export async function readConnector(sql: Sql, id: string): Promise<ConnectorView> {
  const row = await findConnector(sql, id);
  if (!row) throw notFound('The connector');
  return { ...viewOf(row), pulls: await listPulls(sql, row.id, PULLS_SHOWN) };
}

export const viewOf = (row: ConnectorRow): Omit<ConnectorView, 'pulls'> => ({
  ...row,
  settings: row.settings as ConnectorSettings,
});
