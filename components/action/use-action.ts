import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { Action } from '@/components/action/action';
import { NOTHING_REFUSED, refusalOf } from '@/components/action/refusal';

export type Outcome<Input, Data> = {
  /** Names of the form's fields, at which a refusal can stand. Without: there is no form, and a refusal is told in passing. */
  fields?: readonly string[];
  /** What is told when it is done. */
  done?: (data: Data, input: Input) => string;
  /** Where to go then; without, the page is read again. */
  leadsTo?: (data: Data) => string;
  onDone?: (data: Data) => void;
};

/** Calls a server action from a form or a button. Whatever comes back, or nothing, the reader is told and what was written stays. */
export function useAction<Input, Data>(action: Action<Input, Data>, outcome: Outcome<Input, Data> = {}) {
  const t = useTranslations('common');
  const router = useRouter();
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState(NOTHING_REFUSED);

  async function act(input: Input): Promise<void> {
    setIsPending(true);
    const unanswered = { ok: false, message: t('noAnswer'), issues: [] } as const;
    const answer = await action(input).catch(() => unanswered);
    setIsPending(false);
    if (!answer.ok) {
      const { message, fields } = refusalOf(answer, outcome.fields ?? []);
      if (outcome.fields) setRefusal(message === undefined ? { fields } : { message, fields });
      else toast.error(message);
      // Where nothing is written, what was shown may be what is wrong.
      if (!outcome.fields?.length) router.refresh();
      return;
    }
    setRefusal(NOTHING_REFUSED);
    if (outcome.done) toast.success(outcome.done(answer.data, input));
    if (outcome.leadsTo) router.push(outcome.leadsTo(answer.data));
    else router.refresh();
    outcome.onDone?.(answer.data);
  }

  /** For a form's `onSubmit`: reads what is written and sends it. */
  const submit = (read: (text: ReadText) => Input) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void act(read((name) => String(form.get(name) ?? '').trim()));
  };
  const field = (name: string) => (refusal.fields[name] ? { errorMessage: refusal.fields[name] } : {});
  /** For a dialog that opens again: what was refused last time is past. */
  const reset = () => setRefusal(NOTHING_REFUSED);
  return { act, submit, isPending, message: refusal.message, field, reset };
}

/** A field's text; empty where nothing is written, or there is no such field. */
export type ReadText = (name: string) => string;
