import { getTranslations } from 'next-intl/server';
import {
  addWebhook,
  removeWebhook,
  replayWebhook,
  rotateWebhookSecret,
  saveWebhook,
  testWebhook,
} from '@/app/operator/webhooks/actions';
import { parseListState } from '@/components/data-table/list-state';
import { PageHeader } from '@/components/ui/page-header';
import { Section } from '@/components/ui/section';
import { DeliverySheet } from '@/components/webhook/delivery-sheet';
import { DeliveryTable } from '@/components/webhook/delivery-table';
import { EndpointDialog } from '@/components/webhook/endpoint-dialog';
import { EndpointList } from '@/components/webhook/endpoint-list';
import { can } from '@/lib/domain/access/permissions';
import { orNotFound } from '@/lib/http/or-not-found';
import { webhookEventsFor } from '@/lib/schemas/webhook-events';
import type { ServiceContext } from '@/lib/services/context';
import { getOperator } from '@/lib/services/operators/get-operator';
import { getDelivery, listDeliveries, listEndpoints } from '@/lib/services/webhooks/list-webhooks';

export type WebhooksViewProps = {
  ctx: ServiceContext;
  base: string;
  query: Record<string, string | string[] | undefined>;
};

const actions = {
  create: addWebhook,
  change: saveWebhook,
  rotate: rotateWebhookSecret,
  test: testWebhook,
  remove: removeWebhook,
  replay: replayWebhook,
};

/** Endpoints and what was sent to them; the same page in every portal, each with its own. */
export async function WebhooksView({ ctx, base, query }: WebhooksViewProps) {
  const t = await getTranslations('webhook');
  const state = parseListState(query, {
    sortable: ['createdAt'],
    filters: ['state'],
    defaultSort: '-createdAt',
  });
  const opened = typeof query.delivery === 'string' && UUID.test(query.delivery) ? query.delivery : null;
  const [endpoints, deliveries, { timeZone }, delivery] = await Promise.all([
    listEndpoints(ctx),
    orNotFound(listDeliveries(ctx, state)),
    getOperator(ctx),
    opened === null ? null : orNotFound(getDelivery(ctx, opened)),
  ]);
  const eventTypes = webhookEventsFor(ctx.actor.audience);
  const canManage = can(ctx.actor, 'webhook.manage');
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={canManage ? <EndpointDialog eventTypes={eventTypes} actions={actions} /> : null}
      />
      <EndpointList
        endpoints={endpoints}
        eventTypes={eventTypes}
        actions={actions}
        canManage={canManage}
        timeZone={timeZone}
        now={ctx.now}
      />
      <div className="pt-10">
        <Section title={t('log')} description={t('logDescription')}>
          <DeliveryTable
            deliveries={deliveries.data}
            nextCursor={deliveries.nextCursor}
            timeZone={timeZone}
            base={base}
          />
        </Section>
      </div>
      {delivery ? (
        <DeliverySheet
          delivery={delivery}
          closeHref={base}
          timeZone={timeZone}
          canManage={canManage}
          replay={replayWebhook}
        />
      ) : null}
    </>
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
