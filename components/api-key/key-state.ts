import type { ApiKeyItem } from '@/components/api-key/api-key-item';
import type { Tone } from '@/components/ui/tone';

/** A key's state in a word of the messages: one that is being replaced still holds, and somebody has to change over. */
export function keyStateOf({ state, replacedById }: Pick<ApiKeyItem, 'state' | 'replacedById'>): {
  tone: Tone;
  word: 'live' | 'replaced' | 'expired' | 'revoked';
} {
  if (state === 'live') {
    return replacedById === null ? { tone: 'good', word: 'live' } : { tone: 'attention', word: 'replaced' };
  }
  return { tone: 'neutral', word: state };
}
