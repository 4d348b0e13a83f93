import type { SessionView } from '../../src/shared/domain/session'
import type { Stage } from './simulationStage'

/** What is billed by the second, rounds of looking apart: a tenth of a cent for each session. */
const SECONDS_OF_IDLE_MICROS = 1_000

const MINUTE = 60_000
/** A run so short that nobody need have seen it. */
const UNSEEN_RUN_MS = 15_000

/**
 * All sessions together against the bill of AWS; each run of a channel may be a billed minute apart.
 * What went on while a console was dead may be charged up to the next look ("at most"), never too low.
 */
export function checkMoney(stage: Stage): void {
  const { simulator } = stage
  const views = stage.laptops.flatMap(({ life }) => life?.sessions() ?? [])
  const ledger = views.reduce((sum, { cost }) => sum + cost.soFarMicros, 0)
  const bill = simulator.bill()
  const minutes = bill.lines.filter(({ unit }) => unit === 'minutes')
  const aMinuteOfEachRun = minutes.reduce((sum, { micros, quantity }) => sum + micros / quantity, 0)
  const aMinuteOfIvs = bill.lines
    .filter(({ service, unit }) => service === 'IVS' && unit === 'seconds')
    .reduce((sum, { micros, quantity }) => sum + (micros / quantity) * 60, 0)
  const apart = ledger - bill.totalMicros
  const most = aMinuteOfEachRun + aMinuteOfIvs + SECONDS_OF_IDLE_MICROS * Math.max(1, views.length)
  // Over between two looks, the first of which may have been told of a world eight seconds old.
  const glimpses = minutes
    .filter(({ from, to }) => to - from < UNSEEN_RUN_MS)
    .reduce((sum, { micros }) => sum + micros, 0)
  // What left while the console was dead nobody has counted, nor streams that nobody saw begin.
  const uncounted = bill.lines
    .filter(({ service }) => service === 'DataTransfer' || service === 'IVS')
    .reduce((sum, { micros }) => sum + (stage.unattendedMs > 0 ? micros : 0), 0)
  const unseen = (stage.unattendedMs / MINUTE) * (aMinuteOfEachRun + aMinuteOfIvs)
  if (apart >= -most - uncounted - glimpses && apart <= most + unseen) return
  stage.violated(
    'money',
    [
      `the ledger is ${apart} micro-dollars off the bill; ${Math.round(most)} were allowed`,
      ...views.map(wordsOf),
      ...bill.lines.map(
        ({ what, quantity, unit, micros, resource, from, to }) =>
          `  bill: ${what} ${resource} ${quantity} ${unit} ${micros} (${to - from} ms)`,
      ),
    ].join('\n'),
  )
}

const wordsOf = ({ id, cost }: SessionView): string =>
  [
    `  session ${id}: ${cost.soFarMicros}`,
    ...cost.lines.map(({ what, quantity, micros }) => `    ${what} ${quantity} ${micros}`),
  ].join('\n')
