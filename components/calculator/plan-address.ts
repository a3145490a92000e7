import type { Draft } from '@/components/calculator/draft';
import { fromRequest, toRequest } from '@/components/calculator/preview-request';

/** The plan as a word for an address: its request as JSON in base64url. */
export function encodePlan(draft: Draft): string {
  const bytes = new TextEncoder().encode(JSON.stringify(toRequest(draft)));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The plan an address carries; null for one that is cut short or was never ours. */
export function decodePlan(word: string): Draft | null {
  try {
    const binary = atob(word.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return fromRequest(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return null;
  }
}
