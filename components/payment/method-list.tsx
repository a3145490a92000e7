'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Action } from '@/components/action/action';
import { useAction } from '@/components/action/use-action';
import { MethodDialog, type MethodDialogProps, type MethodItem } from '@/components/payment/method-dialog';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { Section } from '@/components/ui/section';

export type MethodListProps = {
  methods: readonly MethodItem[];
  /** Of the hub, as providers reach it. */
  address: string;
  save: MethodDialogProps['save'];
  end: Action<{ id: string }>;
  canManage: boolean;
};

/** The ways to pay that customers are offered. */
export function MethodList({ methods, address, save, end, canManage }: MethodListProps): ReactNode {
  const t = useTranslations('payment.methods');
  const kinds = useTranslations('payment.method');
  const { act } = useAction(end, { done: () => t('saved') });
  if (methods.length === 0) return <EmptyState title={t('empty')} description={t('emptyDescription')} />;
  return (
    <>
      {methods.map((method) => (
        <Section
          key={method.id}
          title={method.name}
          description={kinds(method.kind)}
          actions={
            canManage ? (
              <>
                <MethodDialog method={method} save={save} />
                <ConfirmDialog
                  title={t('end')}
                  description={t('endConfirm', { name: method.name })}
                  confirmLabel={t('end')}
                  tone="danger"
                  trigger={
                    <Button size="sm" variant="quiet">
                      {t('end')}
                    </Button>
                  }
                  onConfirm={() => act({ id: method.id })}
                />
              </>
            ) : null
          }
        >
          {method.instructions ? <p className="whitespace-pre-line pb-2">{method.instructions}</p> : null}
          {method.provider ? (
            <>
              <p className="pb-1 text-sm text-ink-muted">{t('callback')}</p>
              <CodeBlock
                label={t('callback')}
                code={`${address}/api/v1/payment-methods/${method.id}/events`}
              />
            </>
          ) : null}
        </Section>
      ))}
    </>
  );
}
