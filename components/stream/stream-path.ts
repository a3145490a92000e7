/** The drawing is 100 wide and stretched to its place; heights are pixels. */
export const drawingWidth = 100;

/** A band of even height from (0, fromY) to (100, toY), both its middle. */
export function bandPath(fromY: number, toY: number, width: number): string {
  const half = width / 2;
  const middle = drawingWidth / 2;
  const up = `M0 ${n(fromY - half)}C${middle} ${n(fromY - half)} ${middle} ${n(toY - half)} ${drawingWidth} ${n(toY - half)}`;
  const back = `L${drawingWidth} ${n(toY + half)}C${middle} ${n(toY + half)} ${middle} ${n(fromY + half)} 0 ${n(fromY + half)}Z`;
  return up + back;
}

/** Lines that run along a band, as on a map of a river: they tell bands apart without colour. */
export function contourPaths(fromY: number, toY: number, width: number): string[] {
  const count = Math.floor(width / spacing);
  const middle = drawingWidth / 2;
  return Array.from({ length: count }, (_, index) => {
    const offset = ((index + 0.5) / count - 0.5) * width;
    const [from, to] = [n(fromY + offset), n(toY + offset)];
    return `M0 ${from}C${middle} ${from} ${middle} ${to} ${drawingWidth} ${to}`;
  });
}

type Point = { x: number; y: number };

/** A band of even height from one middle to another, which it reaches by `bendX`, straight on from there; x from 0 to 1 of the drawing. */
export function treeBandPath(from: Point, to: Point, bendX: number, width: number): string {
  const half = width / 2;
  const [x, bend, end] = [from.x, bendX, to.x].map((part) => n(part * drawingWidth));
  const middle = n(((from.x + bendX) / 2) * drawingWidth);
  const [a, b, c, d] = [from.y - half, to.y - half, to.y + half, from.y + half].map(n);
  return `M${x} ${a}C${middle} ${a} ${middle} ${b} ${bend} ${b}L${end} ${b}L${end} ${c}L${bend} ${c}C${middle} ${c} ${middle} ${d} ${x} ${d}Z`;
}

/** Lines along such a band, as `contourPaths` has them. */
export function treeContourPaths(from: Point, to: Point, bendX: number, width: number): string[] {
  const count = Math.floor(width / spacing);
  const [x, bend, end] = [from.x, bendX, to.x].map((part) => n(part * drawingWidth));
  const middle = n(((from.x + bendX) / 2) * drawingWidth);
  return Array.from({ length: count }, (_, index) => {
    const offset = ((index + 0.5) / count - 0.5) * width;
    const [a, b] = [n(from.y + offset), n(to.y + offset)];
    return `M${x} ${a}C${middle} ${a} ${middle} ${b} ${bend} ${b}L${end} ${b}`;
  });
}

const spacing = 7;

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
