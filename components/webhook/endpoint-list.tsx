import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { InstantText } from '@/components/time/instant-text';
import { EmptyState } from '@/components/ui/empty-state';
import { StateBadge } from '@/components/ui/state-badge';
import type { Tone } from '@/components/ui/tone';
import { EndpointControls } from '@/components/webhook/endpoint-controls';
import type { EndpointItem, WebhookActions } from '@/components/webhook/webhook-view';

export type EndpointListProps = {
  endpoints: readonly EndpointItem[];
  eventTypes: readonly string[];
  actions: WebhookActions;
  canManage: boolean;
  timeZone: string;
  /** ISO instant: what is paused until later is paused. */
  now: string;
};

/** Where systems are told, and how that goes. */
export function EndpointList({
  endpoints,
  eventTypes,
  actions,
  canManage,
  timeZone,
  now,
}: EndpointListProps): ReactNode {
  const t = useTranslations('webhook');
  if (endpoints.length === 0) {
    return (
      <EmptyState
        title={t('emptyTitle')}
        description={t('emptyDescription', { example: eventTypes[0] ?? '' })}
      />
    );
  }
  return (
    <ul className="border-t">
      {endpoints.map((endpoint) => {
        const { tone, word } = stateOf(endpoint, now);
        return (
          <li
            key={endpoint.id}
            className="grid gap-x-6 gap-y-2 border-b py-3 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)_auto] sm:items-center"
          >
            <div className="min-w-0">
              <p className="font-mono text-sm break-all">{endpoint.url}</p>
              {endpoint.description ? <p className="text-sm text-ink-muted">{endpoint.description}</p> : null}
              {endpoint.previousSecretUntil && endpoint.previousSecretUntil > now ? (
                <p className="text-sm text-ink-muted">
                  {t.rich('overlap', {
                    until: () => <InstantText value={endpoint.previousSecretUntil!} timeZone={timeZone} />,
                  })}
                </p>
              ) : null}
            </div>
            <div className="min-w-0 text-sm">
              <StateBadge tone={tone} label={t(`state.${word}`)} />
              <p className="break-words text-ink-muted">
                {endpoint.eventTypes.length === 0 ? t('all') : endpoint.eventTypes.join(', ')}
              </p>
            </div>
            {canManage ? (
              <EndpointControls endpoint={endpoint} eventTypes={eventTypes} actions={actions} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function stateOf(
  { state, disabledReason, pausedUntil }: EndpointItem,
  now: string,
): { tone: Tone; word: string } {
  if (state === 'disabled')
    return disabledReason === 'gone' ? { tone: 'risk', word: 'gone' } : { tone: 'neutral', word: 'disabled' };
  if (pausedUntil !== null && pausedUntil > now) return { tone: 'attention', word: 'paused' };
  return { tone: 'good', word: 'active' };
}
