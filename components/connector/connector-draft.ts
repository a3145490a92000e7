import type { Connector } from '@/components/connector/connector-view';
import type { ConnectorSettings } from '@/lib/schemas/partner-connector';

/** The form's own shape: every box a text, so that half a settings is a state like any other. */
export type ConnectorDraft = {
  name: string;
  kind: 'tmf678' | 'rest' | 'push';
  baseUrl: string;
  access: 'none' | 'api_key' | 'oauth2';
  header: string;
  tokenUrl: string;
  clientId: string;
  scope: string;
  secret: string;
  items: string;
  paging: 'none' | 'cursor' | 'offset' | 'page';
  pagingPath: string;
  pagingParameter: string;
  pagingSize: string;
  fromParameter: string;
  toParameter: string;
  fields: Record<FieldName, string>;
};

export const requiredFields = ['id', 'account', 'amount', 'currency', 'from', 'to'] as const;
export const optionalFields = ['accountName', 'service', 'description', 'type', 'quantity', 'unit'] as const;
export type FieldName = (typeof requiredFields)[number] | (typeof optionalFields)[number];

export function draftOf(connector: Connector | null): ConnectorDraft {
  const kind = connector?.settings.kind;
  const settings = connector?.settings.kind === 'push' ? undefined : connector?.settings;
  const access = settings?.access;
  const mapping = settings?.kind === 'rest' ? settings.mapping : null;
  const paging = mapping?.paging;
  const names = [...requiredFields, ...optionalFields];
  return {
    name: connector?.name ?? '',
    kind: kind ?? 'tmf678',
    baseUrl: settings?.baseUrl ?? '',
    access: access?.kind ?? 'oauth2',
    header: access?.kind === 'api_key' ? access.header : 'X-Api-Key',
    tokenUrl: access?.kind === 'oauth2' ? access.tokenUrl : '',
    clientId: access?.kind === 'oauth2' ? access.clientId : '',
    scope: access?.kind === 'oauth2' ? (access.scope ?? '') : '',
    secret: '',
    items: mapping?.items ?? 'items',
    paging: paging?.kind ?? 'cursor',
    pagingPath: paging?.kind === 'cursor' ? paging.path : 'next',
    pagingParameter: paging && paging.kind !== 'none' ? paging.parameter : 'cursor',
    pagingSize: paging?.kind === 'offset' ? String(paging.size) : '100',
    fromParameter: mapping ? (mapping.fromParameter ?? '') : 'from',
    toParameter: mapping ? (mapping.toParameter ?? '') : 'to',
    fields: Object.fromEntries(
      names.map((name) => [name, mapping?.fields[name] ?? '']),
    ) as ConnectorDraft['fields'],
  };
}

/** What the boxes say, in the shape of the settings; whether it is valid is the server's schema to say. */
export function settingsOf(draft: ConnectorDraft): ConnectorSettings {
  const { kind, baseUrl } = draft;
  if (kind === 'push') return { kind };
  const base = { kind, baseUrl: baseUrl.trim(), access: accessOf(draft) };
  if (kind === 'tmf678') return base as ConnectorSettings;
  const optional = optionalFields.filter((name) => draft.fields[name].trim() !== '');
  const fields = Object.fromEntries(
    [...requiredFields, ...optional].map((name) => [name, draft.fields[name].trim()]),
  );
  const mapping = {
    items: draft.items.trim(),
    paging: pagingOf(draft),
    fromParameter: orNull(draft.fromParameter),
    toParameter: orNull(draft.toParameter),
    fields,
  };
  return { ...base, mapping } as ConnectorSettings;
}

function accessOf({ access, header, tokenUrl, clientId, scope }: ConnectorDraft) {
  if (access === 'api_key') return { kind: access, header: header.trim() };
  if (access === 'oauth2') {
    return { kind: access, tokenUrl: tokenUrl.trim(), clientId: clientId.trim(), scope: orNull(scope) };
  }
  return { kind: access };
}

function pagingOf({ paging, pagingPath, pagingParameter, pagingSize }: ConnectorDraft) {
  const parameter = pagingParameter.trim();
  if (paging === 'cursor') return { kind: paging, path: pagingPath.trim(), parameter };
  if (paging === 'offset') return { kind: paging, parameter, size: Number(pagingSize) };
  if (paging === 'page') return { kind: paging, parameter, first: 1 };
  return { kind: paging };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
