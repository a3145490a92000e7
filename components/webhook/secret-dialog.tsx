'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';

/** A secret, this once: it closes by saying that it is kept. */
export function SecretDialog({ secret, onClose }: { secret: string | null; onClose: () => void }): ReactNode {
  const t = useTranslations('webhook');
  return (
    <Dialog
      title={t('secretTitle')}
      mustAnswer
      isOpen={secret !== null}
      onOpenChange={(isOpen) => isOpen || onClose()}
      footer={(close) => (
        <Button variant="primary" onPress={close}>
          {t('secretDone')}
        </Button>
      )}
    >
      <p className="pb-3">{t('secretDescription')}</p>
      <CodeBlock label={t('secret')} code={secret ?? ''} />
    </Dialog>
  );
}
