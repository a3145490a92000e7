import { useEffect, useRef, useState } from 'react';
import type { ActionResult } from '@/components/action/action';

const TYPING_PAUSE_MS = 200;

/** What matches what is typed, asked for when the typing pauses; the answer to older text is dropped. */
export function useChoices<Choice>(search: (q: string) => Promise<ActionResult<Choice[]>>): {
  choices: Choice[];
  setQ: (q: string) => void;
} {
  const [q, setQ] = useState('');
  const [choices, setChoices] = useState<Choice[]>([]);
  const asked = useRef(0);
  const latest = useRef(search);
  latest.current = search;
  useEffect(() => {
    asked.current += 1;
    const mine = asked.current;
    const timer = setTimeout(async () => {
      // A chosen option writes its label into the box: that finds itself by its last part.
      const answer = await latest.current(q.split(' · ').at(-1)!);
      if (answer.ok && mine === asked.current) setChoices(answer.data);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q]);
  return { choices, setQ };
}
