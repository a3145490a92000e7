'use client';

import { useRouter } from 'next/navigation';
import type { ReactElement, ReactNode } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';

export type Acted = { ok: true; data: unknown } | { ok: false; message: string };

/** A button that asks before it does something that stays on record, and says what came of it. */
export function ActButton({
  title,
  text,
  confirm,
  done,
  danger = false,
  trigger,
  act,
}: {
  title: string;
  text: ReactNode;
  confirm: string;
  done: string;
  danger?: boolean;
  trigger: ReactElement;
  act: () => Promise<Acted>;
}): ReactNode {
  const router = useRouter();
  return (
    <ConfirmDialog
      title={title}
      description={text}
      confirmLabel={confirm}
      tone={danger ? 'danger' : 'primary'}
      trigger={trigger}
      onConfirm={async () => {
        const answer = await act();
        router.refresh();
        if (!answer.ok) return answer.message;
        toast.success(done);
        return null;
      }}
    />
  );
}
