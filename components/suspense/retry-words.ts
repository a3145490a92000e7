import { useTranslations } from 'next-intl';
import { toast } from 'sonner';
import type { ActionResult } from '@/components/action/action';
import type { Recycled, Retried } from '@/components/suspense/suspense-view';

/** Says what came of a try, or why it was refused. Answers whether it was done. */
export function useRetryToast(): (answer: ActionResult<Retried | Recycled>) => boolean {
  const t = useTranslations('suspense.result');
  return (answer) => {
    if (!answer.ok) {
      toast.error(answer.issues[0]?.message ?? answer.message);
      return false;
    }
    const { tried, accepted, waiting, conflict, duplicate, rejected } = answer.data;
    if ('job' in answer.data && answer.data.job) toast.success(t('job'));
    else if (tried === 0) toast.info(t('nothing'));
    else {
      const left = waiting + conflict;
      const words = t('tried', { accepted, left, gone: duplicate + rejected });
      if (accepted > 0 || left === 0) toast.success(words);
      else toast.warning(words);
    }
    return true;
  };
}
