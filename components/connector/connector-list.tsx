import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type Connector, connectorTone, eventsPath } from '@/components/connector/connector-view';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/link-button';
import { PlainTable } from '@/components/ui/plain-table';
import { StateBadge } from '@/components/ui/state-badge';

/** A partner's connected systems; `base` is the address their pages are under. */
export function ConnectorList({
  connectors,
  base,
  canManage,
}: {
  connectors: readonly Connector[];
  base: string;
  canManage: boolean;
}): ReactNode {
  const t = useTranslations('connector');
  const add = canManage ? (
    <LinkButton href={`${base}/new`} variant="primary">
      {t('add')}
    </LinkButton>
  ) : null;
  if (connectors.length === 0)
    return <EmptyState title={t('none')} description={t('noneNote')} action={add} />;
  return (
    <>
      <PlainTable
        caption={t('title')}
        columns={[
          { id: 'name', header: t('name') },
          { id: 'kind', header: t('kind') },
          { id: 'address', header: t('baseUrl') },
          { id: 'state', header: t('state') },
        ]}
        rows={connectors.map(({ id, name, settings, state }) => ({
          id,
          href: `${base}/${id}`,
          cells: {
            name,
            kind: t(`kinds.${settings.kind}`),
            address: (
              <span className="break-all">
                {settings.kind === 'push' ? eventsPath(id) : settings.baseUrl}
              </span>
            ),
            state: <StateBadge tone={connectorTone[state]} label={t(`states.${state}`)} />,
          },
        }))}
      />
      {add ? <div className="pt-4">{add}</div> : null}
    </>
  );
}
