import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

/** Decoration beside a text that says what is going on. */
export function Spinner({ size = 16 }: { size?: number }): ReactNode {
  return <LoaderCircle size={size} aria-hidden className="animate-spin motion-reduce:animate-none" />;
}
