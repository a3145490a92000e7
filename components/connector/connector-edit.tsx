import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ConnectorForm, type ConnectorFormProps } from '@/components/connector/connector-form';
import type { Connector } from '@/components/connector/connector-view';
import type { Crumb } from '@/components/ui/breadcrumbs';
import { PageHeader } from '@/components/ui/page-header';

/** The page of a connector while its settings are changed. */
export function ConnectorEdit({
  connector,
  breadcrumbs,
  ...form
}: Omit<ConnectorFormProps, 'connector'> & {
  connector: Connector;
  breadcrumbs: readonly Crumb[];
}): ReactNode {
  const t = useTranslations('connector');
  const { id, name } = connector;
  return (
    <>
      <PageHeader
        title={name}
        breadcrumbs={[...breadcrumbs, { label: name, href: `${form.base}/${id}` }, { label: t('edit') }]}
      />
      <ConnectorForm connector={connector} {...form} />
    </>
  );
}
