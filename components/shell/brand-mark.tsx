import type { ReactNode } from 'react';

/** Two tributaries joining, wide as what they carry: the product's mark. Decoration beside the name. */
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
      <path d="M2 3.5c5.5 0 4.5 5 9.5 5" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
      <path d="M2 17c6 0 4.5-5.5 9.5-5.5" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <path d="M11 10.5h7" stroke="currentColor" strokeWidth="5.5" />
    </svg>
  );
}
