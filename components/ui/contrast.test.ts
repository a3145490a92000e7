import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

// WCAG 2.2: 1.4.3 (text, 4.5:1) and 1.4.11 (edges of controls and graphics, 3:1), on the tokens as they are written.
const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

const themes = { light: tokensOf(':root'), dark: tokensOf('.dark') };
const papers = ['paper', 'surface', 'raised', 'sunken'];

describe.each(Object.entries(themes))('%s', (_theme, tokens) => {
  const ratio = (a: string, b: string) => contrast(tokens[a] ?? '', tokens[b] ?? '');

  test.each(['ink', 'ink-muted', 'accent', 'risk', 'attention'])('%s is readable on every ground', (text) => {
    for (const ground of papers) expect(ratio(text, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  test('marked grounds and filled buttons are readable', () => {
    expect(ratio('accent-ink', 'accent')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('accent-ink', 'accent-strong')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('risk', 'risk-soft')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('attention', 'attention-soft')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('ink', 'accent-soft')).toBeGreaterThanOrEqual(4.5);
    expect(ratio('paper', 'ink')).toBeGreaterThanOrEqual(4.5);
  });

  test('edges of controls and of the stream stand out', () => {
    for (const ground of ['paper', 'surface', 'raised']) {
      expect(ratio('line-strong', ground), ground).toBeGreaterThanOrEqual(3);
      expect(ratio('stream-edge', ground), ground).toBeGreaterThanOrEqual(3);
    }
  });
});

function tokensOf(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`\n${selector} {`), css.indexOf('\n}', css.indexOf(`\n${selector} {`)));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
