/** One line of the bill. Times in epoch ms of the simulator, money in integer micro-dollars. */
export interface BillLine {
  readonly service:
    'MediaLive' | 'IVS' | 'S3' | 'DataTransfer' | 'CloudWatch' | 'EventBridge Scheduler'
  readonly resource: string
  readonly what: string
  readonly quantity: number
  readonly unit:
    | 'minutes'
    | 'hours'
    | 'seconds'
    | 'requests'
    | 'GB-months'
    | 'GB'
    | 'viewer-hours'
    | 'metrics'
    | 'invocations'
  readonly from: number
  readonly to: number
  readonly micros: number
}

export interface BillReport {
  readonly currency: 'USD'
  readonly asOf: number
  readonly totalMicros: number
  readonly lines: readonly BillLine[]
}
