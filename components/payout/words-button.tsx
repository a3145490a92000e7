'use client';

import { useRouter } from 'next/navigation';
import type { ReactElement, ReactNode } from 'react';
import { toast } from 'sonner';
import type { Acted } from '@/components/payout/act-button';
import { ReasonDialog } from '@/components/ui/reason-dialog';

/** Asks for words that go with what is done: an objection, an answer, a reason. */
export function WordsButton({
  title,
  text,
  label,
  confirm,
  done,
  trigger,
  children,
  act,
}: {
  title: string;
  text: ReactNode;
  label: string;
  confirm: string;
  done: string;
  trigger: ReactElement;
  children?: ReactNode;
  act: (words: string) => Promise<Acted>;
}): ReactNode {
  const router = useRouter();
  return (
    <ReasonDialog
      title={title}
      trigger={trigger}
      labels={{ reason: label, confirm }}
      onConfirm={async (words) => {
        const answer = await act(words);
        if (!answer.ok) return answer.message;
        toast.success(done);
        router.refresh();
        return null;
      }}
    >
      <p>{text}</p>
      {children}
    </ReasonDialog>
  );
}
