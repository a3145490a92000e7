'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { followNextPayout } from '@/components/payout/follow-next-payout';

/** Draws a partner's own page anew when its next payout moved: by a bill, a payment, a dispute. Shows nothing itself. */
export function LiveNextPayout(): null {
  const router = useRouter();
  useEffect(() => followNextPayout({ look, onMoved: () => router.refresh() }), [router]);
  return null;
}

/** What is due, without when it was read. */
async function look(): Promise<string | null> {
  const answer = await fetch('/api/v1/payouts/next', { headers: { accept: 'application/json' } });
  if (!answer.ok) return null;
  const { asOf: _, ...due } = (await answer.json()) as { asOf: string };
  return JSON.stringify(due);
}
