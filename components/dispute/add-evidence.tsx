'use client';

import { Paperclip } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { addFile, EVIDENCE_TYPES } from '@/components/dispute/raise-dispute';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { FileDrop } from '@/components/ui/file-drop';

/** Puts a file to a dispute. */
export function AddEvidence({ id }: { id: string }): ReactNode {
  const t = useTranslations('dispute.evidence');
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function send(close: () => void) {
    if (!file) return;
    setIsPending(true);
    const refused = await addFile(id, file);
    setIsPending(false);
    if (refused !== null) return setProblem(refused || t('failed'));
    toast.success(t('added'));
    router.refresh();
    close();
  }

  return (
    <Dialog
      title={t('add')}
      size="sm"
      trigger={
        <Button size="sm" icon={<Paperclip size={14} aria-hidden />}>
          {t('add')}
        </Button>
      }
      footer={(close) => (
        <Button
          variant="primary"
          isPending={isPending}
          isDisabled={file === null}
          onPress={() => send(close)}
        >
          {t('upload')}
        </Button>
      )}
    >
      <FileDrop
        label={t('title')}
        description={t('hint')}
        accept={EVIDENCE_TYPES}
        maxBytes={5 * 1024 * 1024}
        onChange={(next) => {
          setFile(next);
          setProblem(null);
        }}
        {...(problem === null ? {} : { errorMessage: problem })}
      />
    </Dialog>
  );
}
