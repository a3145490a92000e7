'use client';

import { CircleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { FieldError as AriaFieldError, Label, Text } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';

/** What every field of the kit takes besides its own value. */
export type FieldProps = {
  label: string;
  description?: ReactNode;
  /** Our own verdict, usually from the server; the browser's is shown by itself. */
  errorMessage?: string | undefined;
  /** Keeps the label for screen readers only; for search boxes and cells. */
  hideLabel?: boolean;
  className?: string;
};

export const fieldStyle = 'group flex min-w-0 flex-col gap-1';

/** The box one types in; 3:1 edge, and risk when the value is refused. */
export const inputStyle = classNames(
  'h-8 w-full min-w-0 rounded-md border border-line-strong bg-raised px-2.5 text-base text-ink placeholder:text-ink-muted',
  'hover:border-ink-muted group-data-readonly:bg-surface disabled:opacity-50',
  'aria-invalid:border-risk group-data-invalid:border-risk',
);

export function FieldLabel({
  label,
  isRequired = false,
  hidden = false,
}: {
  label: string;
  isRequired?: boolean | undefined;
  hidden?: boolean | undefined;
}): ReactNode {
  const t = useTranslations('common.field');
  return (
    <Label className={hidden ? 'sr-only' : 'text-sm font-medium text-ink'}>
      {label}
      {isRequired ? null : <span className="ms-1 font-normal text-ink-muted">{t('optional')}</span>}
    </Label>
  );
}

export function FieldNotes({
  description,
  errorMessage,
}: Pick<FieldProps, 'description' | 'errorMessage'>): ReactNode {
  return (
    <>
      {description ? (
        <Text slot="description" className="text-sm text-ink-muted">
          {description}
        </Text>
      ) : null}
      <FieldError>{errorMessage}</FieldError>
    </>
  );
}

/** Shown only while the field is invalid: the given sentence, else the browser's. */
export function FieldError({ children }: { children?: string | undefined }): ReactNode {
  return (
    <AriaFieldError className="flex items-start gap-1.5 text-sm text-risk">
      {({ validationErrors }) => (
        <>
          <CircleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
          <span>{children ?? validationErrors.join(' ')}</span>
        </>
      )}
    </AriaFieldError>
  );
}

/** Spread on the control: present only when we have a verdict, so that the browser's own stays in force. */
export function invalidWhen(errorMessage: string | undefined): { isInvalid?: true } {
  return errorMessage ? { isInvalid: true } : {};
}
