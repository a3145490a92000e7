import { mapAccounts, mapNames, resolveNames, searchAccounts } from '@/app/partner/accounts/actions';
import { queueEntries } from '@/app/partner/accounts/queue-entries';
import { type ListSpec, parseListState } from '@/components/data-table/list-state';
import { AccountTable } from '@/components/partner-mapping/account-table';
import { MappingTabs } from '@/components/partner-mapping/mapping-tabs';
import { NameTable } from '@/components/partner-mapping/name-table';
import { type NamedRow, nameSortable } from '@/components/partner-mapping/named-row';
import { queueFilters, queueSortable } from '@/components/partner-mapping/queue-entry';
import { QueueTable } from '@/components/partner-mapping/queue-table';
import { can } from '@/lib/domain/access/permissions';
import { listAccountMappings } from '@/lib/services/account-mappings/list-account-mappings';
import type { ServiceContext } from '@/lib/services/context';
import { listQueue } from '@/lib/services/mapping-queue/list-queue';
import { listTargets } from '@/lib/services/mapping-queue/list-targets';
import { getOperator } from '@/lib/services/operators/get-operator';
import { listServiceMappings } from '@/lib/services/service-mappings/list-service-mappings';
import { listTaxMappings } from '@/lib/services/tax-mappings/list-tax-mappings';

export type MappingContentProps = {
  ctx: ServiceContext;
  /** Id of the partner whose names they are. */
  partner: string;
  /** The page's address. */
  href: string;
  query: Record<string, string | string[] | undefined>;
};

/** What the partner's page and the operator's page of a partner share: the kind that the address asks for. */
export async function MappingContent(props: MappingContentProps) {
  const { names } = props.query;
  return (
    <>
      <MappingTabs href={props.href} />
      {names === 'queue' ? (
        <Queue {...props} />
      ) : names === 'services' || names === 'tax-codes' ? (
        <Names {...props} kind={names === 'services' ? 'service' : 'tax_code'} />
      ) : (
        <Accounts {...props} />
      )}
    </>
  );
}

async function Queue({ ctx, partner, href, query }: MappingContentProps) {
  const state = parseListState(query, {
    sortable: queueSortable,
    filters: queueFilters,
    defaultSort: '-amount',
  });
  const [{ data, nextCursor }, { timeZone }] = await Promise.all([
    listQueue(ctx, partner, state),
    getOperator(ctx),
  ]);
  return (
    <QueueTable
      key="queue"
      entries={queueEntries(data, () => href)}
      nextCursor={nextCursor}
      canMap={can(ctx.actor, 'account-mapping.manage')}
      showPartner={false}
      timeZone={timeZone}
      resolve={resolveNames}
    />
  );
}

async function Names({ ctx, partner, query, kind }: MappingContentProps & { kind: 'service' | 'tax_code' }) {
  const own = kind === 'service' ? 'externalService' : 'externalCode';
  const state = parseListState(query, namesSpec);
  const [page, targets] = await Promise.all([
    kind === 'service' ? serviceRows(ctx, partner, state) : taxRows(ctx, partner, state),
    listTargets(ctx, partner),
  ]);
  return (
    <NameTable
      key={own}
      kind={kind}
      partner={partner}
      rows={page.rows}
      nextCursor={page.nextCursor}
      canMap={can(ctx.actor, 'account-mapping.manage')}
      offerings={targets.offerings}
      taxClasses={targets.taxClasses}
      map={mapNames}
    />
  );
}

const namesSpec: ListSpec = { sortable: nameSortable, filters: ['state'], defaultSort: '-waiting' };

type ListState = ReturnType<typeof parseListState>;
type NamedPage = { rows: NamedRow[]; nextCursor: string | null };

async function serviceRows(ctx: ServiceContext, partner: string, state: ListState): Promise<NamedPage> {
  const { data, nextCursor } = await listServiceMappings(ctx, partner, state);
  const rows = data.map(({ externalService, mapping, ...row }) => ({
    ...row,
    name: externalService,
    mapping: mapping && {
      label: mapping.description ?? mapping.offering?.name ?? null,
      taxClass: mapping.taxClass,
    },
  }));
  return { rows, nextCursor };
}

async function taxRows(ctx: ServiceContext, partner: string, state: ListState): Promise<NamedPage> {
  const { data, nextCursor } = await listTaxMappings(ctx, partner, state);
  const rows = data.map(({ externalCode, mapping, ...row }) => ({
    ...row,
    name: externalCode,
    mapping: mapping && { label: null, taxClass: mapping.taxClass },
  }));
  return { rows, nextCursor };
}

async function Accounts({ ctx, partner, query }: MappingContentProps) {
  const level = query.level === 'payer' ? 'payer' : 'sub_account';
  const spec = {
    sortable: ['waiting', 'externalAccount', 'lineCount'],
    filters: ['state'],
    defaultSort: '-waiting',
  };
  const state = parseListState(query, spec);
  const filters = { ...state.filters, level: [level] };
  const { data, nextCursor } = await listAccountMappings(ctx, partner, { ...state, filters });
  return (
    <AccountTable
      key={level}
      partner={partner}
      accounts={data}
      nextCursor={nextCursor}
      canMap={can(ctx.actor, 'account-mapping.manage')}
      search={searchAccounts}
      map={mapAccounts}
    />
  );
}
