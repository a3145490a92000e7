import { KeyRound } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { addApiKey, endApiKey, exchangeApiKey } from '@/app/operator/api-keys/actions';
import { KeyDialog } from '@/components/api-key/key-dialog';
import { KeySheet } from '@/components/api-key/key-sheet';
import { KeyTable } from '@/components/api-key/key-table';
import { parseListState } from '@/components/data-table/list-state';
import { queryText } from '@/components/data-table/query-text';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import type { ServiceContext } from '@/lib/services/context';
import { getApiKey, listApiKeys } from '@/lib/services/identity/list-api-keys';
import { getOperator } from '@/lib/services/operators/get-operator';

export type ApiKeysViewProps = {
  ctx: ServiceContext;
  base: string;
  query: Record<string, string | string[] | undefined>;
};

const actions = { rotate: exchangeApiKey, revoke: endApiKey };

/** Keys for programs; the same page in every portal, each with its own. */
export async function ApiKeysView({ ctx, base, query }: ApiKeysViewProps) {
  const t = await getTranslations('apiKey');
  const isOperator = ctx.actor.audience === 'operator';
  const description = isOperator ? t('descriptionOperator') : t('description');
  if (!can(ctx.actor, 'api-key.manage')) {
    return (
      <>
        <PageHeader title={t('title')} description={description} />
        <EmptyState
          icon={<KeyRound size={24} aria-hidden />}
          title={t('adminsTitle')}
          description={t('adminsDescription')}
        />
      </>
    );
  }
  const state = parseListState(query, {
    sortable: ['createdAt'],
    filters: ['state', 'audience'],
    defaultSort: '-createdAt',
  });
  const opened = typeof query.key === 'string' && UUID.test(query.key) ? query.key : null;
  const [keys, { timeZone }, item] = await Promise.all([
    orNotFound(listApiKeys(ctx, state)),
    getOperator(ctx),
    opened === null ? null : orNotFound(getApiKey(ctx, opened)),
  ]);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={description}
        actions={<KeyDialog audience={ctx.actor.audience} create={addApiKey} />}
      />
      <KeyTable
        keys={keys.data}
        nextCursor={keys.nextCursor}
        timeZone={timeZone}
        hrefOf={(key) => `${base}${queryText({ ...query, key })}`}
        showsParties={isOperator}
      />
      {item ? (
        <KeySheet
          item={item}
          closeHref={`${base}${queryText({ ...query, key: undefined })}`}
          timeZone={timeZone}
          actions={actions}
        />
      ) : null}
    </>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
