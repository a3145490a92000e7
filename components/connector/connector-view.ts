import type { Tone } from '@/components/ui/tone';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';

export type ConnectorState = 'draft' | 'live' | 'paused';

export type Connector = {
  id: string;
  name: string;
  settings: ConnectorSettings;
  hasSecret: boolean;
  state: ConnectorState;
  testedAt: string | null;
};

export type Pull = {
  id: string;
  kind: 'test' | 'pull';
  outcome: 'done' | 'empty' | 'failed';
  code: string | null;
  message: string | null;
  charges: number;
  partnerBillId: string | null;
  cycle: { from: string; to: string } | null;
  summary: unknown;
  startedAt: string;
};

export const connectorTone: Record<ConnectorState, Tone> = {
  draft: 'neutral',
  live: 'good',
  paused: 'attention',
};
export const pullTone: Record<Pull['outcome'], Tone> = { done: 'good', empty: 'neutral', failed: 'risk' };

/** Where a partner's system sends its events. */
export const eventsPath = (id: string): string => `/api/v1/partner-connectors/${id}/events`;
