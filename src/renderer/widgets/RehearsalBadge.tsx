/** The mark that stands wherever something is only rehearsed. */
export function RehearsalBadge() {
  return <span className="rehearsal-badge">REHEARSAL</span>
}
