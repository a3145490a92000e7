'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { ApiKeyActions, ApiKeyItem, MadeKey } from '@/components/api-key/api-key-item';
import { accessOf } from '@/components/api-key/key-access';
import { keyStateOf } from '@/components/api-key/key-state';
import { MadeKeyDialog } from '@/components/api-key/made-key-dialog';
import { RevokeKey } from '@/components/api-key/revoke-key';
import { RotateKey } from '@/components/api-key/rotate-key';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { DescriptionList } from '@/components/ui/description-list';
import { SideSheet } from '@/components/ui/side-sheet';
import { StateBadge } from '@/components/ui/state-badge';

export type KeySheetProps = {
  item: ApiKeyItem;
  closeHref: string;
  timeZone: string;
  actions: Pick<ApiKeyActions, 'rotate' | 'revoke'>;
};

/** One key: what it may do, how it is used, and its end. */
export function KeySheet({ item, closeHref, timeZone, actions }: KeySheetProps): ReactNode {
  const t = useTranslations('apiKey');
  // Here, because the button that exchanges a key is gone as soon as it has.
  const [made, setMade] = useState<MadeKey | null>(null);
  const { tone, word } = keyStateOf(item);
  const instant = (at: string | null, none: string) =>
    at === null ? none : <InstantText value={at} timeZone={timeZone} />;
  const isLive = item.state === 'live' && !item.isPublished;
  const access = accessOf(item);
  return (
    <>
      <SideSheet
        title={item.name}
        subtitle={<span className="font-mono text-sm">{item.prefix}…</span>}
        closeHref={closeHref}
        footer={
          isLive ? (
            <>
              {item.replacedById === null ? (
                <RotateKey item={item} rotate={actions.rotate} onMade={setMade} />
              ) : null}
              <RevokeKey item={item} revoke={actions.revoke} />
            </>
          ) : undefined
        }
      >
        {item.isPublished ? <Callout>{t('published')}</Callout> : null}
        {word === 'replaced' ? <Callout tone="attention">{t('replacedHint')}</Callout> : null}
        <DescriptionList
          items={[
            { term: t('columns.state'), detail: <StateBadge tone={tone} label={t(`state.${word}`)} /> },
            { term: t('columns.owner'), detail: item.party?.name ?? t('owner.operator') },
            {
              term: t('columns.access'),
              detail: access ? t(`access.${access}`) : (item.permissions ?? []).join(', '),
            },
            { term: t('columns.lastUsed'), detail: instant(item.lastUsedAt, t('neverUsed')) },
            item.revokedAt === null
              ? { term: t('columns.ends'), detail: instant(item.expiresAt, t('lives.never')) }
              : { term: t('state.revoked'), detail: instant(item.revokedAt, '') },
            { term: t('columns.created'), detail: instant(item.createdAt, '') },
            { term: t('columns.createdBy'), detail: item.createdBy ?? t('unknownMaker') },
            { term: t('id'), detail: <span className="font-mono text-xs break-all">{item.id}</span> },
          ]}
        />
      </SideSheet>
      <MadeKeyDialog made={made} onClose={() => setMade(null)} />
    </>
  );
}
