'use client';

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Form as AriaForm, type FormProps as AriaFormProps } from 'react-aria-components';
import { classNames } from '@/components/ui/class-names';

export type FormProps = Omit<AriaFormProps, 'className' | 'style'> & { className?: string };

/** Fields in a column. `validationErrors` from the server land at the field whose `name` they carry. */
export function Form({ className, children, ...rest }: FormProps): ReactNode {
  return (
    <AriaForm {...rest} className={classNames('flex max-w-xl flex-col gap-4', className)}>
      {children}
    </AriaForm>
  );
}

/** What is wrong with the whole form rather than with a field; announced when it appears. */
export function FormError({ children }: { children?: ReactNode }): ReactNode {
  return (
    <div role="alert" className="empty:hidden">
      {children ? (
        <p className="flex items-start gap-2 border-s-2 border-risk ps-3 text-risk">
          <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
          <span>{children}</span>
        </p>
      ) : null}
    </div>
  );
}

export function FormActions({ children }: { children: ReactNode }): ReactNode {
  return <div className="flex flex-wrap items-center gap-2 pt-2">{children}</div>;
}
