import { useTranslations } from 'next-intl';

/** A reason's name and its sentence; one that is new to the pages stands as its code. */
export function useReasonWords(): {
  title: (reason: string) => string;
  note: (reason: string) => string | null;
} {
  const t = useTranslations('suspense.reason');
  return {
    title: (reason) => (t.has(`${reason}.title`) ? t(`${reason}.title`) : reason),
    note: (reason) => (t.has(`${reason}.note`) ? t(`${reason}.note`) : null),
  };
}
