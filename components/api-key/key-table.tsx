import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { ApiKeyItem } from '@/components/api-key/api-key-item';
import { accessOf } from '@/components/api-key/key-access';
import { keyStateOf } from '@/components/api-key/key-state';
import { DataTable } from '@/components/data-table/data-table';

export type KeyTableProps = {
  keys: readonly ApiKeyItem[];
  nextCursor: string | null;
  timeZone: string;
  /** Where a key opens beside the list as it is. */
  hrefOf: (id: string) => string;
  /** The operator's list has keys of all its parties. */
  showsParties: boolean;
};

/** Keys and how they are used, the latest first. */
export function KeyTable({ keys, nextCursor, timeZone, hrefOf, showsParties }: KeyTableProps): ReactNode {
  const t = useTranslations('apiKey');
  const instant = (at: string | null) => at && { at, timeZone };
  const options = (field: string, ids: readonly string[]) =>
    ids.map((id) => ({ id, label: t(`${field}.${id}`) }));
  const states = options('state', ['live', 'expired', 'revoked']);
  const owners = options('owner', ['operator', 'partner', 'customer']);
  return (
    <DataTable
      label={t('title')}
      defaultSort="-createdAt"
      nextCursor={nextCursor}
      searchable
      filters={[
        { id: 'state', label: t('columns.state'), options: states },
        ...(showsParties ? [{ id: 'audience', label: t('columns.owner'), options: owners }] : []),
      ]}
      columns={[
        { id: 'name', header: t('columns.name'), kind: 'text', canHide: false },
        ...(showsParties ? [{ id: 'owner', header: t('columns.owner'), kind: 'text' as const }] : []),
        { id: 'state', header: t('columns.state'), kind: 'state' },
        { id: 'access', header: t('columns.access'), kind: 'text' },
        { id: 'lastUsedAt', header: t('columns.lastUsed'), kind: 'instant' },
        { id: 'expiresAt', header: t('columns.ends'), kind: 'instant' },
        // Beside the owners there is no room for it.
        {
          id: 'createdAt',
          header: t('columns.created'),
          kind: 'instant',
          sortable: true,
          hidden: showsParties,
        },
        { id: 'createdBy', header: t('columns.createdBy'), kind: 'text', hidden: true },
      ]}
      rows={keys.map((key) => {
        const { tone, word } = keyStateOf(key);
        return {
          id: key.id,
          href: hrefOf(key.id),
          name: { text: key.name, secondary: `${key.prefix}…` },
          owner: key.party?.name ?? t('owner.operator'),
          state: { tone, label: t(`state.${word}`), id: key.state },
          access: t(`access.${accessOf(key) ?? 'custom'}`),
          lastUsedAt: instant(key.lastUsedAt),
          expiresAt: instant(key.revokedAt ?? key.expiresAt),
          createdAt: instant(key.createdAt),
          createdBy: key.createdBy,
        };
      })}
      empty={{ title: t('emptyTitle'), description: t('emptyDescription') }}
    />
  );
}
