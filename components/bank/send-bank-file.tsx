'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { FileDrop } from '@/components/ui/file-drop';
import { Spinner } from '@/components/ui/spinner';
import { postFile } from '@/components/upload/post-file';

/** A file of a bank: dropped, it is taken, and its result is shown. */
export function SendBankFile(): ReactNode {
  const t = useTranslations('bank');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<string | undefined>(undefined);

  async function take(file: File | null) {
    setRefusal(undefined);
    if (!file) return;
    setIsPending(true);
    const sent = await postFile<{ id: string; entryCount: number }>('/api/v1/bank-files', file);
    setIsPending(false);
    if (!sent.ok) return setRefusal(sent.message ?? t('failed'));
    toast.success(t('taken', { count: sent.answer.entryCount }));
    router.push(`/operator/payments/bank/${sent.answer.id}`);
  }

  return (
    <div className="flex max-w-xl flex-col gap-2 pb-6">
      <FileDrop
        label={t('file')}
        description={t('fileNote')}
        accept={['.xml', '.053', '.054', '.c53', '.c54']}
        maxBytes={15_000_000}
        onChange={(file) => void take(file)}
        errorMessage={refusal}
      />
      {isPending ? <Spinner /> : null}
    </div>
  );
}
