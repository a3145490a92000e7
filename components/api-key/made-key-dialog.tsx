'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { MadeKey } from '@/components/api-key/api-key-item';
import { exampleOf } from '@/components/api-key/key-example';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog } from '@/components/ui/dialog';

/** A new key, this once, with a first command; it closes by saying that the key is kept. */
export function MadeKeyDialog({ made, onClose }: { made: MadeKey | null; onClose: () => void }): ReactNode {
  const t = useTranslations('apiKey');
  return (
    <Dialog
      title={t('made.title', { name: made?.name ?? '' })}
      size="lg"
      mustAnswer
      isOpen={made !== null}
      onOpenChange={(isOpen) => isOpen || onClose()}
      footer={(close) => (
        <Button variant="primary" onPress={close}>
          {t('made.done')}
        </Button>
      )}
    >
      {made ? <FirstSteps made={made} /> : null}
    </Dialog>
  );
}

function FirstSteps({ made }: { made: MadeKey }): ReactNode {
  const t = useTranslations('apiKey');
  // A dialog that a press has opened is never drawn by the server.
  const { kind, command } = exampleOf(made, window.location.origin);
  return (
    <>
      <p className="pb-3">{t('made.once')}</p>
      <CodeBlock label={t('made.key')} code={made.key} />
      <h3 className="pt-5 pb-1 font-medium">{t(`example.${kind}`)}</h3>
      <p className="pb-2 text-sm text-ink-muted">{t(`example.${kind}Hint`)}</p>
      <CodeBlock label={t(`example.${kind}`)} code={command} />
    </>
  );
}
