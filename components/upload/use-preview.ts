'use client';

import { useEffect, useRef, useState } from 'react';

/** An action that tries something out and changes nothing. */
export type Ask<Input, Preview> = (
  input: Input,
) => Promise<{ ok: true; data: Preview } | { ok: false; message: string }>;

export type PreviewState<Preview> = { preview: Preview | null; message: string | null; isTrying: boolean };

/** Asks for a preview a moment after what it depends on last changed; an answer that comes too late is let go. */
export function usePreview<Input, Preview>(
  ask: Ask<Input, Preview>,
  input: Input | null,
): PreviewState<Preview> {
  const [state, setState] = useState<PreviewState<Preview>>({
    preview: null,
    message: null,
    isTrying: false,
  });
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
      const answer = await ask(JSON.parse(key) as Input).catch(() => null);
      if (asked.current !== turn) return;
      if (answer?.ok) setState({ preview: answer.data, message: null, isTrying: false });
      else setState((before) => ({ ...before, message: answer?.message ?? null, isTrying: false }));
    }, CALM_MS);
    return () => clearTimeout(timer);
  }, [ask, key]);
  return state;
}

const CALM_MS = 300;
