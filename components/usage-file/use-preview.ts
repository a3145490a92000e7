'use client';

import { useEffect, useRef, useState } from 'react';
import type { AskPreview, Preview } from '@/components/usage-file/preview';

export type PreviewState = { preview: Preview | null; message: string | null; isTrying: boolean };

/** Asks for a preview a moment after what it depends on last changed; an answer that comes too late is let go. */
export function usePreview(ask: AskPreview, input: Parameters<AskPreview>[0] | null): PreviewState {
  const [state, setState] = useState<PreviewState>({ preview: null, message: null, isTrying: false });
  const asked = useRef(0);
  const key = input === null ? null : JSON.stringify(input);

  useEffect(() => {
    asked.current += 1;
    const turn = asked.current;
    if (key === null) {
      setState({ preview: null, message: null, isTrying: false });
      return;
    }
    setState((before) => ({ ...before, isTrying: true }));
    const timer = setTimeout(async () => {
      const answer = await ask(JSON.parse(key) as Parameters<AskPreview>[0]).catch(() => null);
      if (asked.current !== turn) return;
      if (answer?.ok) setState({ preview: answer.data, message: null, isTrying: false });
      else setState((before) => ({ ...before, message: answer?.message ?? null, isTrying: false }));
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, [ask, key]);
  return state;
}

const CALM_MS = 300;
