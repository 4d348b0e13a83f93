interface Point {
  readonly x: number
  readonly y: number
}

/** Of the line that fits best (least squares), y per x. */
export function slopeOf(points: readonly Point[]): number {
  const mean = (pick: (point: Point) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  const shared = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0)
  return spread === 0 ? 0 : shared / spread
}
