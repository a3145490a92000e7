import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Act } from '@/components/payment/payment-actions';
import { NOTHING_REFUSED, type Refusal, refused } from '@/components/payment/refused';

/** Sends a form's values: what is refused stands at its field, what is done is told, and the page behind is read again. */
export function useAct<Input, Data>(
  act: Act<Input, Data>,
  fields: readonly string[],
  done: (data: Data) => string,
) {
  const t = useTranslations('common');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>(NOTHING_REFUSED);
  async function send(input: Input, close: () => void) {
    setIsPending(true);
    const answer = await act(input).catch(() => null);
    setIsPending(false);
    if (answer === null) return setRefusal({ message: t('noAnswer'), fields: {} });
    if (!answer.ok) return setRefusal(refused(answer, fields));
    setRefusal(NOTHING_REFUSED);
    toast.success(done(answer.data));
    router.refresh();
    close();
  }
  const field = (name: string) => (refusal.fields[name] ? { errorMessage: refusal.fields[name] } : {});
  return { send, isPending, message: refusal.message, field };
}
