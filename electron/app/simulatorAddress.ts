/** Where a simulator answers. Both on 127.0.0.1. */
export interface SimulatorAddress {
  readonly endpoint: string
  readonly rtmp: string
  /** Of the process it runs in. */
  readonly pid: number
  /** How much faster than AWS it is; undefined where nobody wrote it down. */
  readonly speed?: number | undefined
}
