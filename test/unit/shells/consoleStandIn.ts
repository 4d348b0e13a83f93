import { contracts, type Contracts } from '../../../src/shared/contract/console'
import type { Console, ConsoleHandlers } from '../../../electron/app/console'
import type { Log } from '../../../electron/core/ports'
import { Show } from '../../../src/shared/domain/show'

type Some = { readonly [S in keyof Contracts]?: Partial<ConsoleHandlers[S]> }

/** Handlers for every entry: those given, else calls that reject and feeds that stay silent. */
export function handlersWith(some: Some = {}): ConsoleHandlers {
  const all = Object.entries(contracts).map(([subject, contract]) => {
    const defaults = Object.entries(contract).map(([method, entry]) => [
      method,
      entry.kind === 'feed'
        ? () => () => undefined
        : () => Promise.reject(new Error(`${subject}.${method} was not expected`)),
    ])
    return [subject, { ...Object.fromEntries(defaults), ...some[subject as keyof Contracts] }]
  })
  return Object.fromEntries(all) as ConsoleHandlers
}

export const consoleWith = (some: Some = {}, more: Partial<Console> = {}): Console => ({
  handlers: handlersWith(some),
  media: () => Promise.resolve({ status: 404, headers: {}, body: new Uint8Array() }),
  atStake: () => ({ live: false, sentence: '' }),
  close: () => Promise.resolve(),
  ...more,
})

export interface KeptLog extends Log {
  readonly lines: { readonly level: string; readonly message: string; readonly fields?: object }[]
}

export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = []
  const at = (level: string) => (message: string, fields?: object) =>
    void lines.push({ level, message, ...(fields && { fields }) })
  return { lines, info: at('info'), warn: at('warn'), error: at('error') }
}

/** A plan as a window sends it. */
export const draft = {
  name: 'Sunday service',
  shape: 'program',
  preset: '1080p30',
  feed: { height: 1080, framesPerSecond: 30, bitrateBps: 6_000_000 },
  destinations: [],
  recording: 'keep-everything',
  plannedEndAt: null,
  capMicros: null,
  autoStop: { noInputMinutes: null, atPlannedEnd: 'warn', atCap: 'warn' },
} as const

export const show = (id: string, name: string): Show =>
  Show.parse({ ...draft, id, name, updatedAt: 1 })
