import type { Answer } from '../kit/assumptions'
import type { ChannelRun, MeterFacts, OutputLine, StretchFact } from './meter'
import {
  idlePerHour,
  inputPerHour,
  ivsInputPerHour,
  outputPerHour,
  rates,
  shortestBilledRunMinutes,
} from './rates'
import type { BillLine, BillReport } from './report'
import { usageLines } from './usageLines'

const minuteMs = 60_000
const hourMs = 3_600_000

type Fact<Kind extends StretchFact['kind']> = Extract<StretchFact, { kind: Kind }>

/** Whether two outputs that are made from one video description are two on the bill. */
export type SharedEncode = Answer<'shared-encode-billed'>

/** The bill at an instant, as AWS would write it. What still goes on is billed up to `asOf`. */
export function billOf(
  facts: MeterFacts,
  asOf: number,
  sharedEncode: SharedEncode = 'each-output',
): BillReport {
  const lines = [
    ...facts.stretches.flatMap((fact) => stretchLines(fact, asOf, sharedEncode)),
    ...usageLines(facts, rates, asOf),
  ]
  const totalMicros = lines.reduce((sum, line) => sum + line.micros, 0)
  return { currency: 'USD', asOf, totalMicros, lines }
}

function stretchLines(
  fact: StretchFact,
  asOf: number,
  sharedEncode: SharedEncode,
): readonly BillLine[] {
  switch (fact.kind) {
    case 'channel-run':
      return runLines(fact, asOf, sharedEncode)
    case 'idle':
      return [idleLine(fact, asOf)]
    case 'ivs-live':
      return [ivsLine(fact, asOf)]
  }
}

/** Whole minutes begun, and never fewer than ten a run (MediaLive pricing page). */
export const billedMinutes = (ms: number): number =>
  Math.max(shortestBilledRunMinutes, Math.ceil(ms / minuteMs))

function runLines(
  { run, from, to }: Fact<'channel-run'>,
  asOf: number,
  sharedEncode: SharedEncode,
): readonly BillLine[] {
  const end = to ?? asOf
  const minutes = billedMinutes(end - from)
  const billed = sharedEncode === 'once' ? { ...run, outputs: encodesOf(run.outputs) } : run
  return ratedLines(billed).map(({ what, perHour }) => ({
    service: 'MediaLive',
    resource: run.channelId,
    what,
    quantity: minutes,
    unit: 'minutes',
    from,
    to: end,
    micros: Math.round((minutes * perHour) / 60),
  }))
}

/** One output for each video description: the first that is made from it. */
const encodesOf = (outputs: readonly OutputLine[]): readonly OutputLine[] =>
  outputs.filter((output, at) => {
    if (output.codec === 'audio-only' || output.encode === undefined) return true
    const { encode } = output
    const first = outputs.findIndex((each) => each.codec !== 'audio-only' && each.encode === encode)
    return first === at
  })

const ratedLines = (run: ChannelRun) => [
  ...run.inputs.map((input) => ({
    what: `${run.pipelines} input ${input.name} ${input.codec} ${input.resolution} to ${input.bitrate} Mbit/s`,
    perHour: inputPerHour(input, run.pipelines),
  })),
  ...run.outputs.map((output) => ({
    what:
      output.codec === 'audio-only'
        ? `${run.pipelines} output ${output.name} audio only`
        : `${run.pipelines} output ${output.name} ${output.codec} ${output.resolution} to ${output.bitrate} Mbit/s to ${output.frameRate} fps`,
    perHour: outputPerHour(output, run.pipelines),
  })),
]

function idleLine({ resource, id, from, to }: Fact<'idle'>, asOf: number): BillLine {
  const end = to ?? asOf
  return {
    service: 'MediaLive',
    resource: id,
    what: resource === 'channel' ? 'idle channel' : 'idle push input',
    quantity: (end - from) / 1000,
    unit: 'seconds',
    from,
    to: end,
    micros: Math.round(((end - from) * idlePerHour[resource]) / hourMs),
  }
}

/** Billed by the second. */
function ivsLine({ arn, type, from, to }: Fact<'ivs-live'>, asOf: number): BillLine {
  const end = to ?? asOf
  const seconds = Math.ceil((end - from) / 1000)
  return {
    service: 'IVS',
    resource: arn,
    what: `live input ${type}`,
    quantity: seconds,
    unit: 'seconds',
    from,
    to: end,
    micros: Math.round((seconds * ivsInputPerHour[type]) / 3600),
  }
}
