'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { type Answer, refusalOf } from '@/components/dispute/dispute-actions';

/** Sends a form, says when it is done, and keeps what was refused at the fields it is about. */
export function useSubmit<T>(
  send: (form: FormData) => Answer<T>,
  { done, onDone }: { done: string; onDone?: (data: T) => void },
) {
  const t = useTranslations('common');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf>>({ fields: {} });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setIsPending(true);
    const answer = await send(new FormData(event.currentTarget)).catch(() => null);
    setIsPending(false);
    if (answer === null) return setRefusal({ message: t('noAnswer'), fields: {} });
    if (!answer.ok) return setRefusal(refusalOf(answer));
    setRefusal({ fields: {} });
    toast.success(done);
    router.refresh();
    onDone?.(answer.data);
  }

  const field = (name: string) => (refusal.fields[name] ? { errorMessage: refusal.fields[name] } : {});
  return { submit, isPending, message: refusal.message, field };
}

/** A field's text; what is left empty is null. */
export function textOf(form: FormData, name: string): string | null {
  const text = String(form.get(name) ?? '').trim();
  return text === '' ? null : text;
}
