'use client';

import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { type ButtonSize, type ButtonVariant, buttonStyle } from '@/components/ui/button-style';
import { classNames } from '@/components/ui/class-names';
import { Spinner } from '@/components/ui/spinner';

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'style'> & {
  children: ReactNode;
  /** `primary` is the one thing to do: at most one on a screen. */
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  className?: string;
};

export function Button({
  children,
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton {...rest} className={classNames(buttonStyle(variant, size), className)}>
      {({ isPending }) => (
        <>
          {isPending ? <Spinner /> : icon}
          {children}
        </>
      )}
    </AriaButton>
  );
}
