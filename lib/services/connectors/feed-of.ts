import type { Period } from '@/lib/domain/period/period';
import { callOut } from '@/lib/integrations/outbound/call-out';
import type { Call, FeedAccess, FeedPage } from '@/lib/integrations/partner-feeds/feed';
import { fetchRest } from '@/lib/integrations/partner-feeds/fetch-rest';
import { fetchTmf678 } from '@/lib/integrations/partner-feeds/fetch-tmf678';
import type { ConnectorSettings, PulledSettings } from '@/lib/schemas/partner-connector';
import { outboundPolicy } from '@/lib/services/outbound-policy';

/** A partner's charges of a period, page by page, by its connector's settings. Fails: FeedError while it is read. */
export function feedOf(
  settings: ConnectorSettings,
  secret: string | null,
  period: Period,
): AsyncGenerator<FeedPage> {
  if (settings.kind === 'push') throw new Error('A connector that is pushed to is not asked');
  const call: Call = (outgoing) => callOut(outgoing, outboundPolicy());
  const request = { baseUrl: settings.baseUrl, period, access: accessOf(settings.access, secret) };
  return settings.kind === 'tmf678'
    ? fetchTmf678(request, call)
    : fetchRest(request, mappingOf(settings), call);
}

/** Without the fields that were left empty. */
function mappingOf({ mapping }: Extract<ConnectorSettings, { kind: 'rest' }>) {
  const fields = Object.fromEntries(Object.entries(mapping.fields).filter(([, path]) => path !== undefined));
  return { ...mapping, fields: fields as Parameters<typeof fetchRest>[1]['fields'] };
}

function accessOf(access: PulledSettings['access'], secret: string | null): FeedAccess {
  if (access.kind === 'none') return access;
  if (secret === null) throw new Error('A connector with access has no secret');
  return { ...access, secret };
}
