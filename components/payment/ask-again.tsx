'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';

const EVERY_MS = 1_000;

/** Reads the page again a second after its last answer, for what comes from somebody else's system. */
export function AskAgain(): null {
  const router = useRouter();
  const [isReading, read] = useTransition();
  useEffect(() => {
    if (isReading) return;
    const timer = setTimeout(() => read(() => router.refresh()), EVERY_MS);
    return () => clearTimeout(timer);
  }, [isReading, router]);
  return null;
}
