export type KeyStroke = {
  key: string;
  /** ctrl, meta or alt held. */
  modified: boolean;
  /** In a field, or while a dialog is open. */
  typing: boolean;
  atMs: number;
};

export type KeyState = { goPressedAtMs: number | null };

export type KeyOutcome = {
  state: KeyState;
  effect: { kind: 'go'; letter: string } | { kind: 'help' } | null;
};

/** How long "g" waits for its letter. */
export const sequenceTimeoutMs = 1200;

/** Single-key shortcuts as state × key: "g" then a letter goes somewhere, "?" shows the list. */
export function readKey(state: KeyState, stroke: KeyStroke): KeyOutcome {
  const rest: KeyState = { goPressedAtMs: null };
  if (stroke.modified || stroke.typing) return { state: rest, effect: null };
  const waiting = state.goPressedAtMs !== null && stroke.atMs - state.goPressedAtMs <= sequenceTimeoutMs;
  if (waiting && /^[a-z]$/.test(stroke.key))
    return { state: rest, effect: { kind: 'go', letter: stroke.key } };
  if (stroke.key === 'g') return { state: { goPressedAtMs: stroke.atMs }, effect: null };
  if (stroke.key === '?') return { state: rest, effect: { kind: 'help' } };
  return { state: rest, effect: null };
}
