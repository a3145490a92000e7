'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { FileDrop } from '@/components/ui/file-drop';
import { Spinner } from '@/components/ui/spinner';
import { postFile } from '@/components/upload/post-file';

type Counts = { created: number; changed: number; unchanged: number; kept: number };

/** The central bank's file: dropped, it is taken. */
export function ImportRates(): ReactNode {
  const t = useTranslations('fxRate');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);

  async function take(file: File | null) {
    setRefusal(undefined);
    if (!file) return;
    setIsPending(true);
    const sent = await postFile<Counts>('/api/v1/fx-rates/file', file);
    setIsPending(false);
    if (!sent.ok) return setRefusal(sent.message ?? t('failed'));
    toast.success(t('counts', sent.answer));
    router.refresh();
  }

  return (
    <div className="flex flex-col gap-2">
      <FileDrop
        label={t('file')}
        description={t('fileNote')}
        accept={['.xml']}
        maxBytes={4_000_000}
        onChange={(file) => void take(file)}
        errorMessage={refusal}
      />
      {isPending ? <Spinner /> : null}
    </div>
  );
}
