import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

export type TextLinkProps = {
  href: string;
  children: ReactNode;
  external?: boolean;
  className?: string;
};

/** A link within text: ink and a hairline, since the accent is kept for what is to be done. */
export function TextLink({ href, children, external = false, className }: TextLinkProps): ReactNode {
  const style = classNames(
    'rounded-sm underline decoration-line-strong decoration-1 underline-offset-3 hover:decoration-ink',
    className,
  );
  return external ? (
    <a href={href} target="_blank" rel="noreferrer" className={style}>
      {children}
    </a>
  ) : (
    <Link href={href} className={style}>
      {children}
    </Link>
  );
}
