'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from '@/components/ui/button';

export type SubmitButtonProps = Omit<ButtonProps, 'type'> & { pendingLabel?: string };

/** Submits the form around it and shows that it is under way (`<form action>`). */
export function SubmitButton({
  children,
  pendingLabel,
  variant = 'primary',
  isPending = false,
  ...rest
}: SubmitButtonProps): ReactNode {
  const { pending } = useFormStatus();
  const busy = pending || isPending;
  return (
    <Button {...rest} type="submit" variant={variant} isPending={busy}>
      {busy && pendingLabel ? pendingLabel : children}
    </Button>
  );
}
