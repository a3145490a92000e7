'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type RetireWords = Record<'retire' | 'retireTitle' | 'retireText' | 'retired', string>;

/** Takes a mapping out of what is offered, and goes back to the list of them at `listHref`. */
export function RetireMapping({
  id,
  listHref,
  words,
  retire,
}: {
  id: string;
  listHref: string;
  words: RetireWords;
  retire: (input: { id: string }) => Promise<{ ok: boolean }>;
}): ReactNode {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={<Button>{words.retire}</Button>}
      title={words.retireTitle}
      description={words.retireText}
      confirmLabel={words.retire}
      onConfirm={async () => {
        if (!(await retire({ id })).ok) return;
        toast.success(words.retired);
        router.push(listHref);
        router.refresh();
      }}
    />
  );
}
