import type { ReactNode } from 'react';

/** Three tributaries joining: the product's mark. Decoration beside the name. */
export function BrandMark({ size = 20 }: { size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      aria-hidden
      className="shrink-0 rtl:-scale-x-100"
    >
      <path d="M2 3.5C8 3.5 7.5 8 12 8.6" stroke="var(--accent)" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M2 16.5C8 16.5 7.5 12 12 11.4" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M2 10H18" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
      <path d="M12 8.6C14 8.9 15.5 9 18 9" stroke="var(--accent)" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
