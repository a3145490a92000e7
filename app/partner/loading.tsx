import type { ReactNode } from 'react';
import { PageSkeleton } from '@/components/ui/skeleton';

export default function Loading(): ReactNode {
  return <PageSkeleton />;
}
