import { billOf } from './bill/bill'
import type { BillReport } from './bill/report'
import { answerControl } from './control'
import { IdleExit } from './idleExit'
import { buildContext } from './kit/buildContext'
import type { SimulatorClock } from './kit/clock'
import type { SimulatorContext } from './kit/context'
import type { Drills } from './kit/drills'
import type { TimingName } from './kit/durations'
import { serveHttp } from './kit/http'
import { StateFile } from './kit/stateFile'
import { Throttle } from './kit/throttle'
import type { PicturePlane } from './medialive/picturePort'
import { pictureOf, servicesOf, type Roster } from './roster'
import { restoreWorld, snapshotOf } from './savedWorld'

export interface SimulatorOptions {
  /** 0: any free one. */
  readonly port?: number
  readonly rtmpPort?: number
  /** Divides how long AWS takes, and nothing else. */
  readonly speed?: number
  /** The same seed and the same commands make the same world. */
  readonly seed?: number
  /** A folder in which the world survives a restart. */
  readonly stateDir?: string
  readonly clock?: 'real' | 'manual'
  readonly timing?: TimingName
  /** `off`: channels run, nothing arrives and nothing leaves. */
  readonly picture?: 'real' | 'off'
  /** Where the bundled slate lies. */
  readonly resourcesFolder?: string
  /** Ends by itself so long (real time) after the last request with nothing running; null: never. */
  readonly idleExitMs?: number | null
  readonly log?: (line: string) => void
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string
  /** `rtmp://127.0.0.1:PORT` */
  readonly rtmp: string
  readonly clock: SimulatorClock
  readonly drills: Drills
  world(): object
  bill(): BillReport
  close(): Promise<void>
  /** Resolves when it has ended, by `close` or by itself. */
  readonly closed: Promise<void>
}

interface Parts {
  readonly context: SimulatorContext
  readonly roster: Roster
  readonly throttle: Throttle
  readonly stateFile: StateFile | undefined
  plane: PicturePlane
}

/** Starts AWS on this machine: one HTTP endpoint and one RTMP ingest, both on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const ports = { http: 0, rtmp: 0 }
  const ending = Promise.withResolvers<void>()
  const parts = await buildParts(options, ports)
  const { context, roster } = parts

  let closing: Promise<void> | undefined
  const close = () => (closing ??= closeAll().then(ending.resolve, ending.reject))
  const isBusy = () => roster.all.some((service) => service.busy())
  const idleExit = new IdleExit(options.idleExitMs ?? null, isBusy, () => void close())
  const http = await serveHttp(
    {
      context,
      services: roster.all,
      throttle: parts.throttle,
      control: (request) => answerControl(controlOf(parts), request),
      touched: () => idleExit.touched(),
    },
    options.port ?? 0,
  )
  ports.http = http.port

  async function closeAll(): Promise<void> {
    idleExit.stop()
    await http.close()
    await parts.plane.close()
    context.clock.close()
    parts.stateFile?.save()
    for (const service of roster.all) await service.close()
  }

  return {
    endpoint: context.endpoint(),
    rtmp: `rtmp://127.0.0.1:${ports.rtmp}`,
    clock: context.clock,
    drills: context.drills,
    ...controlOf(parts),
    close: async () => {
      await close()
      await ending.promise
    },
    closed: ending.promise,
  }
}

async function buildParts(
  options: SimulatorOptions,
  ports: { http: number; rtmp: number },
): Promise<Parts> {
  let stateFile: StateFile | undefined
  const context = buildContext({
    clock: options.clock ?? 'real',
    seed: options.seed ?? 1,
    speed: options.speed ?? 1,
    timing: options.timing ?? 'true-to-life',
    stateDir: options.stateDir,
    resourcesFolder: options.resourcesFolder,
    picture: options.picture ?? 'real',
    log: options.log ?? (() => {}),
    addresses: {
      endpoint: () => `http://127.0.0.1:${ports.http}`,
      rtmpPort: () => ports.rtmp,
    },
    changed: () => stateFile?.changed(),
  })
  const roster = servicesOf(context)
  if (options.stateDir !== undefined) {
    stateFile = new StateFile(options.stateDir, () => snapshotOf(context, roster.all))
    restoreWorld(stateFile.load(), context, roster.all)
  }
  const { plane, rtmpPort } = await pictureOf(context, roster, options.rtmpPort ?? 0)
  ports.rtmp = rtmpPort
  roster.mediaLive.attachPicture(plane)
  return { context, roster, throttle: new Throttle(context.clock.now), stateFile, plane }
}

const controlOf = ({ context, roster, throttle, plane }: Parts) => ({
  context,
  world: () => ({
    account: context.account,
    clock: { kind: context.clock.kind, now: context.clock.now() },
    ...Object.fromEntries(roster.all.map((service) => [service.scope, service.world()])),
    picture: plane.world(),
    drills: context.drills.list(),
  }),
  bill: () => billOf(context.meter.facts(), context.clock.now()),
  reset: async () => {
    for (const service of roster.all) await service.reset()
    context.meter.reset()
    context.drills.clear()
    context.events.clear()
    throttle.clear()
    context.changed()
  },
})
