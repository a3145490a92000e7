import Link from 'next/link';
import type { ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonStyle } from '@/components/ui/button-style';
import { classNames } from '@/components/ui/class-names';

export type LinkButtonProps = {
  href: string;
  children: ReactNode;
  variant?: ButtonVariant;
  size?: ButtonSize;
  icon?: ReactNode;
  /** A file to save; true keeps the server's name for it. */
  download?: boolean | string;
  /** Leaves the application: opens in a new tab. */
  external?: boolean;
  className?: string;
};

/** A link that stands where a button would: it goes somewhere, it does nothing. */
export function LinkButton({
  href,
  children,
  variant = 'secondary',
  size = 'md',
  icon,
  download,
  external = false,
  className,
}: LinkButtonProps): ReactNode {
  const style = classNames(buttonStyle(variant, size), className);
  if (download !== undefined || external) {
    return (
      <a
        href={href}
        className={style}
        {...(download !== undefined ? { download } : {})}
        {...(external ? { target: '_blank', rel: 'noreferrer' } : {})}
      >
        {icon}
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={style}>
      {icon}
      {children}
    </Link>
  );
}
